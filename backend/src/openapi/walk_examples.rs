//! Examples of the walk: its page, attendance, report, what the city gets and pays.

use serde_json::{Value, json};

use super::examples::{MEMBERSHIP, ORGANISATION, Pair, SHIFT};

const EQUIPMENT: &str = "01a20500-0000-7000-8000-000000000009";
const REPORT: &str = "01a20500-0000-7000-8000-00000000000a";
const AGREEMENT: &str = "01a20500-0000-7000-8000-00000000000b";
const NAME: &str = "Nattvandrarna i Rissne";

/// Body and reply of an endpoint of the walk.
pub(super) fn of(name: &str) -> Pair {
    on_the_way(name)
        .or_else(|| reports(name))
        .or_else(|| office(name))
        .or_else(|| at_the_city(name))
}

/// The page and what is done on it: every answer is the page as it is now.
fn on_the_way(name: &str) -> Pair {
    let body = match name {
        "GetWalk" | "DeleteAttendance" | "DeleteGuest" | "SplitGroups" => None,
        "GetCheckInCode" => return Some((None, Some(code()))),
        "PutWalkPlan" => Some(
            json!({ "route": ["Rissne torg", "Skolgården"], "deputy": MEMBERSHIP,
            "checkpoint": { "time": "22:30", "place": "Fritidsgården" } }),
        ),
        "CheckMyselfIn" => Some(json!({ "code": null })),
        "PutAttendance" => {
            Some(json!({ "cameAt": "2026-11-27T20:00:00Z", "leftAt": null, "correction": false }))
        }
        "PutGuest" => Some(
            json!({ "firstName": "Kim", "adult": true, "cameAt": "2026-11-27T20:05:00Z", "leftAt": null }),
        ),
        "PutGroups" => Some(json!({ "groups": [
            { "area": "Centrum", "phoneHolder": null, "walkers": [MEMBERSHIP, EQUIPMENT] }] })),
        "PutAllHome" | "PutCheckpoint" => Some(json!({ "at": "2026-11-28T00:10:00Z" })),
        "AbortWalkById" => Some(
            json!({ "reason": "weather", "at": "2026-11-27T22:00:00Z", "message": "Åskan kom närmare." }),
        ),
        "PutLoan" => Some(json!({ "taken": 5, "returned": 4 })),
        _ => return None,
    };
    Some((body, Some(page())))
}

fn reports(name: &str) -> Pair {
    Some(match name {
        "GetReport" => (None, Some(report_page())),
        "PutReport" => (
            Some(json!({ "revision": 1, "report": report(), "allHome": true })),
            Some(report_view("saved", &Value::Null)),
        ),
        "PreviewReport" => (
            None,
            Some(json!({ "report": city_report(), "warnings": [], "revision": 1 })),
        ),
        "SubmitReport" => (
            Some(json!({ "revision": 1, "personsChecked": false })),
            Some(report_view("sent", &json!("SBG-2026-0001"))),
        ),
        "ListReports" => (
            None,
            Some(
                json!([{ "shift": SHIFT, "title": "Nattvandring i Rissne", "date": "2026-11-27",
                "state": "sent", "reference": "SBG-2026-0001", "attendances": 6, "minutes": 1440 }]),
            ),
        ),
        _ => return None,
    })
}

/// What a coordinator looks after.
fn office(name: &str) -> Pair {
    let settings =
        json!({ "briefingHours": 24, "homeMinutes": 45, "stepMinutes": 15, "duty": MEMBERSHIP });
    Some(match name {
        "GetWalkStatistics" => (
            None,
            Some(
                json!({ "organisation": ORGANISATION, "year": 2026, "walks": 11, "attendances": 57,
                "minutes": 13_680, "adultMinutes": 12_960,
                "quarters": [{ "quarter": 4, "walks": 11, "attendances": 57, "minutes": 13_680 }] }),
            ),
        ),
        "GetWalkSettings" => (None, Some(settings_view(&settings, 1))),
        "PutWalkSettings" => (Some(settings.clone()), Some(settings_view(&settings, 2))),
        "ListEquipment" | "RetireEquipment" => (None, Some(shelf())),
        "PutEquipment" => (
            Some(json!({ "equipmentType": "vest", "label": "Gula västar", "quantity": 12 })),
            Some(shelf()),
        ),
        "ListCompensation" => (None, Some(json!([statement(&Value::Null)]))),
        _ => return None,
    })
}

fn at_the_city(name: &str) -> Pair {
    let approved = json!("2026-12-21T09:00:00Z");
    Some(match name {
        "ListCityReports" => (
            None,
            Some(
                json!({ "items": [{ "id": REPORT, "reference": "SBG-2026-0001", "organisation": NAME,
                "date": "2026-11-27", "districts": ["rissne"], "people": 6, "observations": 1,
                "wantContactFromCity": false, "sentAt": "2026-11-28T00:20:00Z", "versions": 1,
                "acceptedAt": null }], "page": 1, "limit": 20, "total": 1 }),
            ),
        ),
        "GetCityReport" => (None, Some(received(&Value::Null))),
        "AcceptReport" => (None, Some(received(&json!("2026-11-30T08:00:00Z")))),
        "ListCityCompensation" => (None, Some(json!([statement(&Value::Null)]))),
        "PutAgreement" => (Some(agreement()), Some(statement(&Value::Null))),
        "ApproveStatement" => (None, Some(statement(&approved))),
        "GetStatementCsv" => (
            None,
            Some(file("csv", "text/csv; charset=utf-8", "77u/RGF0dW0=")),
        ),
        "GetStatementXlsx" => (
            None,
            Some(file(
                "xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "UEsDBA==",
            )),
        ),
        _ => return None,
    })
}

fn page() -> Value {
    json!({
        "asOf": "2026-11-27T20:10:00Z", "shift": SHIFT,
        "organisation": { "id": ORGANISATION, "slug": "nattvandrarna-i-rissne", "name": NAME },
        "title": "Nattvandring i Rissne", "activityType": "night_walk", "district": "rissne", "status": "ongoing",
        "startsAt": "2026-11-27T20:00:00Z", "endsAt": "2026-11-28T00:00:00Z", "date": "2026-11-27",
        "startTime": "21:00", "endTime": "01:00", "endsNextDay": true, "minutes": 240, "clockChange": "none",
        "meetingPoint": { "name": "Rissne torg", "address": "Rissne torg 1", "latitude": null, "longitude": null },
        "route": ["Rissne torg", "Skolgården"], "notes": "Klä dig varmt.", "briefing": "Vi går i två grupper.",
        "briefingFrom": "2026-11-26T20:00:00Z",
        "checkpoint": { "at": "2026-11-27T21:30:00Z", "time": "22:30", "place": "Fritidsgården", "reachedAt": null },
        "canLead": true, "checkInFrom": "2026-11-27T19:30:00Z", "checkInUntil": "2026-11-28T00:00:00Z",
        "people": [{ "member": MEMBERSHIP, "displayName": "Samira", "phone": null, "adult": true, "leader": true,
            "deputy": false, "signedUp": true, "you": true,
            "attendance": { "cameAt": "2026-11-27T20:00:00Z", "leftAt": null, "way": "leader" },
            "group": null, "overlaps": false }],
        "guests": [], "present": 1, "minimum": 2, "groups": [],
        "equipment": [{ "equipment": EQUIPMENT, "equipmentType": "vest", "label": "Gula västar", "quantity": 12,
            "missing": 1, "taken": 5, "returned": 0 }],
        "candidates": [], "homeAt": null, "report": null,
    })
}

fn code() -> Value {
    json!({ "url": format!("https://lykta.example.se/shifts/{SHIFT}/walk#c=4fJ2"),
        "svg": "<svg viewBox=\"0 0 33 33\"></svg>", "expiresAt": "2026-11-27T20:15:00Z" })
}

fn report() -> Value {
    json!({
        "startedAt": "2026-11-27T20:00:00Z", "endedAt": "2026-11-28T00:00:00Z", "adults": 5, "youth": 1, "groups": 2,
        "districts": ["rissne"], "places": ["Rissne torg"], "youngPeopleMet": "11-30", "mood": "calm",
        "metPolice": false, "metFieldWorkers": true, "calls112": 0, "calls11414": 1, "firstAidGiven": 0,
        "helpedHome": 0, "foundPropertyHandedToPolice": 0,
        "observations": [{ "id": "01a20500-0000-7000-8000-000000000008", "category": "lighting_fault",
            "severity": "medium", "district": "rissne", "place": "Gångtunneln", "text": "Två lampor är släckta.",
            "goingOn": false }],
        "equipmentReturned": true, "debriefHeld": true, "wantContactFromCity": false, "freeText": "",
    })
}

fn report_view(state: &str, reference: &Value) -> Value {
    let sent = !reference.is_null();
    json!({ "id": REPORT, "shift": SHIFT, "state": state, "revision": 1, "report": report(), "warnings": [],
        "reference": reference, "sentAt": sent.then_some("2026-11-28T00:20:00Z"), "versions": u8::from(sent),
        "acceptedAt": null })
}

fn report_page() -> Value {
    json!({ "asOf": "2026-11-28T00:05:00Z", "shift": SHIFT, "title": "Nattvandring i Rissne", "date": "2026-11-27",
        "startTime": "21:00", "endTime": "01:00", "organisationSlug": "nattvandrarna-i-rissne", "countsOnly": false,
        "homeAt": null, "prefill": report(), "report": null })
}

fn city_report() -> Value {
    json!({
        "organisation": NAME, "countsOnly": false, "activityType": "night_walk", "date": "2026-11-27",
        "startedAt": "2026-11-27T20:00:00Z", "endedAt": "2026-11-28T00:00:00Z", "adults": 5, "youth": 1, "groups": 2,
        "districts": ["rissne"], "places": ["Rissne torg"], "youngPeopleMet": "11-30", "mood": "calm",
        "metPolice": false, "metFieldWorkers": true, "calls112": 0, "calls11414": 1, "firstAidGiven": 0,
        "helpedHome": 0, "foundPropertyHandedToPolice": 0,
        "observations": [{ "id": "01a20500-0000-7000-8000-000000000008", "category": "lighting_fault",
            "severity": "medium", "district": "rissne", "place": "Gångtunneln", "text": "Två lampor är släckta." }],
        "observationCounts": [{ "category": "lighting_fault", "count": 1 }], "debriefHeld": true,
        "wantContactFromCity": false, "freeText": "",
    })
}

fn received(accepted: &Value) -> Value {
    json!({ "id": REPORT, "reference": "SBG-2026-0001",
        "versions": [{ "number": 1, "sentAt": "2026-11-28T00:20:00Z", "report": city_report() }],
        "acceptedAt": accepted, "ownOrganisation": false })
}

fn settings_view(settings: &Value, version: i32) -> Value {
    json!({ "settings": settings, "members": [], "version": version })
}

fn shelf() -> Value {
    json!([{ "id": EQUIPMENT, "equipmentType": "vest", "label": "Gula västar", "quantity": 12, "missing": 1,
        "open": [{ "shift": SHIFT, "title": "Nattvandring i Rissne", "date": "2026-11-27", "taken": 5,
            "returned": 4 }] }])
}

fn agreement() -> Value {
    json!({ "organisation": ORGANISATION, "title": "Hösten 2026", "startsOn": "2026-08-17", "endsOn": "2026-12-20",
        "evenings": 10, "minimumAdults": 3, "amountOre": 1_200_000, "reportRequired": true })
}

fn statement(approved: &Value) -> Value {
    json!({ "id": AGREEMENT, "form": agreement(), "organisationName": NAME,
        "lines": [{ "date": "2026-11-27", "title": "Nattvandring i Rissne", "adults": 5, "reference": "SBG-2026-0001",
            "reason": "paid", "ore": 120_000 }],
        "paidEvenings": 1, "sumOre": 120_000, "approvedAt": approved, "ownOrganisation": false, "version": 1 })
}

fn file(ending: &str, media_type: &str, content: &str) -> Value {
    json!({ "fileName": format!("ersattning-2026-08-17-2026-12-20.{ending}"), "mediaType": media_type,
        "content": content })
}
