//! The same thing from two phones, or twice from one, all at once.

use super::*;
use futures_util::future::join_all;
use lykta_shared::walks::CheckIn;
use lykta_tests::on_both;

on_both! {
    async fn a_report_sent_in_parallel_arrives_once(app) {
        let night = Night::new(&app).await;
        let shift = night.id();
        night.go(&app, 185).await;
        let lea = app.log_in("lea@example.se").await;
        let form = night.prefill(&lea).await;
        let saved = join_all((0..10).map(|_| night.save(&lea, 1, 1, form.clone()))).await;
        assert!(saved.iter().all(|answer| answer.status.is_success()), "{saved:?}");
        let sent = join_all((0..10).map(|_| night.send(&lea, 1, 1))).await;
        let views: Vec<_> = sent.into_iter().map(Answer::ok).collect();
        assert!(views.iter().all(|view| view.versions == 1 && view.reference.as_deref() == Some("SBG-2026-0001")));
        let receipts = app.mails_to("lea@example.se").await.iter().filter(|mail| mail.subject.contains("SBG-2026")).count();
        assert_eq!(receipts, 1);
        // The check would notice: another revision does make another version, and another receipt.
        night.save(&lea, 1, 2, form).await.ok();
        assert_eq!(night.send(&lea, 1, 2).await.ok().versions, 2);
        let receipts = app.mails_to("lea@example.se").await.iter().filter(|mail| mail.subject.contains("SBG-2026")).count();
        assert_eq!(receipts, 2);
        assert_eq!(lea.get(api::GetReport { shift }).await.ok().report.unwrap().versions, 2);
    }

    async fn reports_of_many_walks_get_numbers_without_gap_or_double(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (lea, leader) = app.member(&group, "lea", LEADER).await;
        let mut walks = Vec::new();
        for hour in 0..6 {
            let mut form = app.plan(1, 4).await;
            (form.start_time.hour, form.end_time.hour) = (10 + hour, 11 + hour);
            form.leader = Some(leader);
            walks.push(app.walk(&group, form).await.card);
        }
        drop(lea);
        app.set_clock(&walks[5].ends_at.to_string()).await;
        let lea = app.log_in("lea@example.se").await;
        let references = join_all(walks.iter().zip(1..).map(|(walk, number)| {
            let lea = lea.clone();
            async move {
                let prefill = lea.get(api::GetReport { shift: walk.id }).await.ok().prefill;
                let body = SaveReport { revision: 1, report: prefill, all_home: true };
                let (shift, report) = (walk.id, report_id(number));
                lea.call(api::PutReport { shift, report }, body).await.ok();
                let body = SendReport { revision: 1, persons_checked: false };
                lea.call(api::SubmitReport { shift, report }, body).await.ok().reference.unwrap()
            }
        })).await;
        let mut references: Vec<String> = references;
        references.sort();
        let expected: Vec<String> = (1..=6).map(|n| format!("SBG-2026-{n:04}")).collect();
        assert_eq!(references, expected);
    }

    async fn the_same_check_in_from_many_phones_is_one(app) {
        let night = Night::new(&app).await;
        let shift = night.id();
        night.go(&app, 1).await;
        let lea = app.log_in("lea@example.se").await;
        let anna = app.log_in("anna@example.se").await;
        let by_leader = join_all((0..8).map(|minutes| night.check_in(&lea, night.anna, minutes)));
        let by_herself = join_all((0..8).map(|_| anna.call(api::CheckMyselfIn { shift }, CheckIn { code: None })));
        let (by_leader, by_herself) = tokio::join!(by_leader, by_herself);
        assert!(by_leader.iter().chain(&by_herself).all(|answer| answer.status.is_success()));
        let seen = page(&lea, shift).await;
        let own = seen.people.iter().find(|one| one.member == night.anna).unwrap();
        assert_eq!((seen.present, own.attendance.as_ref().unwrap().came_at), (1, night.at(0)), "the earliest stands");
    }
}
