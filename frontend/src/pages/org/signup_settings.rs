//! How an organisation's sign-ups work.

use leptos::prelude::*;
use lykta_shared::{
    api::{GetSignUpSettings, PutSignUpSettings},
    ids::OrganisationId,
    shifts::{SignUpSettings, SignUpSettingsView, Strictness},
};

use crate::{
    api::{Load, load},
    browser,
    components::{AreaField, ChoiceField, Field, Form, FormFrame, Remote, Submit, TextField},
    text::{Text, org_signups as text, t},
};

/// The form below the profile's; for planners who do not manage the organisation, to read.
#[component]
pub(super) fn SignUps(
    /// Whose settings they are.
    organisation: OrganisationId,
    /// Whether the reader may change them.
    manages: bool,
) -> impl IntoView {
    let load = load(move || Some((GetSignUpSettings { organisation }, ())));
    view! {
        <section>
            <h2>{t(text::TITLE)}</h2>
            {(!manages).then(|| view! { <p>{t(text::READ_ONLY)}</p> })}
            <Remote load=load let:view>
                <Inputs organisation=organisation view=view load=load manages=manages />
            </Remote>
        </section>
    }
}

/// The fields with a number of their own.
#[derive(Clone, Copy)]
struct Fields {
    opens: Field,
    closes: Field,
    cancel: Field,
    late_text: Field,
    offer: Field,
    offer_minutes: Field,
    max_open: Field,
    max_open_rule: Field,
    rest: Field,
    rest_rule: Field,
    planners: Field,
    watchers: Field,
    everybody: Field,
    decide: Field,
}

impl Fields {
    fn new(form: Form, held: &SignUpSettings) -> Self {
        let number =
            |pointer, label: Text, value: u16| form.field(pointer, label, &value.to_string());
        let maybe = |pointer, label: Text, value: Option<u16>| {
            let value = value.map(|value| value.to_string()).unwrap_or_default();
            form.field(pointer, label, &value)
        };
        let rule =
            |pointer, label: Text, value: Strictness| form.field(pointer, label, value.as_str());
        Self {
            opens: maybe("/opensDays", text::OPENS, held.opens_days),
            closes: number("/closesMinutes", text::CLOSES, held.closes_minutes),
            cancel: number("/cancelHours", text::CANCEL, held.cancel_hours),
            late_text: form.field("/lateText", text::LATE_TEXT, held.late_text.as_str()),
            offer: number("/offerHours", text::OFFER, held.offer_hours),
            offer_minutes: number("/offerMinutes", text::OFFER_MINUTES, held.offer_minutes),
            max_open: maybe("/maxOpen", text::MAX_OPEN, held.max_open),
            max_open_rule: rule("/maxOpenRule", text::RULE_MAX, held.max_open_rule),
            rest: maybe("/restHours", text::REST, held.rest_hours),
            rest_rule: rule("/restRule", text::RULE_REST, held.rest_rule),
            planners: number(
                "/alertPlannersHours",
                text::ALERT_PLANNERS,
                held.alert_planners_hours,
            ),
            watchers: number(
                "/alertWatchersHours",
                text::ALERT_WATCHERS,
                held.alert_watchers_hours,
            ),
            everybody: number(
                "/alertEverybodyHours",
                text::ALERT_EVERYBODY,
                held.alert_everybody_hours,
            ),
            decide: number("/decideHours", text::DECIDE, held.decide_hours),
        }
    }

    /// The settings the fields mean. What has no field here stays as it was.
    fn read(self, held: &SignUpSettings) -> Option<SignUpSettings> {
        // All of them are read before the first "no", so that every fault is shown at once.
        let opens = maybe_number(self.opens);
        let [closes, cancel, offer, offer_minutes] =
            [self.closes, self.cancel, self.offer, self.offer_minutes].map(Field::read_number);
        let late_text = self.late_text.read();
        let (max_open, rest) = (maybe_number(self.max_open), maybe_number(self.rest));
        let (max_open_rule, rest_rule) = (self.max_open_rule.read(), self.rest_rule.read());
        let [planners, watchers, everybody, decide] =
            [self.planners, self.watchers, self.everybody, self.decide].map(Field::read_number);
        Some(SignUpSettings {
            opens_days: opens?,
            closes_minutes: closes?,
            cancel_hours: cancel?,
            late_text: late_text?,
            offer_hours: offer?,
            offer_minutes: offer_minutes?,
            max_open: max_open?,
            max_open_rule: max_open_rule?,
            rest_hours: rest?,
            rest_rule: rest_rule?,
            alert_planners_hours: planners?,
            alert_watchers_hours: watchers?,
            alert_everybody_hours: everybody?,
            decide_hours: decide?,
            kept_for_others: held.kept_for_others,
            required: held.required.clone(),
        })
    }
}

/// The number, or that there is none; `None` when the text is no number.
#[expect(
    clippy::option_option,
    reason = "no number and none that can be read are two things"
)]
fn maybe_number(field: Field) -> Option<Option<u16>> {
    if field.value.with_untracked(|text| text.trim().is_empty()) {
        field.error.set(None);
        Some(None)
    } else {
        field.read_number().map(Some)
    }
}

#[component]
fn Inputs(
    organisation: OrganisationId,
    view: RwSignal<SignUpSettingsView>,
    load: Load<SignUpSettingsView>,
    manages: bool,
) -> impl IntoView {
    let held = view.get_untracked();
    let form = Form::about(
        "signup-settings",
        &format!("{organisation} {}", held.version),
    );
    let fields = Fields::new(form, &held.settings);
    Effect::new(move |_| {
        if form.sender.is_stale() {
            load.again();
        }
    });
    let submit = move || {
        let Some(settings) = view.with_untracked(|view| fields.read(&view.settings)) else {
            form.refuse();
            return;
        };
        let version = view.with_untracked(|view| view.version);
        let endpoint = PutSignUpSettings { organisation };
        form.send_at(Some(version), endpoint, settings, move |now| {
            view.set(now);
            browser::announce(t(text::SAVED));
        });
    };
    let rules = [
        (Strictness::Warn, text::WARN),
        (Strictness::Block, text::BLOCK),
    ]
    .map(|(rule, words)| (rule.to_string(), t(words).to_owned()))
    .to_vec();
    view! {
        <FormFrame form=form on_submit=submit>
            <fieldset class="bare" disabled=!manages>
                {inputs(&fields, rules)}
            </fieldset>
            {manages.then(|| view! { <Submit form=form label=text::SAVE /> })}
        </FormFrame>
    }
}

fn inputs(fields: &Fields, rules: Vec<(String, String)>) -> AnyView {
    view! {
            <TextField field=fields.opens kind="number" hint=text::OPENS_HINT optional=true />
            <TextField field=fields.closes kind="number" hint=text::CLOSES_HINT />
            <TextField field=fields.cancel kind="number" hint=text::OFF_HINT />
            <AreaField field=fields.late_text rows=3 optional=true />
            <TextField field=fields.offer kind="number" hint=text::OFF_HINT />
            <TextField field=fields.offer_minutes kind="number" />
            <TextField field=fields.max_open kind="number" hint=text::NONE_HINT optional=true />
            <ChoiceField field=fields.max_open_rule options=rules.clone() single=true />
            <TextField field=fields.rest kind="number" hint=text::NONE_HINT optional=true />
            <ChoiceField field=fields.rest_rule options=rules single=true />
            <TextField field=fields.planners kind="number" hint=text::OFF_HINT />
            <TextField field=fields.watchers kind="number" hint=text::OFF_HINT />
            <TextField field=fields.everybody kind="number" hint=text::OFF_HINT />
            <TextField field=fields.decide kind="number" hint=text::DECIDE_HINT />
    }
    .into_any()
}
