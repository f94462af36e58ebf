//! Checking oneself in: with the button at the meeting point, or by the link of the leader's code.

use leptos::prelude::*;
use lykta_shared::{
    api::CheckMyselfIn,
    text::Token,
    walks::{AttendanceView, CheckIn, CheckInWay, WalkPage},
};

use super::page::Walk;
use crate::{
    browser,
    components::{Act, Note, Tone, live},
    text::{fill, format, t, walks as text},
};

/// Checks in with the code that the page was opened with, if it was.
pub(super) fn with_code(walk: Walk) {
    let Some(code) = browser::take_fragment("#c=") else {
        return;
    };
    let code = Token::try_from(code).ok();
    if code.is_some() {
        let endpoint = CheckMyselfIn { shift: walk.shift };
        walk.later.put(&endpoint, &CheckIn { code });
    }
}

/// Where oneself stands, and until when one can check in.
#[derive(PartialEq, Clone)]
struct Own {
    came: bool,
    on_it: bool,
    from: lykta_shared::time::Instant,
    until: lykta_shared::time::Instant,
}

fn own_of(page: &WalkPage) -> Own {
    let you = page.people.iter().find(|one| one.you);
    Own {
        came: you.is_some_and(|one| one.attendance.is_some()),
        on_it: you.is_some(),
        from: page.check_in_from,
        until: page.check_in_until,
    }
}

/// The large button for oneself.
pub(super) fn own(walk: Walk) -> AnyView {
    let own = walk.memo(own_of);
    let check_in = move || {
        let now = browser::now();
        walk.kept.change(|page| {
            if let Some(one) = page.people.iter_mut().find(|one| one.you) {
                one.attendance = Some(AttendanceView {
                    came_at: now,
                    left_at: None,
                    way: CheckInWay::Myself,
                });
                page.present += 1;
            }
        });
        walk.later.put(
            &CheckMyselfIn { shift: walk.shift },
            &CheckIn { code: None },
        );
        browser::announce(t(text::HERE_DONE));
    };
    live(move || {
        let own = own.get()?;
        let now = browser::now();
        if !own.on_it || now >= own.until {
            return None;
        }
        Some(if own.came {
            view! {
                <Note tone=Tone::Ok>
                    <p>{t(text::HERE_DONE)}</p>
                </Note>
            }
            .into_any()
        } else if now < own.from {
            let words = fill(text::HERE_LATER, &[("time", &format::time(own.from))]);
            view! { <p class="muted">{words}</p> }.into_any()
        } else {
            view! {
                <div class="tall">
                    <Act
                        label=t(text::HERE).to_owned()
                        kind="primary"
                        icon="check"
                        on_press=check_in
                    />
                    <p class="hint">{t(text::HERE_HINT)}</p>
                </div>
            }
            .into_any()
        })
    })
}
