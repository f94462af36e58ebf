//! Series over both clock changes (EDGE-CASES C).

use super::*;
use lykta_shared::{
    shifts::series::DateState,
    time::{ClockChange, LocalTime},
};
use lykta_tests::{on_both, term};

fn half_past_two() -> LocalTime {
    LocalTime {
        hour: 2,
        minute: 30,
    }
}

on_both! {
    async fn saturdays_over_october_keep_their_wall_time_and_their_number(app) {
        let group = group_at(&app, "2026-10-01T08:00:00Z").await;
        let template = ShiftForm { start_time: at(22), end_time: at(2), ..evening(&app, "2026-10-03").await };
        let made = plan(&group.admin, &group, term(template, 6)).await;
        let starts: Vec<String> = shifts(&made.series).iter().map(|(_, shift)| shift.starts_at.to_string()).collect();
        assert_eq!(starts, [
            "2026-10-03T20:00:00Z", "2026-10-10T20:00:00Z", "2026-10-17T20:00:00Z", "2026-10-24T20:00:00Z",
            "2026-10-31T21:00:00Z", "2026-11-07T21:00:00Z",
        ]);
        for (_, shift) in shifts(&made.series) {
            assert_eq!((shift.start_time, shift.minutes), (at(22), 240));
        }
    }

    async fn half_past_two_moves_forward_in_spring(app) {
        let group = group_at(&app, "2027-03-01T08:00:00Z").await;
        let template = ShiftForm { start_time: half_past_two(), end_time: at(6), ..evening(&app, "2027-03-21").await };
        let made = plan(&group.admin, &group, term(template, 3)).await;
        let shift = shift_on(&made.series, "2027-03-28");
        assert_eq!(shift.start_time, LocalTime { hour: 3, minute: 30 });
        assert_eq!((shift.minutes, shift.clock_change), (150, ClockChange::None));
        assert_eq!(shift_on(&made.series, "2027-04-04").start_time, half_past_two());
        // It is still the series' own time, not one of this date alone: a later edit moves it along.
        assert!(made.series.days.iter().all(|held| !held.own));
        let later = SeriesForm {
            template: ShiftForm { start_time: at(4), ..made.series.form.template.clone() },
            ..made.series.form.clone()
        };
        let changed = change(&group.admin, &made.series, edit(ChangeScope::All, None, later)).await.ok();
        assert_eq!(shift_on(&changed.series, "2027-03-28").start_time, at(4));
    }

    async fn half_past_two_happens_once_in_autumn(app) {
        let group = group_at(&app, "2026-10-01T08:00:00Z").await;
        let template = ShiftForm { start_time: half_past_two(), end_time: at(5), ..evening(&app, "2026-10-18").await };
        let made = plan(&group.admin, &group, term(template, 3)).await;
        assert_eq!(days(&made.series), ["2026-10-18", "2026-10-25", "2026-11-01"]);
        let shift = shift_on(&made.series, "2026-10-25");
        assert_eq!((shift.starts_at.to_string().as_str(), shift.minutes), ("2026-10-25T00:30:00Z", 210));
        app.work().await;
        assert_eq!(days(&seen(&group.admin, made.series.id).await).len(), 3);
    }

    async fn what_spring_leaves_nothing_of_is_left_out_and_said(app) {
        let group = group_at(&app, "2027-03-01T08:00:00Z").await;
        let template = ShiftForm { start_time: half_past_two(), end_time: at(3), ..evening(&app, "2027-03-21").await };
        let made = plan(&group.admin, &group, term(template, 3)).await;
        assert_eq!(days(&made.series), ["2027-03-21", "2027-04-04"]);
        let night = made.series.days.iter().find(|held| held.original == day("2027-03-28")).unwrap();
        assert_eq!((night.plan.state, night.shift.is_none()), (DateState::Impossible, true));
    }

    async fn changing_only_the_text_leaves_the_night_of_the_clock_change_as_it_was(app) {
        let group = group_at(&app, "2026-10-01T08:00:00Z").await;
        let template = ShiftForm { start_time: at(22), end_time: at(3), ..evening(&app, "2026-10-24").await };
        let made = plan(&group.admin, &group, term(template, 2)).await;
        let before = shift_on(&made.series, "2026-10-24").clone();
        assert_eq!((before.minutes, before.clock_change), (360, ClockChange::Back));
        let renamed = SeriesForm {
            template: ShiftForm { title: text("Höstvandring"), ..made.series.form.template.clone() },
            ..made.series.form.clone()
        };
        let changed = change(&group.admin, &made.series, edit(ChangeScope::All, None, renamed)).await.ok();
        let after = shift_on(&changed.series, "2026-10-24");
        assert_eq!((after.title.as_str(), after.starts_at, after.ends_at), ("Höstvandring", before.starts_at, before.ends_at));
    }

    async fn a_walk_over_new_year_belongs_to_the_year_it_begins_in(app) {
        let group = group_at(&app, "2026-12-01T08:00:00Z").await;
        let template = ShiftForm { start_time: at(22), end_time: at(2), ..evening(&app, "2026-12-31").await };
        let made = plan(&group.admin, &group, term(template, 1)).await;
        let shift = shift_on(&made.series, "2026-12-31");
        assert_eq!((shift.date, shift.minutes), (day("2026-12-31"), 240));
        assert_eq!(made.series.days[0].plan.week, 53);
    }
}
