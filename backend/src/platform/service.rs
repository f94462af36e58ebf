//! Vocabularies and districts for other rooms, and their first filling.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use diesel::QueryResult;
use lykta_shared::{platform::Vocabularies, vocabulary::Key};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{
    city_days, seed,
    store::{self, DistrictRow, ItemRow},
};
use crate::{app::State, db::Conn, http::ApiError};

/// What rules want to know of an activity type (DOMAIN.md 3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ActivityType {
    /// The hard floor of the minimum: never alone.
    pub(crate) min_adults: u16,
    /// Whether a leader is needed.
    pub(crate) needs_leader: bool,
}

/// What rules want to know of an organisation type (DOMAIN.md 3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrganisationType {
    /// Whether belonging to it reveals what GDPR art. 9 protects.
    pub(crate) special_category: bool,
}

/// Puts in what the built-in vocabularies have and the database has not. What is there stays as it is: a city
/// may have changed it.
pub(crate) async fn fill(state: &State) -> Result<(), ApiError> {
    let seed = seed::read().map_err(ApiError::internal)?;
    let now = state.clock.now();
    state
        .db
        .write(move |tx| {
            let held = store::keys(tx)?;
            for item in &seed.items {
                if !held
                    .items
                    .contains(&(item.vocabulary.clone(), item.item_key.clone()))
                {
                    store::insert_item(tx, item)?;
                }
            }
            for district in &seed.districts {
                if !held.districts.contains(&district.district_key) {
                    store::insert_district(tx, district)?;
                }
            }
            city_days::fill(tx, now)
        })
        .await
}

/// All vocabularies and districts, in the order they are shown in; hidden ones left out.
pub(crate) fn vocabularies(conn: &mut Conn) -> Result<Vocabularies, ApiError> {
    let mut held = Vocabularies {
        vocabularies: BTreeMap::new(),
        districts: Vec::new(),
    };
    for row in store::items(conn)? {
        let (vocabulary, item) = row.into_item().map_err(ApiError::internal)?;
        held.vocabularies.entry(vocabulary).or_default().push(item);
    }
    for row in store::districts(conn)? {
        held.districts
            .push(row.into_district().map_err(ApiError::internal)?);
    }
    Ok(held)
}

/// An `ETag` out of the content.
pub(super) fn tag(vocabularies: &Vocabularies) -> Result<String, ApiError> {
    let text = serde_json::to_vec(vocabularies).map_err(ApiError::internal)?;
    let digest = Sha256::digest(&text);
    Ok(format!(
        "\"{}\"",
        URL_SAFE_NO_PAD.encode(digest.get(..12).unwrap_or_default())
    ))
}

/// The activity type with this key, if there is one.
pub(crate) fn activity_type(conn: &mut Conn, key: &Key) -> Result<Option<ActivityType>, ApiError> {
    attributes(conn, "activityType", key)
}

/// Whether there is a qualification with this key that a member can show to the organisation. A guardian's consent
/// is noted with the membership.
pub(crate) fn qualification_exists(conn: &mut Conn, key: &Key) -> Result<bool, ApiError> {
    let found = store::item(conn, "qualification", key)?;
    Ok(found.is_some() && key.as_str() != "guardian_consent")
}

/// The organisation type with this key, if there is one.
pub(crate) fn organisation_type(
    conn: &mut Conn,
    key: &Key,
) -> Result<Option<OrganisationType>, ApiError> {
    attributes(conn, "organisationType", key)
}

fn attributes<T: serde::de::DeserializeOwned>(
    conn: &mut Conn,
    vocabulary: &str,
    key: &Key,
) -> Result<Option<T>, ApiError> {
    let row = store::item(conn, vocabulary, key)?;
    row.map(|row: ItemRow| serde_json::from_str(&row.attributes).map_err(ApiError::internal))
        .transpose()
}

/// Whether the vocabulary has this key.
pub(crate) fn is_item(conn: &mut Conn, vocabulary: &str, key: &Key) -> QueryResult<bool> {
    Ok(store::item(conn, vocabulary, key)?.is_some())
}

/// Whether there is a district with this key.
pub(crate) fn district_exists(conn: &mut Conn, key: &Key) -> QueryResult<bool> {
    Ok(store::district(conn, key)?.is_some())
}

/// Whether the city gives this district priority.
pub(crate) fn priority_district(conn: &mut Conn, key: &Key) -> QueryResult<bool> {
    Ok(store::district(conn, key)?.is_some_and(|row: DistrictRow| row.priority))
}
