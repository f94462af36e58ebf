//! The built-in vocabularies and districts, `vocabulary.json` (from the project's domain description).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::store::{DistrictRow, ItemRow};

const BUILT_IN: &str = include_str!("vocabulary.json");

/// The rows to begin with.
#[derive(Debug)]
pub(super) struct Seed {
    pub(super) items: Vec<ItemRow>,
    pub(super) districts: Vec<DistrictRow>,
}

#[derive(Debug, Deserialize)]
struct File {
    vocabularies: BTreeMap<String, Vec<Item>>,
    districts: Vec<Place>,
}

#[derive(Debug, Deserialize)]
struct Item {
    key: String,
    sv: String,
    en: String,
    #[serde(flatten)]
    attributes: Map<String, Value>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    key: String,
    name: String,
    lat: f64,
    lon: f64,
    population2017: Option<i32>,
    priority: bool,
    coordinate_confidence: String,
}

/// Reads the file that is built in.
pub(super) fn read() -> serde_json::Result<Seed> {
    let file: File = serde_json::from_str(BUILT_IN)?;
    let mut items = Vec::new();
    for (vocabulary, entries) in file.vocabularies {
        for (position, item) in (0..).zip(entries) {
            items.push(ItemRow {
                vocabulary: vocabulary.clone(),
                item_key: item.key,
                position,
                label_sv: item.sv,
                label_en: item.en,
                attributes: serde_json::to_string(&item.attributes)?,
                hidden: false,
            });
        }
    }
    let districts = (0..)
        .zip(file.districts)
        .map(|(position, place)| DistrictRow {
            district_key: place.key,
            position,
            name: place.name,
            latitude: place.lat,
            longitude: place.lon,
            population: place.population2017,
            priority: place.priority,
            coordinate_confidence: place.coordinate_confidence,
            hidden: false,
        });
    Ok(Seed {
        items,
        districts: districts.collect(),
    })
}

#[cfg(test)]
mod tests {
    use lykta_shared::vocabulary::Key;

    use super::*;

    #[test]
    fn every_built_in_key_is_one_and_every_entry_has_both_labels() {
        let seed = read().unwrap();
        for item in &seed.items {
            assert!(
                Key::try_from(item.item_key.clone()).is_ok(),
                "{}",
                item.item_key
            );
            assert!(
                !item.label_sv.is_empty() && !item.label_en.is_empty(),
                "{}",
                item.item_key
            );
        }
        assert!(
            seed.districts
                .iter()
                .all(|place| Key::try_from(place.district_key.clone()).is_ok())
        );
        assert!(seed.districts.iter().any(|place| place.priority));
    }

    #[test]
    fn nobody_walks_alone_at_night() {
        let seed = read().unwrap();
        let walks = seed
            .items
            .iter()
            .filter(|item| item.vocabulary == "activityType" && item.item_key.ends_with("_walk"));
        assert!(walks.clone().count() >= 4);
        for walk in walks {
            let known: super::super::service::ActivityType =
                serde_json::from_str(&walk.attributes).unwrap();
            assert!(known.min_adults >= 2, "{}", walk.item_key);
        }
    }
}
