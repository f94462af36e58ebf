//! The few things the app asks of the browser itself: elements, storage, cookies, the clock, live regions.
//!
//! Everything here does nothing, or answers "none", where the browser refuses (storage blocked, no such
//! element): no page may die of it.

use std::time::Duration;

use js_sys::{Function, Reflect};
use leptos::prelude::{document, request_animation_frame, set_timeout, window};
use lykta_shared::time::Instant;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{FocusOptions, HtmlDocument, HtmlElement, Storage};

/// The service worker's cache of what was read from the API; `frontend/static/sw.js` calls it the same.
const COPIES: &str = "lykta-copies";

/// Where the tab keeps the page it was last loaded anew for.
const RELOADED: &str = "lykta.reloaded";
/// Where the tab keeps what was just said, for two seconds.
const SAID: &str = "lykta.said";

/// The element with this id.
pub(crate) fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Tells the boot script in `index.html` that the app stands.
pub(crate) fn mark_ready() {
    root_attribute("data-ready", Some("1"));
}

/// Sets (or removes) an attribute of `<html>`.
pub(crate) fn root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = document().document_element() else {
        return;
    };
    // Setting an attribute with a well-formed name can't fail.
    let _done = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// The value of an attribute of `<html>`; empty when it is not there.
pub(crate) fn read_root_attribute(name: &str) -> String {
    document()
        .document_element()
        .and_then(|root| root.get_attribute(name))
        .unwrap_or_default()
}

/// Sets the title of the page, with the name of the service behind it.
pub(crate) fn set_title(title: &str) {
    document().set_title(&format!("{title} – Lykta"));
}

/// Moves the focus to an element once it has been drawn. The page does not scroll for it: the router has
/// scrolled to the top, or the browser back to where one was.
pub(crate) fn focus_soon(find: impl FnOnce() -> Option<HtmlElement> + 'static) {
    request_animation_frame(move || {
        if let Some(found) = find() {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            let _focused = found.focus_with_options(&options);
        }
    });
}

/// Moves the focus to the page's heading, as for another page.
pub(crate) fn focus_heading() {
    focus_soon(|| {
        let found = document().query_selector("main h1").ok().flatten();
        found?.dyn_into().ok()
    });
}

/// Moves the focus to the element with this id, scrolling it into view.
pub(crate) fn focus(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        if let Some(found) = element(&id) {
            let _focused = found.focus();
        }
    });
}

/// Says something to those who listen, without moving the focus.
pub(crate) fn announce(words: &str) {
    let Some(region) = element("status") else {
        return;
    };
    region.set_text_content(Some(""));
    tab_keep(SAID, Some(words));
    set_timeout(|| tab_keep(SAID, None), Duration::from_secs(2));
    let words = words.to_owned();
    // Emptied first and filled a moment later, so that the same words twice are heard twice.
    set_timeout(
        move || region.set_text_content(Some(&words)),
        Duration::from_millis(50),
    );
}

/// Says once more what was said just before the page was loaded anew, because it is in the other bundle.
pub(crate) fn announce_again() {
    if let Some(words) = tab_kept(SAID) {
        announce(&words);
    }
}

/// This moment, by the device's clock.
pub(crate) fn now() -> Instant {
    String::from(js_sys::Date::new_0().to_iso_string())
        .parse()
        .unwrap_or(Instant::from_micros(0))
}

fn storage(session: bool) -> Option<Storage> {
    if session {
        window().session_storage().ok()?
    } else {
        window().local_storage().ok()?
    }
}

/// Whether the browser keeps anything at all.
pub(crate) fn has_storage() -> bool {
    storage(false).is_some()
}

/// A value kept in this browser.
pub(crate) fn kept(key: &str) -> Option<String> {
    storage(false)?.get_item(key).ok()?
}

/// Keeps a value in this browser, or takes it away.
pub(crate) fn keep(key: &str, value: Option<&str>) {
    put(false, key, value);
}

/// A value kept in this tab.
pub(crate) fn tab_kept(key: &str) -> Option<String> {
    storage(true)?.get_item(key).ok()?
}

/// Keeps a value in this tab, or takes it away.
pub(crate) fn tab_keep(key: &str, value: Option<&str>) {
    put(true, key, value);
}

/// Takes away all values kept in this tab whose keys begin like this.
pub(crate) fn tab_forget(prefix: &str) {
    let Some(storage) = storage(true) else { return };
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|place| storage.key(place).ok()?);
    // All keys are read before the first goes: taking one away renumbers the others.
    let fitting: Vec<_> = keys.filter(|key| key.starts_with(prefix)).collect();
    for key in fitting {
        put(true, &key, None);
    }
}

/// Takes away all values kept in this browser whose keys begin like this.
pub(crate) fn forget(prefix: &str) {
    let Some(storage) = storage(false) else {
        return;
    };
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|place| storage.key(place).ok()?);
    let fitting: Vec<_> = keys.filter(|key| key.starts_with(prefix)).collect();
    for key in fitting {
        put(false, &key, None);
    }
}

fn put(session: bool, key: &str, value: Option<&str>) {
    if let Some(storage) = storage(session) {
        // Storage that is full or blocked keeps nothing; nothing depends on it.
        let _done = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}

/// Forgets what was typed in this tab: after signing out the next person at the device must not find it.
pub(crate) fn forget_tab() {
    if let Some(storage) = storage(true) {
        let _done = storage.clear();
    }
}

/// Forgets the copies that the service worker keeps for when there is no connection.
pub(crate) fn forget_copies() {
    // Nothing waits for it, and where there is nothing to forget that is well.
    let _begun = property(&window(), "caches")
        .and_then(|caches| Some((property(&caches, "delete")?.dyn_into().ok()?, caches)))
        .and_then(|(delete, caches): (Function, _)| {
            delete.call1(&caches, &JsValue::from_str(COPIES)).ok()
        });
}

/// Sets a cookie for a year. Only for choices that have no meaning to anybody else: the language.
pub(crate) fn set_cookie(name: &str, value: &str) {
    let secure = if window().location().protocol().as_deref() == Ok("https:") {
        "; Secure"
    } else {
        ""
    };
    if let Ok(document) = document().dyn_into::<HtmlDocument>() {
        let _set = document.set_cookie(&format!(
            "{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax{secure}"
        ));
    }
}

/// Path and query of the page, such as `/shifts?when=tonight`.
pub(crate) fn here() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// A path with its query, which may begin with a question mark or not.
pub(crate) fn address(path: &str, query: &str) -> String {
    match query.trim_start_matches('?') {
        "" => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// The token in the address's fragment (`#t=…`), which is then taken out of the address and the history.
pub(crate) fn take_token() -> Option<String> {
    let hash = window().location().hash().ok()?;
    let token = hash.strip_prefix("#t=")?.to_owned();
    hide_fragment();
    Some(token)
}

/// What stands behind `prefix` in the address's fragment (`#c=…`), which is then taken out of the address.
pub(crate) fn take_fragment(prefix: &str) -> Option<String> {
    let hash = window().location().hash().ok()?;
    let held = hash.strip_prefix(prefix)?.to_owned();
    hide_fragment();
    Some(held)
}

/// A fresh id for a thing that is made here, so that sending it twice is sending it once.
pub(crate) fn fresh_id() -> String {
    // Browsers give ids to secure pages only; elsewhere (a test server by its address) chance is good enough.
    random_id().unwrap_or_else(|| {
        let digits: String = (0..32)
            .map(|_| {
                let chance = js_sys::Math::random();
                (0_u8..16)
                    .find(|n| chance < f64::from(n + 1) / 16.0)
                    .and_then(|n| char::from_digit(n.into(), 16))
                    .unwrap_or('0')
            })
            .collect();
        [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)]
            .into_iter()
            .filter_map(|(from, to)| digits.get(from..to))
            .collect::<Vec<_>>()
            .join("-")
    })
}

/// Keeps a link's token until it is used: between opening the link and using it one may have to sign in, and a
/// new account is confirmed in another tab.
pub(crate) fn keep_link(page: &str, token: Option<&str>) {
    keep(&link_key(page), token);
}

/// The token that was kept for this page.
pub(crate) fn kept_link(page: &str) -> Option<String> {
    kept(&link_key(page))
}

/// Forgets the tokens of links.
pub(crate) fn forget_links() {
    for page in ["invite", "join"] {
        keep_link(page, None);
    }
}

fn link_key(page: &str) -> String {
    format!("lykta.link.{page}")
}

/// Takes the fragment out of the address bar and the history.
fn hide_fragment() {
    if let Ok(history) = window().history() {
        let _done = history.replace_state_with_url(&JsValue::NULL, "", Some(&here()));
    }
}

/// Loads a page of this site anew.
pub(crate) fn load(path: &str) {
    let _begun = window().location().assign(path);
}

/// Loads a page anew that this bundle does not have; `false` if that has just been tried for it.
pub(crate) fn load_other_bundle(path: String) -> bool {
    let first = tab_kept(RELOADED).as_deref() != Some(&path);
    tab_keep(RELOADED, first.then_some(&path));
    if first {
        // The router shows a page before it writes its address: reloading at once would load the page before it.
        let go = move || {
            if here() == path {
                reload();
            } else {
                load(&path);
            }
        };
        set_timeout(go, Duration::from_millis(20));
    }
    first
}

/// A page has been reached: whether by a link out of the other bundle. Another try later is a new one.
pub(crate) fn came_from_other_bundle() -> bool {
    let came = tab_kept(RELOADED).is_some();
    tab_keep(RELOADED, None);
    came
}

/// Loads the page anew.
pub(crate) fn reload() {
    let _begun = window().location().reload();
}

/// Offers text as a file to save.
pub(crate) fn save_file(name: &str, mime: &str, content: &str) {
    let text = String::from(js_sys::encode_uri_component(content));
    save_address(name, &format!("data:{mime};charset=utf-8,{text}"));
}

/// Offers bytes, written in base64, as a file to save.
pub(crate) fn save_bytes(name: &str, mime: &str, base64: &str) {
    save_address(name, &format!("data:{mime};base64,{base64}"));
}

fn save_address(name: &str, address: &str) {
    let Ok(link) = document().create_element("a") else {
        return;
    };
    let set = link
        .set_attribute("href", address)
        .and_then(|()| link.set_attribute("download", name));
    if set.is_ok()
        && let Ok(link) = link.dyn_into::<HtmlElement>()
    {
        link.click();
    }
}

/// A word nobody else has: to name an occasion by. None where the page is not secure.
pub(crate) fn random_id() -> Option<String> {
    let crypto = property(&window(), "crypto")?;
    let make: Function = property(&crypto, "randomUUID")?.dyn_into().ok()?;
    make.call0(&crypto).ok()?.as_string()
}

/// A property of a JavaScript object; `undefined` counts as none.
pub(crate) fn property(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &JsValue::from_str(name))
        .ok()
        .filter(|value| !value.is_undefined() && !value.is_null())
}
