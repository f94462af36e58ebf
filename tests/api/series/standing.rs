//! Standing sign-ups: coming on every date of a series, leaving one out, ending it; the places kept for others; watching
//! a series.

use super::*;
use futures_util::future::join_all;
use lykta_shared::{
    ids::ShiftId,
    organisations::OrgRole,
    problem::ProblemKind,
    shifts::{
        SignUpReason, SignUpSettings,
        series::{PublishShifts, RemoveSeries},
        standing::{EndStandingQuery, StandingState, StandingView},
    },
};
use lykta_tests::{on_both, term};

const VOLUNTEER: &[OrgRole] = &[OrgRole::Volunteer];
use StandingState::{Joined, JoinedSelf, Possible, Refused, Skipped};

/// Half a year of Fridays from 27 November; the organisation asks nobody by itself.
async fn term_of(app: &App, settings: SignUpSettings, publish: bool) -> (Partner, SeriesMade) {
    let group = group_at(app, "2026-11-23T08:00:00Z").await;
    let quiet = SignUpSettings {
        alert_planners_hours: 0,
        alert_everybody_hours: 0,
        decide_hours: 0,
        cancel_hours: 0,
        ..settings
    };
    group.settle(quiet).await.ok();
    let form = SeriesForm {
        publish,
        ..term(evening(app, "2026-11-27").await, 26)
    };
    let made = plan(&group.admin, &group, form).await;
    (group, made)
}

async fn begin(client: &Client, series: SeriesId) -> StandingView {
    client.get(api::BeginStanding { series }).await.ok()
}

async fn look(client: &Client, series: SeriesId) -> StandingView {
    client.get(api::GetStanding { series }).await.ok()
}

async fn end(client: &Client, series: SeriesId, free: bool) -> StandingView {
    let query = EndStandingQuery {
        free_dates: Some(free),
    };
    client
        .ask(api::EndStanding { series }, query, ())
        .await
        .ok()
}

fn states(view: &StandingView) -> Vec<StandingState> {
    view.dates.iter().map(|date| date.state).collect()
}

fn date(view: &StandingView, number: usize) -> ShiftId {
    view.dates[number].shift.id
}

async fn mails(app: &App, name: &str, subject: &str) -> Vec<String> {
    let all = app.mails_to(&format!("{name}@example.se")).await;
    all.into_iter()
        .filter(|mail| mail.subject.contains(subject))
        .map(|mail| mail.body)
        .collect()
}

async fn anna(app: &App) -> Client {
    app.log_in("anna@example.se").await
}

on_both! {
    async fn who_comes_on_every_date_is_on_those_there_are_and_those_made_later_with_one_mail(app) {
        let (group, made) = term_of(&app, SignUpSettings { opens_days: Some(7), ..SignUpSettings::default() }, true).await;
        let (me, _) = app.member(&group, "anna", VOLUNTEER).await;
        let series = made.series.id;
        let before = look(&me, series).await;
        assert_eq!((before.since, states(&before)), (None, vec![Possible; 12]));
        // Also the dates whose sign-up opens only a week before.
        assert_eq!(states(&begin(&me, series).await), [Joined; 12]);
        assert_eq!(states(&begin(&me, series).await), [Joined; 12], "once more changes nothing");
        app.set_clock("2026-11-23T08:02:00Z").await;
        app.work().await;
        let told = mails(&app, "anna", "Du kommer på alla datum").await;
        assert_eq!(told.len(), 1);
        assert!(told[0].contains("fredag 27 november 2026") && told[0].contains("fredag 12 februari 2027"), "{}", told[0]);
        assert!(mails(&app, "anna", "Du är med").await.is_empty());
        app.set_clock("2026-12-14T08:00:00Z").await;
        join_all([app.work(), app.work()]).await;
        let later = look(&anna(&app).await, series).await;
        assert_eq!(later.dates.last().unwrap().original, day("2027-03-05"));
        assert_eq!(states(&later), vec![Joined; later.dates.len()]);
        assert!(later.dates.iter().all(|date| date.shift.staffing.taken == 1), "nobody is on it twice");
        assert!(mails(&app, "anna", "Alla datum gick inte").await.is_empty());
    }

    async fn a_date_that_was_left_out_stays_so_when_it_is_moved_and_tried_again_until_one_signs_up(app) {
        let (group, made) = term_of(&app, SignUpSettings::default(), true).await;
        let (me, _) = app.member(&group, "anna", VOLUNTEER).await;
        let series = made.series.id;
        let shift = date(&begin(&me, series).await, 2);
        me.get(api::Withdraw { shift }).await.ok();
        let detail = group.admin.get(api::GetShift { shift }).await.ok();
        let moved = ShiftForm { date: day("2026-12-12"), ..detail.form.clone().unwrap() };
        let planner = group.admin.if_match(detail.version);
        planner.ask(api::PutShift { shift }, lykta_shared::shifts::ChangeQuery::default(), moved).await.ok();
        app.work().await;
        let again = begin(&me, series).await;
        let found = again.dates.iter().find(|date| date.shift.id == shift).unwrap();
        assert_eq!((found.original, found.state), (day("2026-12-11"), Skipped));
        assert_eq!(states(&again).iter().filter(|state| **state == Joined).count(), 11);
        me.sign_up(shift).await.ok();
        let found = look(&me, series).await.dates.into_iter().find(|date| date.shift.id == shift).unwrap();
        assert_eq!(found.state, JoinedSelf);
    }

    async fn dates_a_rule_refuses_are_said_at_once_and_later_ones_in_one_mail(app) {
        let (group, made) = term_of(&app, SignUpSettings::default(), true).await;
        let (me, _) = app.member(&group, "anna", VOLUNTEER).await;
        for other in ["2026-12-04", "2027-02-19", "2027-02-26"] {
            let walk = app.walk(&group, evening(&app, other).await).await;
            me.sign_up(walk.card.id).await.ok();
        }
        let series = made.series.id;
        let view = begin(&me, series).await;
        assert_eq!(view.dates[1].state, Refused);
        assert_eq!(view.dates[1].reasons, [SignUpReason::Overlap]);
        assert_eq!(states(&view).iter().filter(|state| **state == Joined).count(), 11);
        app.set_clock("2026-12-14T08:00:00Z").await;
        app.work().await;
        app.work().await;
        let told = mails(&app, "anna", "Alla datum gick inte").await;
        assert_eq!(told.len(), 1, "{told:?}");
        for words in ["fredag 19 februari 2027", "fredag 26 februari 2027", "annat pass vid samma tid", "fredag 5 mars 2027"] {
            assert!(told[0].contains(words), "{words} in {}", told[0]);
        }
    }

    async fn places_are_kept_for_others_and_whoever_signs_up_alone_is_never_held_back(app) {
        let (group, made) = term_of(&app, SignUpSettings { kept_for_others: 2, ..SignUpSettings::default() }, true).await;
        let series = made.series.id;
        let mut views = Vec::new();
        for name in ["anna", "bo", "cia"] {
            let (client, _) = app.member(&group, name, VOLUNTEER).await;
            views.push((begin(&client, series).await, client));
        }
        assert_eq!(states(&views[1].0), [Joined; 12]);
        let third = &views[2].0;
        assert_eq!((third.kept_for_others, states(third)), (2, vec![Refused; 12]));
        assert!(third.dates.iter().all(|date| date.reasons == [SignUpReason::KeptForOthers]));
        // Alone, for one date, she is as welcome as anybody.
        let shift = date(third, 0);
        views[2].1.sign_up(shift).await.ok();
        let (dan, _) = app.member(&group, "dan", VOLUNTEER).await;
        let card = dan.sign_up(shift).await.ok();
        assert_eq!((card.staffing.taken, card.staffing.free), (4, 0));
    }

    async fn drafts_are_filled_when_they_are_published_the_oldest_first(app) {
        let (group, made) = term_of(&app, SignUpSettings { kept_for_others: 3, ..SignUpSettings::default() }, false).await;
        let series = made.series.id;
        let (bo, _) = app.member(&group, "bo", VOLUNTEER).await;
        let (me, _) = app.member(&group, "anna", VOLUNTEER).await;
        assert!(begin(&bo, series).await.dates.is_empty());
        app.set_clock("2026-11-23T08:05:00Z").await;
        begin(&me, series).await;
        let shifts: Vec<ShiftId> = shifts(&made.series).into_iter().map(|(_, card)| card.id).collect();
        group.admin.get(api::PublishShift { shift: shifts[0] }).await.ok();
        let many = PublishShifts { shifts: shifts[1..4].to_vec() };
        group.admin.call(api::PublishMany { organisation: group.id }, many).await.ok();
        assert_eq!(states(&look(&bo, series).await), [Joined; 4]);
        assert_eq!(states(&look(&me, series).await), [Refused; 4]);
        app.work().await;
        // One for the single one, one for the many.
        assert_eq!(mails(&app, "anna", "Alla datum gick inte").await.len(), 2);
        assert!(mails(&app, "bo", "Alla datum gick inte").await.is_empty());
    }

    async fn ending_it_keeps_the_dates_or_frees_them_and_leaves_those_one_took_alone(app) {
        let (group, made) = term_of(&app, SignUpSettings::default(), true).await;
        let (me, _) = app.member(&group, "anna", VOLUNTEER).await;
        let series = made.series.id;
        let own = date(&look(&me, series).await, 0);
        me.sign_up(own).await.ok();
        begin(&me, series).await;
        let kept = end(&me, series, false).await;
        assert_eq!((kept.since, kept.dates.iter().filter(|date| date.shift.staffing.taken == 1).count()), (None, 12));
        app.set_clock("2026-11-23T08:05:00Z").await;
        begin(&me, series).await;
        app.set_clock("2026-11-23T08:06:00Z").await;
        let freed = end(&me, series, true).await;
        assert_eq!((freed.dates[0].state, &states(&freed)[1..]), (JoinedSelf, &[Possible; 11][..]));
        assert_eq!(end(&me, series, true).await.dates[0].state, JoinedSelf, "once more changes nothing");
        // Nothing is made for her any more; and what she freed is no date she skips when she begins anew.
        app.set_clock("2026-11-30T08:00:00Z").await;
        app.work().await;
        let me = anna(&app).await;
        assert_eq!(look(&me, series).await.dates.last().unwrap().state, Possible);
        let anew = begin(&me, series).await;
        assert!(states(&anew).iter().all(|state| *state == Joined), "{:?}", states(&anew));
    }

    async fn leaving_the_organisation_ends_it_and_coming_back_does_not_revive_it(app) {
        let (group, made) = term_of(&app, SignUpSettings::default(), true).await;
        let (me, _) = app.member(&group, "anna", VOLUNTEER).await;
        let series = made.series.id;
        begin(&me, series).await;
        me.get(api::LeaveOrganisation { organisation: group.id }).await.ok();
        app.join(&group, &me, "anna", VOLUNTEER).await;
        app.set_clock("2026-11-30T08:00:00Z").await;
        app.work().await;
        let view = look(&anna(&app).await, series).await;
        assert_eq!(view.since, None);
        assert!(view.dates.iter().all(|date| date.state == Possible && date.shift.staffing.taken == 0));
    }

    async fn who_is_no_member_finds_no_series_and_a_removed_one_is_over(app) {
        let (group, made) = term_of(&app, SignUpSettings::default(), true).await;
        let (me, _) = app.member(&group, "anna", VOLUNTEER).await;
        let stranger = app.person("stranger").await;
        let series = made.series.id;
        stranger.get(api::GetStanding { series }).await.problem(ProblemKind::NotFound);
        stranger.get(api::BeginStanding { series }).await.problem(ProblemKind::NotFound);
        stranger.get(api::WatchSeries { series }).await.problem(ProblemKind::NotFound);
        stranger.ask(api::EndStanding { series }, EndStandingQuery::default(), ()).await.problem(ProblemKind::NotFound);
        app.visitor().get(api::GetStanding { series }).await.problem(ProblemKind::Unauthenticated);
        begin(&me, series).await;
        let why = RemoveSeries { reason: CancellationReason::Other, message: text("Slut.") };
        group.admin.call(api::RemoveSeriesById { series }, why).await.ok();
        assert_eq!(look(&me, series).await.since, None);
        me.get(api::BeginStanding { series }).await.problem(ProblemKind::WrongState);
        me.get(api::WatchSeries { series }).await.problem(ProblemKind::WrongState);
    }

    async fn who_watches_a_series_is_told_of_each_date_once_also_of_later_ones(app) {
        let (group, made) = term_of(&app, SignUpSettings { alert_watchers_hours: 24, ..SignUpSettings::default() }, true).await;
        let (me, _) = app.member(&group, "anna", VOLUNTEER).await;
        let series = made.series.id;
        assert!(me.get(api::WatchSeries { series }).await.ok().watching);
        let shift = date(&look(&me, series).await, 0);
        me.get(api::WatchShift { shift }).await.ok();
        assert!(me.get(api::GetShift { shift }).await.ok().series_note.unwrap().watching);
        app.set_clock("2026-11-26T21:00:00Z").await;
        app.work().await;
        app.work().await;
        assert_eq!(mails(&app, "anna", "Fler behövs").await.len(), 1, "by the shift and by the series: once");
        app.set_clock("2027-02-18T21:00:00Z").await;
        app.work().await;
        app.work().await;
        assert_eq!(mails(&app, "anna", "Fler behövs").await.len(), 2, "a date that was made later");
        assert!(!anna(&app).await.get(api::UnwatchSeries { series }).await.ok().watching);
        app.set_clock("2027-02-25T21:00:00Z").await;
        app.work().await;
        assert_eq!(mails(&app, "anna", "Fler behövs").await.len(), 2);
    }
}
