//! What the city pays: agreed, computed, approved, exported.

use super::*;
use std::io::Cursor;

use base64::{Engine, engine::general_purpose::STANDARD};
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use lykta_shared::{
    ids::AgreementId,
    problem::{FieldCode, ProblemKind},
    time::civil::{local, shift_days},
    walks::{AgreementForm, compensation::LineReason},
};
use lykta_tests::on_both;

/// What is made wrong of an agreement.
type Change = fn(&mut AgreementForm);

fn agreement(number: u128) -> AgreementId {
    AgreementId(Uuid::from_u128(number))
}

async fn terms(app: &App, night: &Night) -> AgreementForm {
    let (today, _) = local(app.now().await);
    AgreementForm {
        organisation: night.group.id,
        title: text("Hösten 2026"),
        starts_on: today,
        ends_on: shift_days(today, 60),
        evenings: 2,
        minimum_adults: 3,
        amount_ore: 240_001,
        report_required: true,
    }
}

on_both! {
    async fn an_evening_is_paid_once_its_report_is_accepted_and_the_statement_is_frozen_when_approved(app) {
        let night = Night::new(&app).await;
        let liaison = app.liaison().await;
        let form = terms(&app, &night).await;
        let endpoint = || api::PutAgreement { agreement: agreement(1) };
        for _ in 0..2 {
            let made = liaison.call(endpoint(), form.clone()).await.ok();
            assert_eq!((made.lines.len(), made.sum_ore), (0, 0));
        }
        night.go(&app, 5).await;
        let lea = app.log_in("lea@example.se").await;
        night.all_come(&lea).await;
        night.go(&app, 185).await;
        let lea = app.log_in("lea@example.se").await;
        let admin = app.log_in("rissne-admin@example.se").await;
        let organisation = night.group.id;
        let reason = || { let admin = admin.clone(); async move {
            let held = admin.get(api::ListCompensation { organisation }).await.ok().remove(0);
            (held.lines[0].reason, held.lines[0].ore)
        } };
        assert_eq!(reason().await, (LineReason::NotClosed, 0));
        let prefill = night.prefill(&lea).await;
        night.save(&lea, 1, 1, prefill).await.ok();
        assert_eq!(reason().await, (LineReason::ReportMissing, 0));
        night.send(&lea, 1, 1).await.ok();
        assert_eq!(reason().await, (LineReason::ReportNotAccepted, 0));
        let liaison = app.liaison().await;
        liaison.get(api::AcceptReport { report: report_id(1) }).await.ok();
        assert_eq!(reason().await, (LineReason::Paid, 120_000));
        let held = liaison.get(api::ListCityCompensation {}).await.ok().remove(0);
        assert_eq!((held.paid_evenings, held.sum_ore, held.lines[0].adults), (1, 120_000, 3));
        let approval = || api::ApproveStatement { agreement: agreement(1) };
        liaison.get(approval()).await.problem(ProblemKind::PreconditionRequired);
        liaison.if_match(99).get(approval()).await.problem(ProblemKind::Stale);
        let approved = liaison.if_match(held.version).get(approval()).await.ok();
        assert!(approved.approved_at.is_some());
        liaison.if_match(approved.version).get(approval()).await.problem(ProblemKind::WrongState);
        liaison.call(endpoint(), form).await.problem(ProblemKind::WrongState);
        // What is put right afterwards does not change what was approved.
        lea.get(api::DeleteAttendance { shift: night.id(), member: night.bo }).await.ok();
        assert_eq!(reason().await, (LineReason::Paid, 120_000));
    }

    async fn the_files_open_in_a_swedish_excel_and_carry_no_formulas(app) {
        let night = Night::new(&app).await;
        let liaison = app.liaison().await;
        let mut form = app.plan(2, 8).await;
        form.title = text("=HYPERLINK(\"http://x\";\"Åse\")");
        form.leader = Some(night.leader);
        let walk = app.walk(&night.group, form).await.card;
        liaison.call(api::PutAgreement { agreement: agreement(1) }, terms(&app, &night).await).await.ok();
        app.set_clock(&walk.ends_at.plus_minutes(10).to_string()).await;
        let liaison = app.liaison().await;
        let csv = liaison.get(api::GetStatementCsv { agreement: agreement(1) }).await.ok();
        let text = String::from_utf8(STANDARD.decode(csv.content).unwrap()).unwrap();
        assert!(text.starts_with('\u{feff}') && text.contains("Belopp (kr)\r\n"));
        assert!(text.contains(";\"'=HYPERLINK(\"\"http://x\"\";\"\"Åse\"\")\";"), "{text}");
        assert!(csv.file_name.starts_with("ersattning-") && csv.media_type.starts_with("text/csv"));
    }

    async fn another_programs_reader_finds_text_as_text_and_numbers_as_numbers_in_the_workbook(app) {
        let night = Night::new(&app).await;
        let liaison = app.liaison().await;
        let titles = ["=1+1", "+46 8 706 80 00", "-Ändrad väg", "@Åsa och Östen"];
        let mut last = night.walk.ends_at;
        for (days, title) in (2..).zip(titles) {
            let mut form = app.plan(days, 8).await;
            form.title = text(title);
            form.leader = Some(night.leader);
            last = app.walk(&night.group, form).await.card.ends_at;
        }
        liaison.call(api::PutAgreement { agreement: agreement(1) }, terms(&app, &night).await).await.ok();
        app.set_clock(&last.plus_minutes(10).to_string()).await;
        let liaison = app.liaison().await;
        let xlsx = liaison.get(api::GetStatementXlsx { agreement: agreement(1) }).await.ok();
        assert!(xlsx.file_name.starts_with("ersattning-"));
        let bytes = STANDARD.decode(xlsx.content).unwrap();
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["Ersättning"]);
        let formulas = book.worksheet_formula("Ersättning").unwrap();
        assert_eq!(formulas.used_cells().count(), 0, "{formulas:?}");
        let sheet = book.worksheet_range("Ersättning").unwrap();
        let column = |number: usize| sheet.rows().map(|row| row[number].clone()).collect::<Vec<_>>();
        let held = column(1);
        for title in titles {
            assert!(held.contains(&Data::String(title.to_owned())), "{title} in {held:?}");
        }
        assert_eq!(column(4)[0], Data::String("Bedömning".to_owned()));
        let lines = sheet.height() - 1;
        assert!(lines > titles.len(), "{sheet:?}");
        // Below the heads: grown-ups (but in the sum's row) and amounts.
        assert!(column(2)[1..lines].iter().all(|cell| matches!(cell, Data::Float(_))), "{sheet:?}");
        assert!(column(5)[1..].iter().all(|cell| matches!(cell, Data::Float(_))), "{sheet:?}");
    }

    async fn compensation_is_the_liaisons_and_never_for_ones_own_group(app) {
        let night = Night::new(&app).await;
        let liaison = app.liaison().await;
        let form = terms(&app, &night).await;
        let endpoint = || api::PutAgreement { agreement: agreement(1) };
        night.group.admin.call(endpoint(), form.clone()).await.problem(ProblemKind::Forbidden);
        app.visitor().call(endpoint(), form.clone()).await.problem(ProblemKind::Unauthenticated);
        let wrongs: [(Change, &str, FieldCode); 5] = [
            (|f| f.evenings = 0, "/evenings", FieldCode::OutOfRange),
            (|f| f.minimum_adults = 1, "/minimumAdults", FieldCode::OutOfRange),
            (|f| f.amount_ore = -1, "/amountOre", FieldCode::OutOfRange),
            (|f| f.ends_on = shift_days(f.starts_on, -1), "/endsOn", FieldCode::EndNotAfterStart),
            (|f| f.organisation = lykta_shared::ids::OrganisationId(Uuid::from_u128(9)), "/organisation", FieldCode::Invalid),
        ];
        for (change, field, code) in wrongs {
            let mut wrong = form.clone();
            change(&mut wrong);
            liaison.call(endpoint(), wrong).await.field(field, code);
        }
        let made = liaison.call(endpoint(), form.clone()).await.ok();
        let anna = app.log_in("anna@example.se").await;
        let organisation = night.group.id;
        anna.get(api::ListCompensation { organisation }).await.problem(ProblemKind::Forbidden);
        anna.get(api::GetStatementCsv { agreement: agreement(1) }).await.problem(ProblemKind::Forbidden);
        liaison.get(api::GetStatementCsv { agreement: agreement(2) }).await.problem(ProblemKind::NotFound);
        // The liaison becomes a member of the group: four eyes from then on.
        let request = lykta_shared::organisations::InviteRequest {
            email: text("liaison@sundbyberg.example"), roles: vec![OrgRole::Volunteer], age_band: lykta_shared::organisations::AgeBand::Adult,
        };
        night.group.admin.call(api::Invite { organisation }, request).await.ok();
        let token = app.mails_to("liaison@sundbyberg.example").await.last().unwrap().token("invite");
        let token = lykta_shared::identity::TokenRequest { token: text(&token) };
        liaison.call(api::AcceptInvitation {}, token).await.ok();
        assert!(liaison.get(api::ListCityCompensation {}).await.ok()[0].own_organisation);
        liaison.call(endpoint(), form).await.problem(ProblemKind::FourEyes);
        let approval = api::ApproveStatement { agreement: agreement(1) };
        liaison.if_match(made.version).get(approval).await.problem(ProblemKind::FourEyes);
    }

    async fn of_a_faith_community_the_city_sees_sums_and_no_evenings(app) {
        let night = Night::of(&app, "faith_community").await;
        let liaison = app.liaison().await;
        let mut form = terms(&app, &night).await;
        form.report_required = false;
        liaison.call(api::PutAgreement { agreement: agreement(1) }, form).await.ok();
        night.go(&app, 185).await;
        let lea = app.log_in("lea@example.se").await;
        night.all_come(&lea).await;
        night.home(&lea, 180).await.ok();
        let liaison = app.liaison().await;
        let held = liaison.get(api::ListCityCompensation {}).await.ok().remove(0);
        assert_eq!((held.lines.len(), held.paid_evenings, held.sum_ore), (0, 1, 120_000));
        let csv = liaison.get(api::GetStatementCsv { agreement: agreement(1) }).await.ok();
        let text = String::from_utf8(STANDARD.decode(csv.content).unwrap()).unwrap();
        assert!(!text.contains("Nattvandring"), "{text}");
        let admin = app.log_in("rissne-admin@example.se").await;
        let own = admin.get(api::ListCompensation { organisation: night.group.id }).await.ok().remove(0);
        assert_eq!(own.lines.len(), 1);
    }
}
