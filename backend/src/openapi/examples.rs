//! Examples of the main job, by endpoint. They are JSON as a client sends and gets it; a test reads each into
//! the endpoint's own types and back, so they can't rot.

use serde_json::{Value, json};

use super::walk_examples;

/// An endpoint's examples, where it has some.
#[derive(Debug, Default)]
pub(super) struct Example {
    pub(super) body: Option<Value>,
    pub(super) reply: Option<Value>,
}

const USER: &str = "01a20500-0000-7000-8000-000000000001";
pub(super) const ORGANISATION: &str = "01a20500-0000-7000-8000-000000000002";
const APPLICATION: &str = "01a20500-0000-7000-8000-000000000003";
pub(super) const MEMBERSHIP: &str = "01a20500-0000-7000-8000-000000000004";
pub(super) const SHIFT: &str = "01a20500-0000-7000-8000-000000000005";
const SIGNUP: &str = "01a20500-0000-7000-8000-000000000006";
const TOKEN: &str = "kq3VdGcS0l0jXx1v2Zx5l1m9mHqYt6b2o8cQw7r4s0E";

/// Body and reply of an endpoint; `None` if the endpoint is not of this part.
pub(super) type Pair = Option<(Option<Value>, Option<Value>)>;

/// The examples of the endpoint with this name.
pub(super) fn of(name: &str) -> Example {
    let (body, reply) = accounts_and_partners(name)
        .or_else(|| shifts_and_signups(name))
        .or_else(|| feeds_and_series(name))
        .or_else(|| walk_examples::of(name))
        .unwrap_or_default();
    Example { body, reply }
}

/// Accounts, applications, invitations.
fn accounts_and_partners(name: &str) -> Pair {
    Some(match name {
        "GetApiInfo" => (None, Some(api_info())),
        "GetVocabularies" => (None, Some(vocabularies())),
        "Register" => (Some(register()), None),
        "VerifyEmail" => (Some(json!({ "token": TOKEN })), None),
        "Login" => (Some(login()), Some(me())),
        "Refresh" | "GetMe" => (None, Some(me())),
        "CreateOrganisation" | "PutApplication" => (Some(form()), Some(application("draft"))),
        "GetApplication" | "SubmitApplication" => (None, Some(application("submitted"))),
        "StartReview" | "TakeBackDecision" => (None, Some(city("under_review"))),
        "RequestCompletion" => (
            Some(json!({ "message": "Vilka kvällar går ni?" })),
            Some(city("needs_completion")),
        ),
        "ApproveApplication" => (Some(approval()), Some(city("approved"))),
        "RejectApplication" => (
            Some(json!({ "reason": "Området har redan en grupp samma kvällar." })),
            Some(city("rejected")),
        ),
        "Invite" => (Some(invitation()), Some(invited())),
        "PreviewInvitation" => (Some(json!({ "token": TOKEN })), Some(preview())),
        _ => return None,
    })
}

/// Shifts, and who comes along.
fn shifts_and_signups(name: &str) -> Pair {
    Some(match name {
        "PostShift" => (
            Some(json!({ "shift": shift_form(), "publish": true })),
            Some(shift(&open())),
        ),
        "PutShift" => (Some(shift_form()), Some(shift(&open()))),
        "GetShift" => (None, Some(shift(&open()))),
        "ListShifts" | "ListMyShifts" => (
            None,
            Some(json!({ "items": [card(&open())], "page": 1, "limit": 20, "total": 1 })),
        ),
        "ListSchedule" => (None, Some(json!([card(&open())]))),
        "GetSignUpSettings" => (None, Some(json!({ "settings": settings(), "version": 3 }))),
        "PutSignUpSettings" => (
            Some(settings()),
            Some(json!({ "settings": settings(), "version": 4 })),
        ),
        "PutQualifications" => (
            Some(json!({ "qualifications": [
                { "qualification": "cpr", "shownOn": "2026-11-02", "validUntil": "2027-11-02" }] })),
            Some(json!([shown()])),
        ),
        "ListQualifications" => (None, Some(json!([shown()]))),
        "PutSignUpRules" => (
            Some(
                json!({ "opensHours": 48, "closesMinutes": null, "cancelHours": 12, "qualifications": ["cpr"] }),
            ),
            None,
        ),
        "AskForStandIn" | "StopAskingForStandIn" | "TakeOver" | "WatchShift" | "UnwatchShift" => {
            (None, Some(shift(&joined())))
        }
        "PutShares" => (
            Some(
                json!({ "releaseHours": 24, "guests": [{ "organisation": ORGANISATION, "places": 4 }] }),
            ),
            None,
        ),
        "ListShareable" => (
            None,
            Some(
                json!([{ "id": ORGANISATION, "slug": "nattvandrarna-i-rissne", "name": "Nattvandrarna i Rissne" }]),
            ),
        ),
        "ListSharedShifts" => (None, Some(json!([shared("invited", 0)]))),
        "AnswerSharedShift" => (
            Some(json!({ "answer": "accept" })),
            Some(shared("accepted", 0)),
        ),
        "SignUp" => (Some(json!({ "waitlist": false })), Some(card(&joined()))),
        "Withdraw" => (None, Some(card(&open()))),
        "CancelShiftById" => (
            Some(json!({ "reason": "weather", "message": "Stormvarning i natt." })),
            None,
        ),
        _ => return None,
    })
}

/// Calendars, reminders, series, the city's calendar.
fn feeds_and_series(name: &str) -> Pair {
    Some(match name {
        "GetMyFeed" | "GetOrganisationFeed" => {
            (None, Some(json!({ "madeAt": "2026-11-22T10:00:00Z" })))
        }
        "MakeMyFeed" | "MakeOrganisationFeed" => (None, Some(feed())),
        "GetReminderSettings" => (None, Some(reminders(1))),
        "PutReminderSettings" => (
            Some(json!({ "earlyHours": 48, "lateHours": null })),
            Some(reminders(2)),
        ),
        "PreviewSeries" => (Some(series_form()), Some(series_preview())),
        "PostSeries" => (Some(series_form()), None),
        "ChangeSeries" | "PreviewSeriesChange" => (Some(series_change()), None),
        "RemoveSeriesById" => (
            Some(json!({ "reason": "other", "message": "Vi gör uppehåll." })),
            None,
        ),
        "CopyShiftTo" => (
            Some(json!({ "dates": ["2026-12-04", "2026-12-11"], "publish": false })),
            None,
        ),
        "CopyWeekTo" => (
            Some(json!({ "from": "2026-11-23", "to": "2026-11-30", "publish": false })),
            None,
        ),
        "PublishMany" => (Some(json!({ "shifts": [SHIFT] })), None),
        "GetStanding" | "BeginStanding" | "EndStanding" | "WatchSeries" | "UnwatchSeries" => {
            (None, Some(standing()))
        }
        "UndoBatch" => (None, Some(json!({ "undone": 11, "left": [] }))),
        "PostCityDay" | "PutCityDay" => (Some(city_day_form()), Some(city_day())),
        "ListCityDays" => (None, Some(json!([city_day()]))),
        "ListJobs" => (
            None,
            Some(
                json!([{ "job": "series", "lastAt": "2026-11-23T08:00:00Z", "late": false, "failed": 0 }]),
            ),
        ),
        _ => return None,
    })
}

fn standing() -> Value {
    json!({ "series": ORGANISATION, "slug": "nattvandrarna-i-rissne", "title": "Fredagsvandring", "to": "2027-05-28",
        "since": "2026-11-22T10:00:00Z", "watching": false, "running": true, "keptForOthers": 2,
        "dates": [{ "original": "2026-11-27", "shift": card(&joined()), "state": "joined", "reasons": [] }] })
}

fn feed() -> Value {
    json!({ "address": format!("https://lykta.example.se/calendar/{TOKEN}.ics"), "madeAt": "2026-11-22T10:00:00Z" })
}

fn reminders(version: i32) -> Value {
    json!({ "earlyHours": 48, "lateHours": null, "version": version })
}

fn api_info() -> Value {
    json!({ "apiName": "Lykta", "apiVersion": "1.0.0", "apiReleased": "2026-11-22",
        "apiDocumentation": "https://lykta.example.se/api/docs", "apiStatus": "active", "demo": false })
}

fn vocabularies() -> Value {
    json!({
        "vocabularies": { "activityType": [{ "key": "night_walk", "sv": "Nattvandring", "en": "Night walk",
            "minAdults": 2, "needsLeader": true }] },
        "districts": [{ "key": "rissne", "name": "Rissne", "priority": true }],
    })
}

fn register() -> Value {
    json!({ "email": "anna@example.se", "displayName": "Anna", "password": "fyra gröna cyklar i regn", "language": "sv" })
}

fn login() -> Value {
    json!({ "email": "anna@example.se", "password": "fyra gröna cyklar i regn" })
}

fn me() -> Value {
    json!({
        "id": USER, "email": "anna@example.se", "displayName": "Anna", "language": "sv", "phone": null,
        "showPhone": false, "reminders": true, "cityRoles": [], "version": 1,
        "memberships": [{ "id": MEMBERSHIP, "organisation": ORGANISATION, "slug": "nattvandrarna-i-rissne",
            "name": "Nattvandrarna i Rissne", "organisationType": "night_walk_group", "specialCategory": false,
            "organisationStatus": "active", "status": "active", "roles": ["volunteer"] }],
    })
}

fn form() -> Value {
    json!({
        "organisationType": "night_walk_group", "name": "Nattvandrarna i Rissne", "organisationNumber": null,
        "description": "Vi är tjugo vuxna som går på fredagar.", "districts": ["rissne"],
        "activityTypes": ["night_walk"], "contactName": "Samira Öberg", "contactEmail": "samira@example.se",
        "contactPhone": "070-174 06 05", "contactConsent": true, "people": 20,
    })
}

fn application(status: &str) -> Value {
    json!({
        "id": APPLICATION, "organisation": ORGANISATION, "slug": "nattvandrarna-i-rissne", "status": status,
        "form": form(), "submittedAt": null, "decidedAt": null, "history": [], "version": 1,
    })
}

fn city(status: &str) -> Value {
    json!({ "application": application(status), "contactConfirmed": true, "specialCategory": false,
        "similar": [], "ownOrganisation": false })
}

fn approval() -> Value {
    json!({ "grant": { "activityTypes": ["night_walk"], "districts": ["rissne"], "agreementEndsOn": "2027-12-31" },
        "message": "Välkomna." })
}

fn invitation() -> Value {
    json!({ "email": "jonas@example.se", "roles": ["volunteer"], "ageBand": "adult" })
}

fn invited() -> Value {
    json!({ "id": "01a20500-0000-7000-8000-000000000007", "email": "jonas@example.se", "roles": ["volunteer"],
        "createdAt": "2026-11-22T18:00:00Z", "expiresAt": "2026-11-29T18:00:00Z" })
}

fn preview() -> Value {
    json!({ "organisationName": "Nattvandrarna i Rissne", "roles": ["volunteer"], "needsApproval": false })
}

fn shift_form() -> Value {
    json!({
        "activityType": "night_walk", "title": "Nattvandring i Rissne", "district": "rissne",
        "meetingPoint": { "name": "Rissne torg", "address": "Rissne torg 1", "latitude": null, "longitude": null },
        "date": "2026-11-27", "startTime": "21:00", "endTime": "01:00", "startFold": "earlier",
        "endFold": "earlier", "minimum": 2, "maximum": 8, "needsLeader": true, "leader": null,
        "notes": "Klä dig varmt.", "briefing": "Nyckeln till lokalen hänger i skåpet.", "public": true,
    })
}

fn settings() -> Value {
    json!({
        "opensDays": 14, "closesMinutes": 0, "cancelHours": 24, "lateText": "Ring ledaren också.",
        "offerHours": 12, "offerMinutes": 60, "maxOpen": 8, "maxOpenRule": "warn", "restHours": 11,
        "restRule": "warn", "alertPlannersHours": 72, "alertWatchersHours": 24, "alertEverybodyHours": 3,
        "decideHours": 1, "keptForOthers": 2, "required": [{ "activityType": "night_walk", "qualification": "code_of_conduct" }],
    })
}

fn shown() -> Value {
    json!({ "qualification": "cpr", "shownOn": "2026-11-02", "validUntil": "2027-11-02", "notedByRole": "org_admin" })
}

fn card(signup: &Value) -> Value {
    json!({
        "id": SHIFT,
        "organisation": { "id": ORGANISATION, "slug": "nattvandrarna-i-rissne", "name": "Nattvandrarna i Rissne" },
        "activityType": "night_walk", "title": "Nattvandring i Rissne", "district": "rissne",
        "place": "Rissne torg", "startsAt": "2026-11-27T20:00:00Z", "endsAt": "2026-11-28T00:00:00Z",
        "date": "2026-11-27", "startTime": "21:00", "endTime": "01:00", "endsNextDay": true, "minutes": 240,
        "clockChange": "none", "status": "open", "public": true, "signup": signup, "warnings": [], "share": null,
        "staffing": { "minimum": 2, "maximum": 8, "taken": 3, "adults": 3, "waiting": 0, "missing": 0, "free": 5,
            "leaderMissing": false },
    })
}

fn shared(status: &str, used: u16) -> Value {
    json!({
        "shift": SHIFT,
        "host": { "id": ORGANISATION, "slug": "nattvandrarna-i-rissne", "name": "Nattvandrarna i Rissne" },
        "title": "Nattvandring i Rissne", "startsAt": "2026-11-27T20:00:00Z", "endsAt": "2026-11-28T00:00:00Z",
        "place": "Rissne torg", "status": status, "places": 4, "used": used, "releasedAt": "2026-11-26T20:00:00Z",
    })
}

fn open() -> Value {
    json!({ "state": "open" })
}

fn joined() -> Value {
    json!({ "state": "joined", "signup": SIGNUP, "leader": false, "late": false })
}

fn shift(signup: &Value) -> Value {
    json!({
        "card": card(signup),
        "meetingPoint": { "name": "Rissne torg", "address": "Rissne torg 1", "latitude": null, "longitude": null },
        "notes": "Klä dig varmt.", "briefing": null, "leader": { "displayName": "Samira", "phone": null },
        "walkers": null, "cancellation": null, "canPlan": false, "canSeeRoster": false, "form": null, "series": null, "seriesNote": null,
        "opensAt": null, "closesAt": "2026-11-27T20:00:00Z", "lateFrom": "2026-11-26T20:00:00Z",
        "lateText": "Ring ledaren också.", "required": ["code_of_conduct"], "rules": null, "shares": null, "watching": false,
        "standInAsked": false, "standInWanted": false,
        "version": 1,
    })
}

fn series_form() -> Value {
    json!({
        "rule": "FREQ=WEEKLY;BYDAY=FR", "from": "2026-11-27", "to": "2027-05-28", "excluded": ["2026-12-25"],
        "template": shift_form(), "publish": true,
    })
}

fn series_preview() -> Value {
    json!({
        "dates": [{
            "date": "2026-11-27", "week": 48, "weekday": 5, "state": "planned", "startsAt": "2026-11-27T20:00:00Z",
            "endsAt": "2026-11-28T00:00:00Z", "startTime": "21:00", "endTime": "01:00", "endsNextDay": true,
            "minutes": 240, "clockChange": "none", "holiday": null, "cityDays": [], "collisions": [],
        }],
        "count": 26, "madeUntil": "2027-02-15",
    })
}

fn series_change() -> Value {
    json!({
        "scope": "following", "date": "2026-12-11", "form": series_form(),
        "choices": [{ "date": "2026-12-18", "choice": "move" }], "freeOverlapping": false,
        "reason": "other", "message": "",
    })
}

fn city_day_form() -> Value {
    json!({ "kind": "peak_night", "sv": "Valborgsmässoafton", "en": "Walpurgis Night", "first": "2027-04-30",
        "last": "2027-04-30", "level": 3 })
}

fn city_day() -> Value {
    json!({ "id": "01a20500-0000-7000-8000-000000000008", "kind": "peak_night", "sv": "Valborgsmässoafton",
        "en": "Walpurgis Night", "first": "2027-04-30", "last": "2027-04-30", "level": 3, "version": 1 })
}
