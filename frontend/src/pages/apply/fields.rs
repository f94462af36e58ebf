//! The fields of an application, and what they mean.

use leptos::prelude::*;
use lykta_shared::{organisations::ApplicationForm, problem::FieldCode, vocabulary::Key};

use super::Step;
use crate::{
    components::{Field, Form},
    text::org_application as text,
    vocabulary::use_words,
};

/// The choice that the contact person may be shown.
const CONSENT: &str = "yes";

/// The fields, bound to the inputs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ApplicationFields {
    pub(super) organisation_type: Field,
    pub(super) name: Field,
    pub(super) organisation_number: Field,
    pub(super) description: Field,
    pub(super) districts: Field,
    pub(super) activity_types: Field,
    pub(super) contact_name: Field,
    pub(super) contact_email: Field,
    pub(super) contact_phone: Field,
    pub(super) contact_consent: Field,
    pub(super) people: Field,
}

impl ApplicationFields {
    /// The fields of `form`, beginning with the application `before` where there is one.
    pub(crate) fn new(form: Form, before: Option<&ApplicationForm>) -> Self {
        let keys = |keys: &[Key]| keys.iter().map(Key::as_str).collect::<Vec<_>>().join(",");
        let text = |pick: &dyn Fn(&ApplicationForm) -> String| before.map(pick).unwrap_or_default();
        let f = |pointer, label, initial: String| form.field(pointer, label, &initial);
        Self {
            organisation_type: f(
                "/organisationType",
                text::F_TYPE,
                text(&|held| held.organisation_type.to_string()),
            ),
            name: f("/name", text::F_NAME, text(&|held| held.name.to_string())),
            organisation_number: f(
                "/organisationNumber",
                text::F_NUMBER,
                text(&|held| {
                    let number = held.organisation_number.as_ref();
                    number.map(ToString::to_string).unwrap_or_default()
                }),
            ),
            contact_name: f(
                "/contactName",
                text::F_CONTACT_NAME,
                text(&|held| held.contact_name.to_string()),
            ),
            contact_email: f(
                "/contactEmail",
                text::F_CONTACT_EMAIL,
                text(&|held| held.contact_email.as_str().to_owned()),
            ),
            contact_phone: f(
                "/contactPhone",
                text::F_CONTACT_PHONE,
                text(&|held| {
                    let phone = held.contact_phone.as_ref();
                    phone.map(ToString::to_string).unwrap_or_default()
                }),
            ),
            contact_consent: f(
                "/contactConsent",
                text::F_CONSENT,
                text(&|held| if held.contact_consent { CONSENT } else { "no" }.to_owned()),
            ),
            description: f(
                "/description",
                text::F_DESCRIPTION,
                text(&|held| held.description.to_string()),
            ),
            activity_types: f(
                "/activityTypes",
                text::F_ACTIVITIES,
                text(&|held| keys(&held.activity_types)),
            ),
            districts: f(
                "/districts",
                text::F_DISTRICTS,
                text(&|held| keys(&held.districts)),
            ),
            people: f(
                "/people",
                text::F_PEOPLE,
                text(&|held| held.people.map(|n| n.to_string()).unwrap_or_default()),
            ),
        }
    }

    /// Whether the chosen type is one where membership reveals what GDPR art. 9 protects (tracked).
    pub(super) fn is_special(self) -> bool {
        let chosen = self.organisation_type.value.get();
        use_words()
            .items("organisationType")
            .iter()
            .any(|item| item.key.as_str() == chosen && item.special_category == Some(true))
    }

    /// The application the fields mean; otherwise they show what has to be mended.
    pub(crate) fn read(self) -> Option<ApplicationForm> {
        // All are read before the first "no", so that every fault is shown at once.
        let organisation_type = self.organisation_type.read();
        let name = self.name.read();
        let organisation_number = self.organisation_number.read_optional();
        let contact_name = self.contact_name.read();
        let contact_email = self.contact_email.read();
        let contact_phone = self.contact_phone.read_optional();
        let contact_consent = self.consent();
        let description = filled(self.description)
            .then(|| self.description.read())
            .flatten();
        let (activity_types, districts) = (ticked(self.activity_types), ticked(self.districts));
        let people = if is_empty(self.people) {
            Some(None)
        } else {
            self.people.read_number().map(Some)
        };
        Some(ApplicationForm {
            organisation_type: organisation_type?,
            name: name?,
            organisation_number: organisation_number?,
            description: description?,
            districts: districts?,
            activity_types: activity_types?,
            contact_name: contact_name?,
            contact_email: contact_email?,
            contact_phone: contact_phone?,
            contact_consent: contact_consent?,
            people: people?,
        })
    }

    /// Whether the fields of one step are as they should be; only those show their faults.
    pub(super) fn step_is_done(self, step: Step) -> bool {
        let whole = self.read().is_some();
        let mut done = true;
        for field in self.all() {
            if step == Step::Review || Step::of(field.pointer) == step {
                done &= field.error.with_untracked(Option::is_none);
            } else {
                field.error.set(None);
            }
        }
        done && (whole || step != Step::Review)
    }

    /// The first step with a fault in it.
    pub(super) fn faulty_step(self) -> Option<Step> {
        self.all()
            .into_iter()
            .find(|field| field.error.with_untracked(Option::is_some))
            .map(|field| Step::of(field.pointer))
    }

    const fn all(self) -> [Field; 11] {
        [
            self.organisation_type,
            self.name,
            self.organisation_number,
            self.contact_name,
            self.contact_email,
            self.contact_phone,
            self.contact_consent,
            self.description,
            self.activity_types,
            self.districts,
            self.people,
        ]
    }

    /// Whether the contact person may be shown. It has to be answered, and with yes where it is needed.
    fn consent(self) -> Option<bool> {
        let answer = self.contact_consent.value.get_untracked();
        let special = untrack(|| self.is_special());
        if answer.is_empty() || (special && answer != CONSENT) {
            self.contact_consent.fail(FieldCode::Required);
            return None;
        }
        self.contact_consent.error.set(None);
        Some(answer == CONSENT)
    }
}

fn is_empty(field: Field) -> bool {
    field.value.with_untracked(|text| text.trim().is_empty())
}

/// Whether something was filled in; otherwise the field says so.
fn filled(field: Field) -> bool {
    if is_empty(field) {
        field.fail(FieldCode::Required);
        return false;
    }
    true
}

/// What was ticked, at least one.
fn ticked(field: Field) -> Option<Vec<Key>> {
    let keys: Vec<Key> = field.choices();
    if keys.is_empty() {
        field.fail(FieldCode::Required);
        return None;
    }
    field.error.set(None);
    Some(keys)
}
