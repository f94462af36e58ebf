//! What the group owns, out and back.

use super::*;
use lykta_shared::{
    ids::EquipmentId,
    organisations::RemoveMember,
    problem::{FieldCode, ProblemKind},
    walks::{EquipmentForm, LoanForm},
};
use lykta_tests::on_both;

fn vests(quantity: u16) -> EquipmentForm {
    EquipmentForm {
        equipment_type: text("vest"),
        label: text("Gula västar"),
        quantity,
    }
}

fn thing(number: u128) -> EquipmentId {
    EquipmentId(Uuid::from_u128(number))
}

on_both! {
    async fn what_did_not_come_back_is_shown_at_the_next_walk(app) {
        let night = Night::new(&app).await;
        let (organisation, equipment) = (night.group.id, thing(1));
        let put = || api::PutEquipment { organisation, equipment };
        for _ in 0..2 {
            let held = night.group.admin.call(put(), vests(10)).await.ok();
            assert_eq!((held.len(), held[0].quantity, held[0].missing), (1, 10, 0));
        }
        night.go(&app, 5).await;
        let lea = app.log_in("lea@example.se").await;
        let loan = |taken, returned| LoanForm { taken, returned };
        let endpoint = || api::PutLoan { shift: night.id(), equipment };
        lea.call(endpoint(), loan(11, 0)).await.field("/taken", FieldCode::OutOfRange);
        lea.call(endpoint(), loan(3, 4)).await.field("/returned", FieldCode::OutOfRange);
        lea.call(endpoint(), loan(6, 0)).await.ok();
        let seen = lea.call(endpoint(), loan(6, 5)).await.ok();
        assert_eq!((seen.equipment[0].taken, seen.equipment[0].returned, seen.equipment[0].missing), (6, 5, 0));
        // The report begins with what is true: one is missing.
        assert!(!night.prefill(&lea).await.equipment_returned);
        let admin = app.log_in("rissne-admin@example.se").await;
        let mut form = app.plan(3, 4).await;
        form.leader = Some(night.leader);
        let next = app.walk(&Partner { admin: admin.clone(), ..night.group.clone() }, form).await.card.id;
        assert_eq!(page(&lea, next).await.equipment[0].missing, 1);
        // Whoever had it leaves: the loan is the group's, and stays open.
        let reason = RemoveMember { reason: text("Flyttar.") };
        admin.call(api::RemoveMembership { organisation, member: night.anna }, reason).await.ok();
        let listed = admin.get(api::ListEquipment { organisation }).await.ok();
        assert_eq!((listed[0].missing, listed[0].open[0].shift), (1, night.id()));
        let retired = admin.get(api::RetireEquipment { organisation, equipment }).await.ok();
        assert_eq!(retired[0].missing, 1, "out of use, still out");
        admin.call(endpoint(), loan(6, 6)).await.ok();
        assert!(admin.get(api::ListEquipment { organisation }).await.ok().is_empty());
    }

    async fn equipment_is_managed_by_those_who_may(app) {
        let night = Night::new(&app).await;
        let (organisation, equipment) = (night.group.id, thing(1));
        let put = || api::PutEquipment { organisation, equipment };
        let (keeper, _) = app.member(&night.group, "mats", &[OrgRole::EquipmentManager]).await;
        let anna = app.log_in("anna@example.se").await;
        keeper.call(put(), vests(0)).await.field("/quantity", FieldCode::OutOfRange);
        let unknown = EquipmentForm { equipment_type: text("cannon"), ..vests(1) };
        keeper.call(put(), unknown).await.field("/equipmentType", FieldCode::UnknownKey);
        keeper.call(put(), vests(4)).await.ok();
        anna.call(put(), vests(9)).await.problem(ProblemKind::Forbidden);
        anna.get(api::RetireEquipment { organisation, equipment }).await.problem(ProblemKind::Forbidden);
        assert_eq!(anna.get(api::ListEquipment { organisation }).await.ok().len(), 1);
        let other = app.partner("Duvbo nattvandrare").await;
        other.admin.get(api::ListEquipment { organisation }).await.problem(ProblemKind::NotFound);
        let stolen = api::PutEquipment { organisation: other.id, equipment };
        other.admin.call(stolen, vests(9)).await.problem(ProblemKind::AlreadyExists);
        let walk = app.walk(&other, app.plan(1, 4).await).await.card.id;
        let lent = api::PutLoan { shift: walk, equipment };
        other.admin.call(lent, LoanForm { taken: 1, returned: 0 }).await.problem(ProblemKind::NotFound);
    }
}
