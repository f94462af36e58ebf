//! Rows as the API shows them.

use std::cmp::Ordering;

use icu_collator::{Collator, CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::locale;
use lykta_shared::{
    ids::ApplicationId,
    organisations::{ApplicationEvent, ApplicationForm, ApplicationView},
    vocabulary::Key,
};
use unicode_normalization::UnicodeNormalization;

use super::super::store::{self, ApplicationRow};
use crate::{db::Conn, http::ApiError};

/// A vocabulary key out of the database.
pub(super) fn key(text: &str) -> Result<Key, ApiError> {
    text.parse()
        .map_err(|_unknown| ApiError::internal("a stored vocabulary key is none"))
}

/// Vocabulary keys out of the database.
pub(super) fn keys(texts: Vec<String>) -> Result<Vec<Key>, ApiError> {
    texts.iter().map(|text| key(text)).collect()
}

/// What was filled in.
pub(super) fn form(row: &ApplicationRow) -> Result<ApplicationForm, ApiError> {
    serde_json::from_str(&row.form)
        .map_err(|_broken| ApiError::internal("a stored application can't be read"))
}

/// Text that is stored, in Unicode's composed form: the same name is the same text.
pub(super) fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// The order people expect of a Swedish list: … z å ä ö.
fn swedish_order() -> Result<CollatorBorrowed<'static>, ApiError> {
    Collator::try_new(locale!("sv").into(), CollatorOptions::default()).map_err(ApiError::internal)
}

/// An application with its history.
pub(super) fn application(
    conn: &mut Conn,
    row: &ApplicationRow,
) -> Result<ApplicationView, ApiError> {
    let organisation =
        store::organisation(conn, row.organisation_id)?.ok_or_else(ApiError::not_found)?;
    Ok(ApplicationView {
        id: row.id,
        organisation: row.organisation_id,
        slug: organisation.slug,
        status: row.status,
        form: form(row)?,
        submitted_at: row.submitted_at.map(Into::into),
        decided_at: row.decided_at.map(Into::into),
        history: history(conn, row.id)?,
        version: row.version,
    })
}

fn history(conn: &mut Conn, id: ApplicationId) -> Result<Vec<ApplicationEvent>, ApiError> {
    Ok(store::events(conn, id)?
        .into_iter()
        .map(|row| ApplicationEvent {
            at: row.at,
            from: row.from_status,
            to: row.to_status,
            by_city: row.by_city,
            message: row.message,
        })
        .collect())
}

/// Sorts as Swedish readers expect; equal names keep their order.
pub(super) fn sort_by_name<T>(rows: &mut [T], name: impl Fn(&T) -> &str) -> Result<(), ApiError> {
    let order = swedish_order()?;
    rows.sort_by(|a, b| match order.compare(name(a), name(b)) {
        Ordering::Equal => name(a).cmp(name(b)),
        unequal => unequal,
    });
    Ok(())
}
