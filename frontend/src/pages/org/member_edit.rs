//! A member's roles and age band.

use leptos::prelude::*;
use lykta_shared::{
    api::PutMember,
    organisations::{AgeBand, MemberView, OrgRole, UpdateMember},
    problem::FieldCode,
};

use super::{members::Desk, qualifications::Qualifications, words};
use crate::{
    browser,
    components::{ChoiceField, Field, Form, FormFrame, Submit, TextField, live},
    text::{fill, org_members as text, t},
};

/// The age bands as choices.
pub(super) fn age_options() -> Vec<(String, String)> {
    [
        (AgeBand::Adult, text::M_ADULT),
        (AgeBand::Youth, text::M_YOUTH),
    ]
    .map(|(band, words)| (band.to_string(), t(words).to_owned()))
    .to_vec()
}

/// The roles that were ticked. Whether somebody is a youth walker follows from the age band and is not asked
/// twice; others need a role.
pub(super) fn read_roles(roles: Field, age: AgeBand) -> Option<Vec<OrgRole>> {
    let mut chosen = roles.choices::<OrgRole>();
    chosen.retain(|role| *role != OrgRole::YouthVolunteer);
    if age == AgeBand::Youth {
        chosen.push(OrgRole::YouthVolunteer);
    }
    if chosen.is_empty() {
        roles.fail(FieldCode::Required);
        return None;
    }
    Some(chosen)
}

/// The form, below the member's row.
#[component]
pub(super) fn Edit(
    /// What the page's parts share.
    desk: Desk,
    /// The member.
    one: MemberView,
) -> impl IntoView {
    let form = Form::about("member", &format!("{} {}", one.id, one.version));
    let roles = form.field("/roles", text::INVITE_ROLES, &words::role_value(&one.roles));
    let age = form.field("/ageBand", text::M_AGE, one.age_band.as_str());
    let consent = one
        .guardian_consent_on
        .map(|day| day.to_string())
        .unwrap_or_default();
    let consent = form.field("/guardianConsentOn", text::M_CONSENT, &consent);
    let is_youth = Memo::new(move |_| age.value.with(|age| age == AgeBand::Youth.as_str()));
    let member = one.id;
    let name = StoredValue::new(one.display_name);
    // Somebody else was quicker: show what holds now.
    Effect::new(move |_| {
        if form.sender.is_stale() {
            desk.load.again();
        }
    });
    let submit = move || {
        let (Some(age_band), Some(noted)) = (age.read(), consent.read_optional()) else {
            form.refuse();
            return;
        };
        let Some(roles) = read_roles(roles, age_band) else {
            form.refuse();
            return;
        };
        let body = UpdateMember {
            roles,
            age_band,
            guardian_consent_on: noted.filter(|_| age_band == AgeBand::Youth),
        };
        let endpoint = PutMember {
            organisation: desk.organisation,
            member,
        };
        form.send_at(Some(one.version), endpoint, body, move |_| {
            let saved = name.with_value(|name| fill(text::M_SAVED, &[("name", name)]));
            browser::announce(&saved);
            desk.editing.set(None);
            desk.load.again();
        });
    };
    view! {
        <div class="panel">
            <FormFrame form=form on_submit=submit>
                <ChoiceField field=roles options=words::role_options() />
                <ChoiceField field=age options=age_options() single=true />
                {live(move || {
                    is_youth
                        .get()
                        .then(|| {
                            view! {
                                <TextField
                                    field=consent
                                    kind="date"
                                    hint=text::M_CONSENT_HINT
                                    optional=true
                                />
                            }
                        })
                })}
                <Submit form=form label=text::M_SAVE />
            </FormFrame>
            <Qualifications organisation=desk.organisation member=member />
        </div>
    }
}
