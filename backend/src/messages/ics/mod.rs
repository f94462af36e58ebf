//! Calendar files (RFC 5545): one shift for one person, or a calendar that is fetched again and again. No attendees,
//! no other people's names, no phone.
//!
//! Local times with the zone's rules beside them, so that a calendar shows the wall time people agreed on. The
//! second pass of the repeated hour in autumn can't be said that way; such an end is written in UTC.

mod lines;

use lykta_shared::{
    identity::Language,
    time::{Instant, Span, civil::local},
};
use uuid::Uuid;

use self::lines::{escape, line, moment, utc};
use super::words;

/// The zone since 1996; older shifts there are none.
const TIME_ZONE: &[&str] = &[
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Stockholm",
    "BEGIN:DAYLIGHT",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
];

/// What a calendar is to do with the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    /// Take the event in. Not REQUEST: its "decline" would look like a withdrawal that nobody hears of.
    Publish,
    /// Take the event out.
    Cancel,
}

impl Method {
    /// The word in the file and in the mail part's type.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Publish => "PUBLISH",
            Self::Cancel => "CANCEL",
        }
    }
}

/// A shift, as a calendar needs it.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    /// The event's stable name: the sign-up's for one person, the shift's for an organisation.
    pub(crate) id: Uuid,
    /// The service's host name: the other half of that name.
    pub(crate) host: String,
    /// From when to when.
    pub(crate) span: Span,
    /// Rises with each change; a calendar takes the file with the highest.
    pub(crate) sequence: i32,
    /// What stands in the calendar; see [`title`].
    pub(crate) title: String,
    /// Where people meet; empty where that is not said.
    pub(crate) place: String,
    /// Latitude and longitude, where known.
    pub(crate) position: Option<(f64, f64)>,
    /// The shift's page.
    pub(crate) url: String,
    /// When the file was made.
    pub(crate) made_at: Instant,
}

/// What stands in the calendar. Where the organisation says something about a person's faith, the time only:
/// calendars are shared with colleagues.
pub(crate) fn title(
    language: Language,
    special_category: bool,
    title: &str,
    starts_at: Instant,
) -> String {
    if !special_category {
        return title.to_owned();
    }
    let time = words::time(language, local(starts_at).1);
    match language {
        Language::Sv => format!("Pass kl. {time}"),
        Language::En => format!("Shift {time}"),
    }
}

/// An event of a calendar that is fetched again and again.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// The event; it was made when it last changed.
    pub(crate) event: Event,
    /// Whether it will not take place.
    pub(crate) cancelled: bool,
}

/// One event as a file, with CRLF.
pub(crate) fn file(event: &Event, method: Method) -> String {
    let mut out = String::new();
    begin(&mut out);
    line(&mut out, &format!("METHOD:{}", method.word()));
    zone(&mut out);
    push(&mut out, event, method == Method::Cancel, false);
    line(&mut out, "END:VCALENDAR");
    out
}

/// A whole calendar of this name, with CRLF. Without events it still holds the zone: an empty one is not valid.
pub(crate) fn feed(name: &str, entries: &[Entry]) -> String {
    let mut out = String::new();
    begin(&mut out);
    line(&mut out, &format!("NAME:{}", escape(name)));
    line(&mut out, &format!("X-WR-CALNAME:{}", escape(name)));
    line(&mut out, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    line(&mut out, "X-PUBLISHED-TTL:PT1H");
    zone(&mut out);
    for entry in entries {
        push(&mut out, &entry.event, entry.cancelled, true);
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn begin(out: &mut String) {
    line(out, "BEGIN:VCALENDAR");
    line(out, "VERSION:2.0");
    line(out, "PRODID:-//Lykta//Lykta//SV");
    line(out, "CALSCALE:GREGORIAN");
}

fn zone(out: &mut String) {
    for text in TIME_ZONE {
        line(out, text);
    }
}

fn push(out: &mut String, event: &Event, cancelled: bool, modified: bool) {
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}@{}", event.id, event.host));
    line(out, &format!("SEQUENCE:{}", event.sequence));
    line(out, &format!("DTSTAMP:{}", utc(event.made_at)));
    if modified {
        line(out, &format!("LAST-MODIFIED:{}", utc(event.made_at)));
    }
    line(out, &moment("DTSTART", event.span.start));
    line(out, &moment("DTEND", event.span.end));
    line(out, &format!("SUMMARY:{}", escape(&event.title)));
    if !event.place.is_empty() {
        line(out, &format!("LOCATION:{}", escape(&event.place)));
    }
    if let Some((latitude, longitude)) = event.position {
        line(out, &format!("GEO:{latitude:.6};{longitude:.6}"));
    }
    line(out, &format!("URL:{}", event.url));
    line(out, "CLASS:PRIVATE");
    line(out, "TRANSP:OPAQUE");
    let status = if cancelled { "CANCELLED" } else { "CONFIRMED" };
    line(out, &format!("STATUS:{status}"));
    line(out, "END:VEVENT");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(start: &str, end: &str) -> Event {
        Event {
            id: "01928e7a-0000-7000-8000-000000000001".parse().unwrap(),
            host: "lykta.example.se".to_owned(),
            span: Span {
                start: start.parse().unwrap(),
                end: end.parse().unwrap(),
            },
            sequence: 2,
            title: "Nattvandring; Rissne, norra\\södra".to_owned(),
            place: "Rissne torg".to_owned(),
            position: Some((59.375, 17.94)),
            url: "https://lykta.example.se/shifts/1".to_owned(),
            made_at: "2026-11-22T10:00:00.5Z".parse().unwrap(),
        }
    }

    fn unfold(text: &str) -> Vec<String> {
        text.replace("\r\n ", "")
            .split("\r\n")
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn a_walk_stands_in_wall_time_with_its_zone_beside_it() {
        let text = file(
            &event("2026-11-27T20:00:00Z", "2026-11-28T00:00:00Z"),
            Method::Publish,
        );
        let lines = unfold(&text);
        for expected in [
            "METHOD:PUBLISH",
            "BEGIN:VTIMEZONE",
            "DTSTART;TZID=Europe/Stockholm:20261127T210000",
            "DTEND;TZID=Europe/Stockholm:20261128T010000",
            "UID:01928e7a-0000-7000-8000-000000000001@lykta.example.se",
            "SEQUENCE:2",
            "DTSTAMP:20261122T100000Z",
            "SUMMARY:Nattvandring\\; Rissne\\, norra\\\\södra",
            "GEO:59.375000;17.940000",
            "STATUS:CONFIRMED",
        ] {
            assert!(lines.iter().any(|l| l == expected), "{expected} in\n{text}");
        }
        assert!(!text.contains("ATTENDEE") && !text.contains("ORGANIZER"));
        assert_eq!(lines.first().unwrap(), "BEGIN:VCALENDAR");
    }

    #[test]
    fn a_cancelled_walk_takes_the_same_event_out() {
        let walk = event("2026-11-27T20:00:00Z", "2026-11-28T00:00:00Z");
        let (there, gone) = (file(&walk, Method::Publish), file(&walk, Method::Cancel));
        assert!(gone.contains("METHOD:CANCEL\r\n") && gone.contains("STATUS:CANCELLED\r\n"));
        let uid = |text: &str| unfold(text).into_iter().find(|l| l.starts_with("UID:"));
        assert_eq!(uid(&there), uid(&gone));
    }

    #[test]
    fn the_second_half_past_two_of_an_autumn_night_is_written_in_utc() {
        let text = file(
            &event("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"),
            Method::Publish,
        );
        assert!(text.contains("DTSTART;TZID=Europe/Stockholm:20261025T023000\r\n"));
        assert!(text.contains("DTEND:20261025T013000Z\r\n"));
    }

    #[test]
    fn lines_are_folded_by_octets_and_letters_stay_whole() {
        let mut walk = event("2026-11-27T20:00:00Z", "2026-11-28T00:00:00Z");
        walk.place = "å".repeat(100) + "\nBEGIN:VEVENT\u{7}";
        let text = file(&walk, Method::Publish);
        assert!(text.split("\r\n").all(|l| l.len() <= 75), "{text}");
        let location = unfold(&text)
            .into_iter()
            .find(|l| l.starts_with("LOCATION:"));
        assert_eq!(
            location.unwrap(),
            format!("LOCATION:{}\\nBEGIN:VEVENT", "å".repeat(100))
        );
        assert_eq!(text.matches("\r\nBEGIN:VEVENT").count(), 1);
    }

    #[test]
    fn another_programs_parser_reads_what_was_meant() {
        use icalendar::{Calendar, CalendarComponent, Component, EventLike};
        let mut walk = event("2026-11-27T20:00:00Z", "2026-11-28T00:00:00Z");
        walk.title = "Å".repeat(60) + "; a, b \\ c\nEND:VEVENT";
        let calendar: Calendar = file(&walk, Method::Publish).parse().unwrap();
        let events: Vec<_> = calendar
            .components
            .iter()
            .filter_map(CalendarComponent::as_event)
            .collect();
        assert_eq!((calendar.components.len(), events.len()), (2, 1));
        let read = events.first().unwrap();
        assert_eq!(read.get_summary().unwrap(), walk.title);
        assert_eq!(read.get_location().unwrap(), "Rissne torg");
        assert_eq!(read.property_value("SEQUENCE"), Some("2"));
        assert_eq!(read.property_value("DTSTART"), Some("20261127T210000"));
    }

    #[test]
    fn a_faith_communitys_walk_is_a_time_in_the_calendar() {
        let start = "2026-11-27T20:00:00Z".parse().unwrap();
        assert_eq!(
            title(Language::Sv, true, "KANARIE", start),
            "Pass kl. 21.00"
        );
        assert_eq!(title(Language::En, true, "KANARIE", start), "Shift 21:00");
        assert_eq!(
            title(Language::Sv, false, "Nattvandring", start),
            "Nattvandring"
        );
    }
}
