//! *Skicka till staden*: what the city will see is shown first.

use leptos::prelude::*;
use lykta_shared::{
    api::{PreviewReport, SubmitReport},
    walks::{CityPreview, ReportState, SendReport},
};

use super::{report::Report, sent};
use crate::{
    api::Sender,
    browser,
    components::{Act, FailureNote, Note, Tone, live},
    text::{fill, t, walk_report as text},
};

/// The last part of the page.
pub(super) fn send(report: Report) -> AnyView {
    let stored = Memo::new(move |_| {
        report
            .kept
            .value
            .with(|page| page.as_ref().and_then(|page| page.report.clone()))
    });
    let counts_only = Memo::new(move |_| {
        report
            .kept
            .value
            .with(|page| page.as_ref().is_some_and(|page| page.counts_only))
    });
    let preview = RwSignal::new(None::<CityPreview>);
    let sender = Sender::new();
    let look = move || {
        let Some(held) = stored.get_untracked() else {
            return;
        };
        let endpoint = PreviewReport {
            shift: report.shift,
            report: held.id,
        };
        sender.send(endpoint, (), move |seen| preview.set(Some(seen)));
    };
    let content = move || {
        let Some(held) = stored.get() else {
            return view! { <p class="muted">{t(text::SAVE_FIRST)}</p> }.into_any();
        };
        let told = held.reference.clone().map(|reference| {
            let words = fill(text::SENT, &[("reference", &reference)]);
            let version = fill(text::VERSIONS, &[("n", &held.versions.to_string())]);
            view! {
                <Note tone=Tone::Ok>
                    <p>{words} " " {version}</p>
                </Note>
            }
        });
        let changed = (held.state == ReportState::Changed).then(|| {
            view! { <p>{t(text::CHANGED)}</p> }
        });
        let waiting = report.later.waiting.get() > 0;
        let open = held.state != ReportState::Sent;
        let button = if !open {
            ().into_any()
        } else if waiting {
            view! { <p class="muted">{t(text::NEEDS_NETWORK)}</p> }.into_any()
        } else {
            view! {
                <p>{t(text::PUBLIC)}</p>
                {counts_only.get().then(|| view! { <p>{t(text::COUNTS_ONLY)}</p> })}
                <Act
                    label=t(text::LOOK).to_owned()
                    pending=sender.pending
                    on_press=look
                />
            }
            .into_any()
        };
        view! {
            {told}
            {changed}
            {button}
        }
        .into_any()
    };
    view! {
        <section>
            <h2>{t(text::SEND_TITLE)}</h2>
            <div role="status">{live(content)}</div>
            {live(move || preview.get().map(|seen| shown(report, seen, preview, sender)))}
            <FailureNote failure=sender.failure />
        </section>
    }
    .into_any()
}

fn shown(
    report: Report,
    seen: CityPreview,
    preview: RwSignal<Option<CityPreview>>,
    sender: Sender,
) -> AnyView {
    let warned = !seen.warnings.is_empty();
    let checked = RwSignal::new(false);
    let send = move || {
        let id = report.kept.value.with_untracked(|page| {
            page.as_ref()
                .and_then(|page| Some(page.report.as_ref()?.id))
        });
        let Some(id) = id else { return };
        let endpoint = SubmitReport {
            shift: report.shift,
            report: id,
        };
        let body = SendReport {
            revision: seen.revision,
            persons_checked: checked.get_untracked(),
        };
        sender.send(endpoint, body, move |sent| {
            preview.set(None);
            let words = fill(
                text::SENT,
                &[("reference", sent.reference.as_deref().unwrap_or_default())],
            );
            browser::announce(&words);
            report.kept.change(|page| page.report = Some(sent));
        });
    };
    let check = warned.then(|| {
        view! {
            <Note tone=Tone::Warn>
                <p>{t(text::WARN)} " " {t(text::PLACES_ONLY)}</p>
                <label class="tick">
                    <input
                        type="checkbox"
                        prop:checked=move || checked.get()
                        on:change:target=move |event| checked.set(event.target().checked())
                    />
                    <span>{t(text::CHECKED)}</span>
                </label>
            </Note>
        }
    });
    view! {
        <div class="card">
            {sent::facts(&seen.report)}
            {check}
            <Act
                label=t(text::SEND).to_owned()
                kind="primary"
                pending=sender.pending
                on_press=send
            />
        </div>
    }
    .into_any()
}
