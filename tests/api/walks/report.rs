//! Reports: saved for the organisation, sent to the city, frozen there.

use super::*;
use lykta_shared::{
    problem::{FieldCode, ProblemKind},
    shifts::ShiftStatus,
    walks::{CityReportQuery, Mood, ReportState, YearQuery, YoungPeople, persons::PersonTrace},
};
use lykta_tests::on_both;

fn all() -> CityReportQuery {
    CityReportQuery {
        organisation: None,
        page: None,
        limit: None,
    }
}

on_both! {
    async fn a_quiet_evening_is_reported_in_one_tap_and_sent_with_a_receipt(app) {
        let night = Night::new(&app).await;
        let shift = night.id();
        night.go(&app, 5).await;
        let lea = app.log_in("lea@example.se").await;
        night.all_come(&lea).await;
        lea.call(api::PutGuest { shift, guest: guest_id(1) }, guest("Robin", false, night.at(3))).await.ok();
        night.go(&app, 185).await;
        let lea = app.log_in("lea@example.se").await;
        let form = night.prefill(&lea).await;
        assert_eq!((form.adults, form.youth, form.groups), (3, 1, 1));
        assert_eq!((form.mood, form.young_people_met), (Mood::Calm, YoungPeople::None));
        assert_eq!((form.started_at, form.places[0].as_str()), (night.at(0), "Rissne torg"));
        let saved = night.save(&lea, 1, 1, form).await.ok();
        assert_eq!((saved.state, saved.reference, saved.versions), (ReportState::Saved, None, 0));
        let seen = page(&lea, shift).await;
        assert_eq!((seen.status, seen.home_at.is_some(), seen.report), (ShiftStatus::Reported, true, Some(report_id(1))));
        // Saved is not sent: the city knows nothing of it yet.
        let liaison = app.liaison().await;
        assert_eq!(liaison.ask(api::ListCityReports {}, all(), ()).await.ok().total, 0);
        liaison.get(api::GetCityReport { report: report_id(1) }).await.problem(ProblemKind::NotFound);
        let preview = lea.get(api::PreviewReport { shift, report: report_id(1) }).await.ok();
        assert_eq!((preview.revision, preview.report.adults, preview.report.counts_only), (1, 3, false));
        let sent = night.send(&lea, 1, 1).await.ok();
        assert_eq!((sent.state, sent.versions), (ReportState::Sent, 1));
        let reference = sent.reference.unwrap();
        assert_eq!(reference, "SBG-2026-0001");
        let mails = app.mails_to("lea@example.se").await;
        let receipt = mails.iter().find(|mail| mail.subject.contains(&reference)).expect("a receipt");
        assert!(receipt.body.contains(&reference));
        let listed = liaison.ask(api::ListCityReports {}, all(), ()).await.ok();
        assert_eq!((listed.total, listed.items[0].people), (1, 4));
        let view = liaison.get(api::GetCityReport { report: report_id(1) }).await.ok();
        assert_eq!(view.versions[0].report, preview.report, "what was shown is what was sent");
        for name in ["anna", "lea", "Robin"] {
            let text = serde_json::to_string(&view).unwrap();
            assert!(!text.contains(&format!("\"{name}\"")), "{name}");
        }
        for _ in 0..2 {
            let accepted = liaison.get(api::AcceptReport { report: report_id(1) }).await.ok();
            assert!(accepted.accepted_at.is_some());
        }
        let admin = app.log_in("rissne-admin@example.se").await;
        let organisation = night.group.id;
        let rows = admin.ask(api::ListReports { organisation }, YearQuery { year: 2026 }, ()).await.ok();
        let row = rows.iter().find(|row| row.shift == shift).unwrap();
        assert_eq!((row.state, row.attendances), (Some(ReportState::Sent), 4));
        lea.ask(api::ListReports { organisation }, YearQuery { year: 2026 }, ()).await.problem(ProblemKind::Forbidden);
    }

    async fn what_was_sent_is_frozen_and_a_correction_is_a_new_version(app) {
        let night = Night::new(&app).await;
        night.go(&app, 185).await;
        let lea = app.log_in("lea@example.se").await;
        let mut form = night.prefill(&lea).await;
        night.save(&lea, 1, 1, form.clone()).await.ok();
        let first = night.send(&lea, 1, 1).await.ok().reference;
        form.free_text = text("Lampan vid tunneln är fortfarande trasig.");
        form.observations = vec![observed(1, "Trasig lampa.")];
        let changed = night.save(&lea, 1, 2, form.clone()).await.ok();
        assert_eq!((changed.state, changed.revision), (ReportState::Changed, 2));
        let liaison = app.liaison().await;
        let view = || liaison.get(api::GetCityReport { report: report_id(1) });
        assert_eq!(view().await.ok().versions[0].report.free_text, "", "frozen");
        // An older revision can't be sent again as something new, nor one that is not stored.
        assert_eq!(night.send(&lea, 1, 1).await.ok().versions, 1);
        night.send(&lea, 1, 3).await.problem(ProblemKind::Stale);
        let sent = night.send(&lea, 1, 2).await.ok();
        assert_eq!((sent.state, sent.versions, sent.reference), (ReportState::Sent, 2, first));
        let seen = view().await.ok();
        assert_eq!(seen.versions.iter().map(|version| version.number).collect::<Vec<_>>(), [2, 1]);
        assert_eq!((seen.versions[0].report.observations.len(), seen.versions[1].report.observations.len()), (1, 0));
    }

    async fn what_waited_on_a_phone_can_be_sent_late_and_twice(app) {
        let night = Night::new(&app).await;
        night.go(&app, 185).await;
        let lea = app.log_in("lea@example.se").await;
        let form = night.prefill(&lea).await;
        let mut later = form.clone();
        later.mood = Mood::Lively;
        for _ in 0..2 {
            assert_eq!(night.save(&lea, 1, 2, later.clone()).await.ok().revision, 2);
        }
        // The first draft arrives after the second: nothing goes back.
        let late = night.save(&lea, 1, 1, form.clone()).await.ok();
        assert_eq!((late.revision, late.report.mood), (2, Mood::Lively));
        // The same number with other words: somebody else wrote meanwhile.
        night.save(&lea, 1, 2, form.clone()).await.problem(ProblemKind::Stale);
        // A walk has one report.
        night.save(&lea, 2, 1, form).await.problem(ProblemKind::AlreadyExists);
        let admin = app.log_in("rissne-admin@example.se").await;
        let elsewhere = app.walk(&Partner { admin: admin.clone(), ..night.group.clone() }, app.plan(1, 4).await).await.card;
        app.set_clock(&elsewhere.starts_at.plus_minutes(10).to_string()).await;
        let admin = app.log_in("rissne-admin@example.se").await;
        let page = admin.get(api::GetReport { shift: elsewhere.id }).await.ok();
        let body = SaveReport { revision: 1, report: page.prefill, all_home: false };
        let taken = admin.call(api::PutReport { shift: elsewhere.id, report: report_id(1) }, body).await;
        taken.problem(ProblemKind::AlreadyExists);
    }

    async fn places_not_persons_and_nothing_that_is_going_on_now(app) {
        let night = Night::new(&app).await;
        night.go(&app, 185).await;
        let lea = app.log_in("lea@example.se").await;
        let form = night.prefill(&lea).await;
        let mut number = form.clone();
        number.free_text = text("Han hade nummer 900101-9802.");
        let refused = night.save(&lea, 1, 1, number).await;
        assert!(!refused.text.contains("9802"), "never echoed");
        refused.field("/report/freeText", FieldCode::PersonalNumber);
        let mut now = form.clone();
        now.observations = vec![observed(1, "Slagsmål.")];
        now.observations[0].going_on = true;
        night.save(&lea, 1, 1, now).await.field("/report/observations/0/goingOn", FieldCode::GoingOnNow);
        let mut unknown = form.clone();
        unknown.observations = vec![observed(1, "")];
        unknown.observations[0].category = text("ufo");
        night.save(&lea, 1, 1, unknown).await.field("/report/observations/0/category", FieldCode::UnknownKey);
        let mut nowhere = form.clone();
        nowhere.districts = vec![text("kiruna")];
        night.save(&lea, 1, 1, nowhere).await.field("/report/districts/0", FieldCode::UnknownKey);
        let mut backwards = form.clone();
        backwards.ended_at = backwards.started_at;
        night.save(&lea, 1, 1, backwards).await.field("/report/endedAt", FieldCode::EndNotAfterStart);
        assert!(lea.get(api::GetReport { shift: night.id() }).await.ok().report.is_none(), "nothing was kept");
        // A plate is warned of when it is saved, and has to be looked at before it is sent.
        let mut plate = form;
        plate.free_text = text("En bil, ABC 123, stod vid tunneln.");
        let saved = night.save(&lea, 1, 1, plate).await.ok();
        assert_eq!(saved.warnings[0].trace, PersonTrace::Plate);
        night.send(&lea, 1, 1).await.field("/report/freeText", FieldCode::PossiblePerson);
        let checked = SendReport { revision: 1, persons_checked: true };
        lea.call(api::SubmitReport { shift: night.id(), report: report_id(1) }, checked).await.ok();
    }

    async fn of_a_faith_community_the_city_gets_counts_and_nothing_else(app) {
        let night = Night::of(&app, "faith_community").await;
        let shift = night.id();
        night.go(&app, 185).await;
        let lea = app.log_in("lea@example.se").await;
        let mut form = night.prefill(&lea).await;
        form.free_text = text("KANARIE text");
        form.places = vec![text("KANARIE plats")];
        form.observations = vec![observed(1, "KANARIE iakttagelse")];
        night.save(&lea, 1, 1, form).await.ok();
        let preview = lea.get(api::PreviewReport { shift, report: report_id(1) }).await;
        assert!(!preview.text.contains("KANARIE"));
        night.send(&lea, 1, 1).await.ok();
        let liaison = app.liaison().await;
        let answer = liaison.get(api::GetCityReport { report: report_id(1) }).await;
        let text = answer.text.clone();
        let sent = answer.ok().versions.remove(0).report;
        assert!(sent.counts_only && sent.adults == 3);
        assert_eq!((sent.date, sent.started_at, sent.ended_at, sent.places.len()), (None, None, None, 0));
        assert_eq!(sent.observation_counts[0].count, 1);
        let (day, _) = lykta_shared::time::civil::local(night.at(0));
        assert!(!text.contains("KANARIE") && !text.contains("Rissne torg"), "{text}");
        assert!(!text.contains(&format!("\"date\":\"{day}")), "{text}");
        let list = liaison.ask(api::ListCityReports {}, all(), ()).await.ok();
        assert_eq!((list.items[0].date, list.items[0].districts.len()), (None, 0));
    }

    async fn reports_are_written_by_who_leads_after_the_walk_has_begun(app) {
        let night = Night::new(&app).await;
        let shift = night.id();
        let lea = app.log_in("lea@example.se").await;
        let form = night.prefill(&lea).await;
        night.save(&lea, 1, 1, form.clone()).await.problem(ProblemKind::WrongState);
        night.go(&app, 30).await;
        let lea = app.log_in("lea@example.se").await;
        let anna = app.log_in("anna@example.se").await;
        night.save(&anna, 1, 1, form.clone()).await.problem(ProblemKind::Forbidden);
        anna.get(api::GetReport { shift }).await.problem(ProblemKind::Forbidden);
        night.save(&lea, 1, 1, form.clone()).await.ok();
        night.send(&anna, 1, 1).await.problem(ProblemKind::Forbidden);
        anna.get(api::PreviewReport { shift, report: report_id(1) }).await.problem(ProblemKind::Forbidden);
        lea.get(api::PreviewReport { shift, report: report_id(2) }).await.problem(ProblemKind::NotFound);
        night.send(&lea, 2, 1).await.problem(ProblemKind::NotFound);
        let duvbo = app.partner("Duvbo nattvandrare").await;
        night.save(&duvbo.admin, 1, 2, form.clone()).await.problem(ProblemKind::NotFound);
        duvbo.admin.get(api::GetReport { shift }).await.problem(ProblemKind::NotFound);
        night.save(&app.visitor(), 1, 2, form.clone()).await.problem(ProblemKind::Unauthenticated);
        anna.ask(api::ListCityReports {}, all(), ()).await.problem(ProblemKind::Forbidden);
        anna.get(api::AcceptReport { report: report_id(1) }).await.problem(ProblemKind::Forbidden);
        let liaison = app.liaison().await;
        liaison.get(api::AcceptReport { report: report_id(1) }).await.problem(ProblemKind::NotFound);
        // A cancelled walk has no report.
        let mut plan = app.plan(3, 4).await;
        plan.leader = Some(night.leader);
        let admin = app.log_in("rissne-admin@example.se").await;
        let other = app.walk(&Partner { admin: admin.clone(), ..night.group.clone() }, plan).await.card;
        let why = lykta_shared::shifts::CancelShift { reason: lykta_shared::shifts::CancellationReason::Weather, message: text("") };
        admin.call(api::CancelShiftById { shift: other.id }, why).await.ok();
        app.set_clock(&other.starts_at.plus_minutes(10).to_string()).await;
        let lea = app.log_in("lea@example.se").await;
        let body = SaveReport { revision: 1, report: form, all_home: false };
        lea.call(api::PutReport { shift: other.id, report: report_id(9) }, body).await.problem(ProblemKind::WrongState);
    }
}
