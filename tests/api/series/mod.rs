//! Series through the API: a term planned in one form, made ahead, edited with people on it, taken away; and many
//! shifts copied, published and undone at once.

mod batches;
mod calendar;
mod clock;
mod edits;
mod generator;
mod planning;
mod standing;

use lykta_shared::{
    api,
    ids::SeriesId,
    shifts::{
        CancellationReason, ShiftCard, ShiftForm,
        series::{
            ChangeScope, DateChoice, PeopleChoice, SeriesChange, SeriesDetail, SeriesForm,
            SeriesMade,
        },
    },
    time::{LocalDate, LocalTime},
};
use lykta_tests::{Answer, App, Client, Partner};

/// A text as the type that the API wants.
fn text<T: TryFrom<String, Error: std::fmt::Debug>>(text: &str) -> T {
    T::try_from(text.to_owned()).unwrap()
}

fn at(hour: i8) -> LocalTime {
    LocalTime { hour, minute: 0 }
}

fn day(text: &str) -> LocalDate {
    text.parse().unwrap()
}

/// An evening's plan on this day.
async fn evening(app: &App, date: &str) -> ShiftForm {
    ShiftForm {
        date: day(date),
        start_time: at(21),
        end_time: at(1),
        ..app.plan(1, 4).await
    }
}

/// A partner at this moment. The liaison comes first: the link that lets them in is younger than a day.
async fn group_at(app: &App, now: &str) -> Partner {
    drop(app.liaison().await);
    app.set_clock(now).await;
    app.partner("Rissne nattvandrare").await
}

/// A planned series.
async fn plan(client: &Client, group: &Partner, form: SeriesForm) -> SeriesMade {
    let organisation = group.id;
    client
        .call(api::PostSeries { organisation }, form)
        .await
        .ok()
}

async fn seen(client: &Client, series: SeriesId) -> SeriesDetail {
    client.get(api::GetSeries { series }).await.ok()
}

/// The shifts of a series by the day they stand for.
fn shifts(series: &SeriesDetail) -> Vec<(LocalDate, &ShiftCard)> {
    series
        .days
        .iter()
        .filter_map(|day| Some((day.original, day.shift.as_ref()?)))
        .collect()
}

/// The days that are shifts, as text.
fn days(series: &SeriesDetail) -> Vec<String> {
    shifts(series)
        .iter()
        .map(|(day, _)| day.to_string())
        .collect()
}

fn shift_on<'a>(series: &'a SeriesDetail, date: &str) -> &'a ShiftCard {
    let found = shifts(series).into_iter().find(|(on, _)| *on == day(date));
    found.unwrap_or_else(|| panic!("no shift on {date}")).1
}

fn edit(scope: ChangeScope, date: Option<&str>, form: SeriesForm) -> SeriesChange {
    SeriesChange {
        scope,
        date: date.map(day),
        form,
        choices: Vec::new(),
        free_overlapping: false,
        reason: CancellationReason::Other,
        message: text("Ändrad plan."),
    }
}

fn choosing(change: SeriesChange, choices: &[(&str, PeopleChoice)]) -> SeriesChange {
    SeriesChange {
        choices: choices
            .iter()
            .map(|(date, choice)| DateChoice {
                date: day(date),
                choice: *choice,
            })
            .collect(),
        ..change
    }
}

async fn change(
    client: &Client,
    series: &SeriesDetail,
    change: SeriesChange,
) -> Answer<lykta_shared::shifts::series::SeriesChanged> {
    let endpoint = api::ChangeSeries { series: series.id };
    client.if_match(series.version).call(endpoint, change).await
}
