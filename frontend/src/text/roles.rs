//! Roles of organisations, in words (DOMAIN.md 3.2).

use lykta_shared::organisations::OrgRole;

use super::{Text, texts};

texts! {
    ADMIN: "Organisationsansvarig", "Organisation administrator";
    CONTACT_PERSON: "Kontaktperson", "Contact person";
    SIGNATORY: "Firmatecknare", "Authorised signatory";
    SHIFT_LEADER: "Vandringsledare", "Walk leader";
    SCHEDULER: "Schemaläggare", "Scheduler";
    EQUIPMENT: "Materialansvarig", "Equipment manager";
    VOLUNTEER: "Volontär", "Volunteer";
    YOUTH: "Ungdomsvandrare", "Youth walker";
    TRAINEE: "Ny volontär", "New volunteer";
    WATCH: "Kontaktombud", "Watch contact";
    WATCH_LEAD: "Huvudkontaktombud", "Lead watch contact";
}

/// A role in an organisation.
pub(crate) const fn org_role(role: OrgRole) -> Text {
    match role {
        OrgRole::Admin => ADMIN,
        OrgRole::ContactPerson => CONTACT_PERSON,
        OrgRole::Signatory => SIGNATORY,
        OrgRole::ShiftLeader => SHIFT_LEADER,
        OrgRole::Scheduler => SCHEDULER,
        OrgRole::EquipmentManager => EQUIPMENT,
        OrgRole::Volunteer => VOLUNTEER,
        OrgRole::YouthVolunteer => YOUTH,
        OrgRole::Trainee => TRAINEE,
        OrgRole::WatchContact => WATCH,
        OrgRole::WatchLeadContact => WATCH_LEAD,
    }
}
