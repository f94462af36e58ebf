//! Which role may do what within its organisation (PRODUCT.md "Roles and what they may"). Deny by default.

use super::OrgRole;

/// Something a member may be allowed to do in an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrgRight {
    /// Change the profile, apply to the city, see the application.
    ManageOrganisation,
    /// Invite, approve, change roles, remove; see members' e-mail addresses.
    ManageMembers,
    /// See who the members are.
    SeeMembers,
    /// Make, change, publish and cancel shifts; see their rosters; add and remove people.
    PlanShifts,
    /// Be the leader of a shift.
    LeadShifts,
    /// Say what equipment the organisation owns.
    ManageEquipment,
    /// See the organisation's schedule and sign up.
    TakePart,
}

/// Whether one of `roles` gives `right`.
pub fn may(roles: &[OrgRole], right: OrgRight) -> bool {
    roles.iter().any(|role| match right {
        OrgRight::ManageOrganisation | OrgRight::ManageMembers => *role == OrgRole::Admin,
        OrgRight::SeeMembers | OrgRight::PlanShifts => {
            matches!(role, OrgRole::Admin | OrgRole::Scheduler)
        }
        OrgRight::ManageEquipment => matches!(
            role,
            OrgRole::Admin | OrgRole::Scheduler | OrgRole::EquipmentManager
        ),
        OrgRight::LeadShifts => *role == OrgRole::ShiftLeader,
        OrgRight::TakePart => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_without_a_role_may_do_anything() {
        for right in [
            OrgRight::ManageOrganisation,
            OrgRight::ManageMembers,
            OrgRight::SeeMembers,
            OrgRight::PlanShifts,
            OrgRight::LeadShifts,
            OrgRight::ManageEquipment,
            OrgRight::TakePart,
        ] {
            assert!(!may(&[], right), "{right:?}");
        }
    }

    #[test]
    fn only_administrators_manage_members() {
        for role in OrgRole::ALL {
            assert_eq!(
                may(&[*role], OrgRight::ManageMembers),
                *role == OrgRole::Admin,
                "{role}"
            );
        }
    }

    #[test]
    fn administrators_and_schedulers_plan() {
        for role in OrgRole::ALL {
            let plans = matches!(role, OrgRole::Admin | OrgRole::Scheduler);
            assert_eq!(may(&[*role], OrgRight::PlanShifts), plans, "{role}");
            assert_eq!(may(&[*role], OrgRight::SeeMembers), plans, "{role}");
        }
    }
}
