//! Queries on vocabularies and districts. They belong to the city, so no organisation limits them.

use std::collections::BTreeSet;

use diesel::{
    ExpressionMethods, Insertable, OptionalExtension, QueryDsl, QueryResult, Queryable,
    RunQueryDsl, Selectable, SelectableHelper, insert_into,
};
use lykta_shared::{
    platform::{District, VocabularyItem},
    vocabulary::Key,
};
use serde::Deserialize;

use crate::db::{
    Conn, Tx,
    schema::{districts, vocabulary_items},
};

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = vocabulary_items)]
pub(super) struct ItemRow {
    pub(super) vocabulary: String,
    pub(super) item_key: String,
    pub(super) position: i32,
    pub(super) label_sv: String,
    pub(super) label_en: String,
    /// What else is known of it, as JSON.
    pub(super) attributes: String,
    pub(super) hidden: bool,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = districts)]
pub(super) struct DistrictRow {
    pub(super) district_key: String,
    pub(super) position: i32,
    pub(super) name: String,
    pub(super) latitude: f64,
    pub(super) longitude: f64,
    pub(super) population: Option<i32>,
    pub(super) priority: bool,
    pub(super) coordinate_confidence: String,
    pub(super) hidden: bool,
}

/// The attributes that the API shows.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    min_adults: Option<u16>,
    needs_leader: Option<bool>,
    special_category: Option<bool>,
}

impl ItemRow {
    /// The vocabulary's name and the entry as the API shows it.
    pub(super) fn into_item(self) -> Result<(String, VocabularyItem), String> {
        let shown: Shown =
            serde_json::from_str(&self.attributes).map_err(|error| error.to_string())?;
        let key = Key::try_from(self.item_key).map_err(|error| error.to_string())?;
        let item = VocabularyItem {
            key,
            sv: self.label_sv,
            en: self.label_en,
            min_adults: shown.min_adults,
            needs_leader: shown.needs_leader,
            special_category: shown.special_category,
        };
        Ok((self.vocabulary, item))
    }
}

impl DistrictRow {
    /// The district as the API shows it.
    pub(super) fn into_district(self) -> Result<District, String> {
        let key = Key::try_from(self.district_key).map_err(|error| error.to_string())?;
        Ok(District {
            key,
            name: self.name,
            priority: self.priority,
        })
    }
}

/// The keys that are there.
pub(super) struct Keys {
    /// Of entries, with their vocabulary.
    pub(super) items: BTreeSet<(String, String)>,
    /// Of districts.
    pub(super) districts: BTreeSet<String>,
}

/// The keys that are there.
pub(super) fn keys(conn: &mut Conn) -> QueryResult<Keys> {
    let items = vocabulary_items::table
        .select((vocabulary_items::vocabulary, vocabulary_items::item_key))
        .load::<(String, String)>(conn)?;
    let districts = districts::table
        .select(districts::district_key)
        .load::<String>(conn)?;
    Ok(Keys {
        items: items.into_iter().collect(),
        districts: districts.into_iter().collect(),
    })
}

pub(super) fn insert_item(tx: &mut Tx<'_>, row: &ItemRow) -> QueryResult<usize> {
    insert_into(vocabulary_items::table)
        .values(row)
        .execute(tx.conn())
}

pub(super) fn insert_district(tx: &mut Tx<'_>, row: &DistrictRow) -> QueryResult<usize> {
    insert_into(districts::table).values(row).execute(tx.conn())
}

/// All entries that are shown.
pub(super) fn items(conn: &mut Conn) -> QueryResult<Vec<ItemRow>> {
    vocabulary_items::table
        .filter(vocabulary_items::hidden.eq(false))
        .order((vocabulary_items::vocabulary, vocabulary_items::position))
        .select(ItemRow::as_select())
        .load(conn)
}

/// All districts that are shown.
pub(super) fn districts(conn: &mut Conn) -> QueryResult<Vec<DistrictRow>> {
    districts::table
        .filter(districts::hidden.eq(false))
        .order(districts::position)
        .select(DistrictRow::as_select())
        .load(conn)
}

/// One entry, hidden or not.
pub(super) fn item(conn: &mut Conn, vocabulary: &str, key: &Key) -> QueryResult<Option<ItemRow>> {
    vocabulary_items::table
        .find((vocabulary, key.as_str()))
        .select(ItemRow::as_select())
        .first(conn)
        .optional()
}

/// One district, hidden or not.
pub(super) fn district(conn: &mut Conn, key: &Key) -> QueryResult<Option<DistrictRow>> {
    districts::table
        .find(key.as_str())
        .select(DistrictRow::as_select())
        .first(conn)
        .optional()
}
