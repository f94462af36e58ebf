//! What the service says of itself: purpose, personal data, accessibility, storage.

use leptos::prelude::*;

use crate::{
    components::{Page, fixed},
    text::{Text, core, open as words, t},
};

/// `/about`
pub(crate) fn about() -> AnyView {
    view! {
        <Page title=fixed(core::ABOUT)>
            <p class="lead">{t(words::ABOUT_LEAD)}</p>
            {points(
                words::ABOUT_RULES,
                &[
                    words::ABOUT_ALONE,
                    words::ABOUT_112,
                    words::ABOUT_PLACES,
                    words::ABOUT_GUARDS,
                    words::ABOUT_SPACES,
                ],
            )}
            {passage(words::ABOUT_CITY, words::ABOUT_CITY_TEXT)}
        </Page>
    }
    .into_any()
}

/// `/privacy`
pub(crate) fn privacy() -> AnyView {
    view! {
        <Page title=fixed(core::PRIVACY)>
            <p class="lead">{t(words::PRIVACY_LEAD)}</p>
            {points(
                words::PRIVACY_WHAT,
                &[
                    words::PRIVACY_ACCOUNT,
                    words::PRIVACY_MEMBER,
                    words::PRIVACY_SHIFTS,
                    words::PRIVACY_LOG,
                ],
            )}
            {points(
                words::PRIVACY_WHO,
                &[
                    words::PRIVACY_WHO_ORG,
                    words::PRIVACY_WHO_SHIFT,
                    words::PRIVACY_WHO_CITY,
                    words::PRIVACY_FAITH,
                ],
            )}
            {passage(words::PRIVACY_BASIS, words::PRIVACY_BASIS_TEXT)}
            {passage(words::PRIVACY_RIGHTS, words::PRIVACY_RIGHTS_TEXT)}
        </Page>
    }
    .into_any()
}

/// `/accessibility`
pub(crate) fn accessibility() -> AnyView {
    view! {
        <Page title=fixed(core::ACCESSIBILITY)>
            <p class="lead">{t(words::A11Y_LEAD)}</p>
            {passage(words::A11Y_STATE, words::A11Y_STATE_TEXT)}
            {points(
                words::A11Y_DONE,
                &[
                    words::A11Y_KEYBOARD,
                    words::A11Y_READER,
                    words::A11Y_ZOOM,
                    words::A11Y_COLOUR,
                ],
            )}
            {passage(words::A11Y_MISSING, words::A11Y_MISSING_TEXT)}
            {passage(words::A11Y_TELL, words::A11Y_TELL_TEXT)}
        </Page>
    }
    .into_any()
}

/// `/cookies`
pub(crate) fn cookies() -> AnyView {
    let rows: [(&str, Text, Text); 9] = [
        ("at", words::COOKIE_AT, words::COOKIE_AT_LONG),
        ("rt", words::COOKIE_RT, words::COOKIE_RT_LONG),
        ("lang", words::COOKIE_LANG, words::COOKIE_YEAR),
        ("lykta.theme", words::STORE_THEME, words::STORE_FOREVER),
        ("lykta.signed-in", words::STORE_IN, words::STORE_OUT),
        ("lykta.renewed", words::STORE_IN, words::STORE_FOREVER),
        ("lykta.link.*", words::STORE_LINK, words::STORE_LINK_LONG),
        ("draft.*", words::STORE_DRAFT, words::STORE_TAB),
        (
            "lykta.acting, lykta.last",
            words::STORE_DRAFT,
            words::STORE_TAB,
        ),
    ];
    let rows = rows
        .map(|(name, why, long)| {
            view! {
                <tr>
                    <th scope="row">
                        <code>{name}</code>
                    </th>
                    <td>{t(why)}</td>
                    <td>{t(long)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Page title=fixed(core::COOKIES)>
            <p class="lead">{t(words::COOKIES_LEAD)}</p>
            <div class="scroll" tabindex="0" role="group" aria-label=t(core::COOKIES)>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{t(words::COOKIES_NAME)}</th>
                            <th scope="col">{t(words::COOKIES_WHY)}</th>
                            <th scope="col">{t(words::COOKIES_LONG)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </Page>
    }
    .into_any()
}

/// A heading and a paragraph.
fn passage(title: Text, text: Text) -> AnyView {
    view! {
        <section>
            <h2>{t(title)}</h2>
            <p>{t(text)}</p>
        </section>
    }
    .into_any()
}

/// A heading and a list.
fn points(title: Text, points: &[Text]) -> AnyView {
    let items = points
        .iter()
        .map(|point| view! { <li>{t(*point)}</li> })
        .collect_view();
    view! {
        <section>
            <h2>{t(title)}</h2>
            <ul class="prose">{items}</ul>
        </section>
    }
    .into_any()
}
