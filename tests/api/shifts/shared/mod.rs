//! Shifts of several organisations: whose the places are, who sees whom, and what happens when somebody leaves.

mod people;
mod places;
mod races;
mod setting;

use super::*;
use lykta_shared::{
    organisations::OrgRole,
    shifts::shares::{AnswerShare, GuestPlaces, ShareAnswer, SharedShift, SharesForm, SharesQuery},
};
use lykta_tests::{Answer, App, Partner};

const VOLUNTEER: &[OrgRole] = &[OrgRole::Volunteer];
const LEADER: &[OrgRole] = &[OrgRole::Volunteer, OrgRole::ShiftLeader];

/// Two organisations and a walk in three days that the first holds.
struct Two {
    host: Partner,
    guest: Partner,
    shift: ShiftId,
}

impl Two {
    /// So many places, so many of them the guest's, which has accepted.
    async fn new(app: &App, maximum: u16, places: u16) -> Self {
        Self::with(app, "night_walk_group", maximum, places).await
    }

    /// As `new`, with a guest of this type.
    async fn with(app: &App, guest: &str, maximum: u16, places: u16) -> Self {
        let host = app.partner("Rissne nattvandrare").await;
        let guest = app.partner_of_type("Hallonbergens vandrare", guest).await;
        list(&guest).await;
        let shift = app.walk(&host, app.plan(3, maximum).await).await.card.id;
        let two = Self { host, guest, shift };
        two.share(places, 24).await.ok();
        two.answer(ShareAnswer::Accept).await.ok();
        two
    }

    async fn share(&self, places: u16, release_hours: u16) -> Answer<ShiftDetail> {
        share(
            &self.host,
            self.shift,
            &[(&self.guest, places)],
            release_hours,
        )
        .await
    }

    async fn answer(&self, answer: ShareAnswer) -> Answer<SharedShift> {
        reply(&self.guest.admin, &self.guest, self.shift, answer).await
    }
}

/// Shows the organisation in the public list: only then one of a special category can be asked.
async fn list(partner: &Partner) {
    let organisation = partner.id;
    let held = partner
        .admin
        .get(api::GetOrganisation { organisation })
        .await
        .ok();
    let update = serde_json::json!({ "listed": true });
    let update = serde_json::from_value(update).unwrap();
    let at = api::PatchOrganisation { organisation };
    partner
        .admin
        .if_match(held.version)
        .call(at, update)
        .await
        .ok();
}

async fn share(
    host: &Partner,
    shift: ShiftId,
    guests: &[(&Partner, u16)],
    release_hours: u16,
) -> Answer<ShiftDetail> {
    share_so(host, shift, guests, (release_hours, None)).await
}

async fn share_so(
    host: &Partner,
    shift: ShiftId,
    guests: &[(&Partner, u16)],
    (release_hours, release_people): (u16, Option<bool>),
) -> Answer<ShiftDetail> {
    let form = SharesForm {
        release_hours,
        guests: guests
            .iter()
            .map(|(guest, places)| GuestPlaces {
                organisation: guest.id,
                places: *places,
            })
            .collect(),
    };
    let version = seen(&host.admin, shift).await.version;
    host.admin
        .if_match(version)
        .ask(
            api::PutShares { shift },
            SharesQuery { release_people },
            form,
        )
        .await
}

async fn reply(
    who: &Client,
    guest: &Partner,
    shift: ShiftId,
    answer: ShareAnswer,
) -> Answer<SharedShift> {
    let at = api::AnswerSharedShift {
        organisation: guest.id,
        shift,
    };
    who.call(at, AnswerShare { answer }).await
}

/// Moves the clock to so many hours before the walk.
async fn before_the_walk(app: &App, who: &Client, shift: ShiftId, hours: i64) {
    let start = seen(who, shift).await.card.starts_at;
    app.set_clock(&start.plus_hours(-hours).to_string()).await;
}

/// The shifts in somebody's list.
async fn ahead(who: &Client) -> Vec<ShiftId> {
    let query = serde_json::from_value(serde_json::json!({})).unwrap();
    let page = who.ask(api::ListShifts {}, query, ()).await.ok();
    page.items.iter().map(|card| card.id).collect()
}

fn is_on(state: &SignupState) -> bool {
    matches!(state, SignupState::Joined { .. })
}
