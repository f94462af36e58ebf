//! The city's calendar: peak nights and school weeks (DOMAIN.md 5.3). Data that the city edits; public holidays
//! are computed.

use crate::{
    api_reply, api_type,
    ids::CityDayId,
    keyed_enum,
    problem::{FieldCode, FieldError},
    text::Title,
    time::{Instant, LocalDate},
};

keyed_enum! {
    /// What a stretch of the city's calendar is.
    pub enum CityDayKind {
        /// A night on which more people are out: Walpurgis Night, the last day of school …
        PeakNight = "peak_night",
        /// A school holiday.
        SchoolBreak = "school_break",
    }
}

keyed_enum! {
    /// A public holiday by law (1989:253), or an eve that is kept like one.
    pub enum Holiday {
        /// Nyårsdagen.
        NewYearsDay = "new_years_day",
        /// Trettondedag jul.
        Epiphany = "epiphany",
        /// Långfredagen.
        GoodFriday = "good_friday",
        /// Påskafton.
        EasterEve = "easter_eve",
        /// Påskdagen.
        EasterSunday = "easter_sunday",
        /// Annandag påsk.
        EasterMonday = "easter_monday",
        /// Första maj.
        MayDay = "may_day",
        /// Kristi himmelsfärdsdag.
        AscensionDay = "ascension_day",
        /// Pingstdagen.
        WhitSunday = "whit_sunday",
        /// Sveriges nationaldag.
        NationalDay = "national_day",
        /// Midsommarafton.
        MidsummerEve = "midsummer_eve",
        /// Midsommardagen.
        MidsummerDay = "midsummer_day",
        /// Alla helgons dag.
        AllSaintsDay = "all_saints_day",
        /// Julafton.
        ChristmasEve = "christmas_eve",
        /// Juldagen.
        ChristmasDay = "christmas_day",
        /// Annandag jul.
        BoxingDay = "boxing_day",
        /// Nyårsafton.
        NewYearsEve = "new_years_eve",
    }
}

api_type! {
    /// An entry of the city's calendar as it is written.
    pub struct CityDayForm {
        /// What it is.
        pub kind: CityDayKind,
        /// Its Swedish name.
        pub sv: Title,
        /// Its English name.
        pub en: Title,
        /// Its first day.
        pub first: LocalDate,
        /// Its last day; the same for one night.
        pub last: LocalDate,
        /// How much it asks of those who walk, 1–3; 1 for school holidays.
        pub level: u8,
    }
}

api_reply! {
    /// An entry of the city's calendar.
    pub struct CityDay {
        /// The entry.
        pub id: CityDayId,
        /// What it is.
        pub kind: CityDayKind,
        /// Its Swedish name.
        pub sv: String,
        /// Its English name.
        pub en: String,
        /// Its first day.
        pub first: LocalDate,
        /// Its last day.
        pub last: LocalDate,
        /// How much it asks of those who walk, 1–3.
        pub level: u8,
        /// For `If-Match`.
        pub version: i32,
    }
}

impl CityDay {
    /// Whether this day belongs to it.
    pub fn holds(&self, day: LocalDate) -> bool {
        self.first <= day && day <= self.last
    }
}

api_type! {
    /// Which part of the city's calendar.
    pub struct CityDayQuery {
        /// The first day.
        pub from: LocalDate,
        /// The last day.
        pub to: LocalDate,
    }
}

api_reply! {
    /// A job that has to run again and again, and when it last did.
    pub struct JobState {
        /// Its name.
        pub job: String,
        /// When it last came to its end.
        pub last_at: Option<Instant>,
        /// Whether that was too long ago.
        pub late: bool,
        /// How many things it could not do that time.
        pub failed: u32,
    }
}

/// All that is wrong with an entry.
pub fn check_city_day(form: &CityDayForm) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if form.last < form.first {
        errors.push(FieldError::new("/last", FieldCode::EndNotAfterStart));
    }
    if !(1..=3).contains(&form.level) {
        errors.push(FieldError::new("/level", FieldCode::OutOfRange));
    }
    errors
}
