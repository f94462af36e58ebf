//! The city's vocabularies and districts, loaded once when a page first needs a label.

use std::sync::OnceLock;

use leptos::{prelude::*, task::spawn_local};
use lykta_shared::{
    api::GetVocabularies,
    identity::Language,
    platform::{District, Vocabularies, VocabularyItem},
    vocabulary::Key,
};

use crate::{api::call, text};

/// The vocabularies, as soon as they are there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    all: RwSignal<Option<Vocabularies>>,
    asked: RwSignal<bool>,
}

/// With the owner of its signals: they outlive all pages.
static WORDS: OnceLock<(Owner, Words)> = OnceLock::new();

/// The vocabularies; asks for them if that has not been done, or has failed before.
pub(crate) fn use_words() -> Words {
    let (_, words) = WORDS.get_or_init(|| {
        let owner = Owner::new_root(None);
        let words = owner.with(|| Words {
            all: RwSignal::new(None),
            asked: RwSignal::new(false),
        });
        (owner, words)
    });
    let words = *words;
    if !words.asked.get_untracked() {
        words.asked.set(true);
        spawn_local(async move {
            match call(&GetVocabularies {}, &(), &()).await {
                Ok(all) => words.all.set(Some(all)),
                Err(_) => words.asked.set(false),
            }
        });
    }
    words
}

impl Words {
    /// The label of a key in the reader's language (tracked); the key itself until the labels are there.
    pub(crate) fn label(self, vocabulary: &str, key: &Key) -> String {
        self.items(vocabulary)
            .iter()
            .find(|item| item.key == *key)
            .map_or_else(|| plain(key), label)
    }

    /// A vocabulary in its order (tracked); empty until it is there.
    pub(crate) fn items(self, vocabulary: &str) -> Vec<VocabularyItem> {
        self.all.with(|all| {
            all.as_ref()
                .and_then(|all| all.vocabularies.get(vocabulary))
                .cloned()
                .unwrap_or_default()
        })
    }

    /// The name of a district (tracked).
    pub(crate) fn district(self, key: &Key) -> String {
        self.districts()
            .into_iter()
            .find(|district| district.key == *key)
            .map_or_else(|| plain(key), |district| district.name)
    }

    /// All districts in their order (tracked); empty until they are there.
    pub(crate) fn districts(self) -> Vec<District> {
        self.all
            .with(|all| all.as_ref().map(|all| all.districts.clone()))
            .unwrap_or_default()
    }
}

/// The label of an item in the reader's language.
pub(crate) fn label(item: &VocabularyItem) -> String {
    match text::language() {
        Language::Sv => item.sv.clone(),
        Language::En => item.en.clone(),
    }
}

/// A key as words, for the moment before the labels are there.
fn plain(key: &Key) -> String {
    key.as_str().replace('_', " ")
}
