//! Who is who: the city's people, three partners with members, four applicants.

use lykta_shared::{
    identity::CityRole,
    ids::OrganisationId,
    organisations::{ApplicationForm, ApproveRequest, Grant, OrgRole, UpdateOrganisation},
    time::civil::{local, shift_days},
    vocabulary::Key,
};

use super::stage::{Player, Stage, text};
use crate::{
    db::Tx, http::ApiError, identity::actor::Actor, organisations::service as organisations,
};

/// A partner and its people; the first is its administrator.
#[derive(Debug)]
pub(super) struct Troupe {
    /// The organisation.
    pub(super) id: OrganisationId,
    /// Its members.
    pub(super) members: Vec<Player>,
}

/// All partners.
#[derive(Debug)]
pub(super) struct Cast {
    /// Night walkers with every role.
    pub(super) rissne: Troupe,
    /// Parents of a school.
    pub(super) duvbo: Troupe,
    /// A faith community.
    pub(super) parish: Troupe,
}

/// What an organisation of the demo writes to the city.
struct Pitch {
    name: &'static str,
    kind: &'static str,
    number: Option<&'static str>,
    description: &'static str,
    districts: &'static [&'static str],
    activities: &'static [&'static str],
    contact: (&'static str, &'static str, &'static str),
    people: u16,
}

const RISSNE: Pitch = Pitch {
    name: "Rissne nattvandrare (demo)",
    kind: "night_walk_group",
    number: None,
    description: "Vi är vuxna i Rissne som går ut tillsammans på fredags- och lördagskvällar. Alla är välkomna, \
                  du behöver bara varma kläder och gott humör.",
    districts: &["rissne", "hallonbergen"],
    activities: &["night_walk", "evening_walk", "fixed_point"],
    contact: ("Samira Haddad", "ansvarig@example.se", "070-174 06 05"),
    people: 25,
};

const DUVBO: Pitch = Pitch {
    name: "Föräldrar i Duvbo (demo)",
    kind: "parent_group",
    number: None,
    description: "Föräldragruppen vid Duvboskolan turas om klassvis att vara ute när ungdomarna är det.",
    districts: &["duvbo", "storskogen"],
    activities: &["parent_walk", "evening_walk", "clean_up_day"],
    contact: ("Erik Ståhl", "duvbo@example.se", "070-174 06 12"),
    people: 40,
};

const PARISH: Pitch = Pitch {
    name: "Ljusets församling (demo)",
    kind: "faith_community",
    number: Some("252004-0003"),
    description: "Vi öppnar våra lokaler och går ut tillsammans när det behövs.",
    districts: &["hallonbergen"],
    activities: &["fixed_point", "night_walk"],
    contact: ("Maria Åkesson", "forsamling@example.se", "08-465 004 10"),
    people: 12,
};

const APPLICANTS: &[(&str, &str, Pitch)] = &[
    (
        "sokande",
        "Nadia Berg",
        Pitch {
            name: "Hallonbergens vänner (demo)",
            kind: "association",
            number: None,
            description: "Vi vill gå kvällsvandringar runt tunnelbanan.",
            districts: &["hallonbergen"],
            activities: &["evening_walk"],
            contact: ("Nadia Berg", "sokande@example.se", "070-174 06 20"),
            people: 8,
        },
    ),
    (
        "sokande2",
        "Olle Lind",
        Pitch {
            name: "Ursviks idrottsklubb (demo)",
            kind: "sports_club",
            number: Some("802411-1117"),
            description: "Ledare och föräldrar i klubben vill vara värdar vid evenemang och gå kvällsvandringar.",
            districts: &["stora_ursvik", "lilla_ursvik"],
            activities: &["event_hosting", "evening_walk"],
            contact: ("Olle Lind", "sokande2@example.se", "070-174 06 21"),
            people: 30,
        },
    ),
    (
        "sokande3",
        "Fatima Yusuf",
        Pitch {
            name: "Grannsamverkan Ör (demo)",
            kind: "neighbourhood_watch_area",
            number: None,
            description: "Fyrtio hushåll som vill gå en runda i veckan.",
            districts: &["or"],
            activities: &["watch_round"],
            contact: ("Fatima Yusuf", "sokande3@example.se", "070-174 06 22"),
            people: 14,
        },
    ),
];

fn keys(words: &[&str]) -> Result<Vec<Key>, ApiError> {
    words.iter().map(|word| text(word)).collect()
}

fn form(pitch: &Pitch) -> Result<ApplicationForm, ApiError> {
    let (contact, email, phone) = pitch.contact;
    Ok(ApplicationForm {
        organisation_type: text(pitch.kind)?,
        name: text(pitch.name)?,
        organisation_number: pitch.number.map(text).transpose()?,
        description: text(pitch.description)?,
        districts: keys(pitch.districts)?,
        activity_types: keys(pitch.activities)?,
        contact_name: text(contact)?,
        contact_email: text(email)?,
        contact_phone: Some(text(phone)?),
        contact_consent: true,
        people: Some(pitch.people),
    })
}

/// An organisation that applies and is approved.
fn partner(
    tx: &mut Tx<'_>,
    stage: &Stage,
    liaison: &Actor,
    admin: &Actor,
    pitch: &Pitch,
) -> Result<OrganisationId, ApiError> {
    let sent = stage.apply(tx, admin, &form(pitch)?)?;
    let city = Stage::liaison(liaison);
    organisations::start_review(tx, &city, sent.id, stage.at)?;
    let grant = Grant {
        activity_types: keys(pitch.activities)?,
        districts: keys(pitch.districts)?,
        agreement_ends_on: shift_days(local(stage.at.now).0, 365),
    };
    let request = ApproveRequest {
        grant,
        message: text("Välkomna som partner.")?,
    };
    organisations::approve(tx, &city, sent.id, &request, stage.at)?;
    Ok(sent.organisation)
}

/// Everybody enters.
pub(super) fn enter(tx: &mut Tx<'_>, stage: &mut Stage) -> Result<Cast, ApiError> {
    let liaison = stage.person(tx, "trygghet", "Lia Lindgren", &[CityRole::Liaison])?;
    stage.person(tx, "system", "Sten Öberg", &[CityRole::Admin])?;
    let cast = Cast {
        rissne: rissne(tx, stage, &liaison)?,
        duvbo: duvbo(tx, stage, &liaison)?,
        parish: parish(tx, stage, &liaison)?,
    };
    applicants(tx, stage, &liaison)?;
    super::walked::agree(tx, stage, cast.rissne.id, &liaison)?;
    Ok(cast)
}

fn administrator(tx: &mut Tx<'_>, actor: Actor, id: OrganisationId) -> Result<Player, ApiError> {
    let held = organisations::membership(tx, actor.user, id)?.ok_or_else(ApiError::not_found)?;
    Ok(Player {
        actor,
        member: held.id,
    })
}

fn rissne(tx: &mut Tx<'_>, stage: &Stage, liaison: &Actor) -> Result<Troupe, ApiError> {
    let admin = stage.person(tx, "ansvarig", "Samira Haddad", &[])?;
    let id = partner(tx, stage, liaison, &admin, &RISSNE)?;
    open_up(tx, stage, &admin, id)?;
    let mut members = vec![administrator(tx, admin, id)?];
    let people: &[(&str, &str, OrgRole)] = &[
        ("medlem", "Amira Ali", OrgRole::Volunteer),
        ("ung", "Noa Ek", OrgRole::YouthVolunteer),
        ("ledare", "Jonas Ekström", OrgRole::ShiftLeader),
        ("schema", "Åsa Nyström", OrgRole::Scheduler),
        ("kim", "Kim Sundin", OrgRole::Volunteer),
        ("leila", "Leila Rahimi", OrgRole::Volunteer),
        ("bengt", "Bengt Öhman", OrgRole::Volunteer),
        ("sofia", "Sofia Castillo", OrgRole::Volunteer),
        ("ahmed", "Ahmed Warsame", OrgRole::ShiftLeader),
        ("ingrid", "Ingrid Ängström", OrgRole::Trainee),
    ];
    for (word, name, role) in people {
        members.push(stage.member(tx, id, (word, name), &[*role])?);
    }
    Ok(Troupe { id, members })
}

/// Takes young people along and lets visitors see what the group publishes.
fn open_up(
    tx: &mut Tx<'_>,
    stage: &Stage,
    admin: &Actor,
    id: OrganisationId,
) -> Result<(), ApiError> {
    let version = organisations::get(tx, admin, id, stage.at.now)?.version;
    let update = UpdateOrganisation {
        description: None,
        listed: Some(true),
        publishes_shifts: Some(true),
        accepts_youth: Some(true),
        special_category: None,
    };
    organisations::update(tx, admin, id, version, &update, stage.at).map(drop)
}

fn duvbo(tx: &mut Tx<'_>, stage: &Stage, liaison: &Actor) -> Result<Troupe, ApiError> {
    let admin = stage.person(tx, "duvbo", "Erik Ståhl", &[])?;
    let id = partner(tx, stage, liaison, &admin, &DUVBO)?;
    let mut members = vec![administrator(tx, admin, id)?];
    for (word, name) in [
        ("maja", "Maja Holm"),
        ("petter", "Petter Åberg"),
        ("yasmin", "Yasmin Demir"),
    ] {
        members.push(stage.member(tx, id, (word, name), &[OrgRole::Volunteer])?);
    }
    // One person, two organisations: the acting role can be switched.
    let jonas = stage.person(tx, "hanna", "Hanna Frisk", &[])?;
    let member = organisations::enrol(
        tx,
        id,
        jonas.user,
        &[OrgRole::ShiftLeader],
        lykta_shared::organisations::AgeBand::Adult,
        stage.at,
    )?;
    members.push(Player {
        actor: jonas,
        member,
    });
    Ok(Troupe { id, members })
}

fn parish(tx: &mut Tx<'_>, stage: &Stage, liaison: &Actor) -> Result<Troupe, ApiError> {
    let admin = stage.person(tx, "forsamling", "Maria Åkesson", &[])?;
    let id = partner(tx, stage, liaison, &admin, &PARISH)?;
    let mut members = vec![administrator(tx, admin, id)?];
    for (word, name) in [
        ("elias", "Elias Sandström"),
        ("miriam", "Miriam Haile"),
        ("tomas", "Tomas Vik"),
    ] {
        members.push(stage.member(tx, id, (word, name), &[OrgRole::Volunteer])?);
    }
    Ok(Troupe { id, members })
}

/// Three applications: one with a question back, one under review, one just sent.
fn applicants(tx: &mut Tx<'_>, stage: &Stage, liaison: &Actor) -> Result<(), ApiError> {
    let city = Stage::liaison(liaison);
    for (i, (word, name, pitch)) in APPLICANTS.iter().enumerate() {
        let actor = stage.person(tx, word, name, &[])?;
        let sent = stage.apply(tx, &actor, &form(pitch)?)?;
        if i < 2 {
            organisations::start_review(tx, &city, sent.id, stage.at)?;
        }
        if i == 0 {
            let question =
                "Vilka kvällar vill ni gå, och hur många vuxna räknar ni med varje gång?";
            organisations::request_completion(tx, &city, sent.id, question, stage.at)?;
        }
    }
    Ok(())
}
