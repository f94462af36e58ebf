//! Signing up and withdrawing: one button, in one place, for every state the server can name.

use leptos::{prelude::*, task::spawn_local};
use lykta_shared::{
    api::{GetShift, SignUp, Withdraw},
    problem::ProblemKind,
    shifts::{ShiftCard, SignUpReason, SignUpRequest, SignupState},
};

use super::words;
use crate::{
    api::{Failure, Sender, call},
    browser,
    components::{Act, ConfirmDialog, live},
    text::{Text, fill, format, problem, shifts as text, t},
};

/// What the button does, where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    SignUp,
    Queue,
    Take,
    Withdraw,
    WithdrawLate,
    LeaveQueue,
    Decline,
}

impl Deed {
    const fn of(state: &SignupState) -> Option<Self> {
        match state {
            SignupState::Open => Some(Self::SignUp),
            SignupState::Full => Some(Self::Queue),
            SignupState::Offered { .. } => Some(Self::Take),
            SignupState::Joined { late: true, .. } => Some(Self::WithdrawLate),
            SignupState::Joined { late: false, .. } => Some(Self::Withdraw),
            SignupState::Waitlisted { .. } => Some(Self::LeaveQueue),
            SignupState::SignIn
            | SignupState::Collides { .. }
            | SignupState::NotEligible { .. }
            | SignupState::NotYet { .. }
            | SignupState::Closed
            | SignupState::Started
            | SignupState::Ended
            | SignupState::Cancelled
            | SignupState::NotOpen => None,
        }
    }

    const fn words(self) -> Text {
        match self {
            Self::SignUp => text::SIGN_UP,
            Self::Queue => text::QUEUE,
            Self::Take => text::TAKE,
            Self::Withdraw | Self::WithdrawLate => text::WITHDRAW,
            Self::LeaveQueue => text::LEAVE_QUEUE,
            Self::Decline => text::DECLINE,
        }
    }

    const fn context(self) -> Text {
        match self {
            Self::SignUp | Self::Queue | Self::Take => text::FOR_SHIFT,
            _ => text::FROM_SHIFT,
        }
    }

    const fn kind(self) -> &'static str {
        match self {
            Self::SignUp | Self::Take => "primary",
            _ => "secondary",
        }
    }
}

/// What came of it, in words: said aloud and left standing where the button is.
fn outcome(was: Deed, card: &ShiftCard) -> String {
    match &card.signup {
        SignupState::Joined { .. } => words::about(text::DID_JOIN, card),
        SignupState::Waitlisted { position, .. } => fill(
            text::DID_QUEUE,
            &[
                ("n", &position.to_string()),
                ("title", &card.title),
                ("when", &words::short_when(card)),
            ],
        ),
        _ if matches!(was, Deed::LeaveQueue | Deed::Decline) => {
            words::about(text::DID_LEAVE_QUEUE, card)
        }
        _ => words::about(text::DID_WITHDRAW, card),
    }
}

/// What is said when it did not work.
fn refusal(failure: &Failure) -> String {
    match failure {
        Failure::Problem(why)
            if why.code == ProblemKind::SignUpRefused && why.reasons == [SignUpReason::Full] =>
        {
            t(text::REFUSED_FULL).to_owned()
        }
        other => problem::failure(other),
    }
}

/// Why there is no button: the state as a sentence. `None` where a button or link stands instead.
pub(super) fn obstacle(state: &SignupState) -> Option<String> {
    match state {
        SignupState::Open
        | SignupState::Joined { .. }
        | SignupState::Waitlisted { .. }
        | SignupState::Offered { .. }
        | SignupState::Full
        | SignupState::SignIn => None,
        SignupState::NotYet { opens_at } => {
            Some(fill(text::NOT_YET, &[("when", &format::moment(*opens_at))]))
        }
        SignupState::Closed => Some(t(problem::reason(SignUpReason::Closed)).to_owned()),
        SignupState::Collides {
            title, starts_at, ..
        } => Some(fill(
            text::COLLIDES,
            &[("title", title), ("when", &format::moment(*starts_at))],
        )),
        SignupState::NotEligible { reasons } => Some(
            reasons
                .iter()
                .map(|reason| t(problem::reason(*reason)))
                .collect::<Vec<_>>()
                .join(" "),
        ),
        SignupState::Started => Some(t(text::STARTED).to_owned()),
        SignupState::Ended => Some(t(text::ENDED).to_owned()),
        SignupState::Cancelled => Some(t(text::CANCELLED).to_owned()),
        SignupState::NotOpen => Some(t(text::NOT_OPEN).to_owned()),
    }
}

/// The button with its outcome. `changed` gets the shift as it stands after each try.
#[component]
pub(crate) fn SignupControl(
    /// The shift as it stands.
    card: Signal<ShiftCard>,
    /// Called with the shift as the server has it now.
    changed: Callback<ShiftCard>,
) -> impl IntoView {
    let sender = Sender::new();
    let said = RwSignal::new(None::<String>);
    let deed = Memo::new(move |_| card.with(|card| Deed::of(&card.signup)));
    let act = move |deed: Deed| {
        said.set(None);
        let shift = card.with_untracked(|card| card.id);
        let done = move |result: Result<ShiftCard, Failure>| match result {
            Ok(now) => {
                let words = outcome(deed, &now);
                browser::announce(&words);
                said.set(Some(words));
                changed.run(now);
            }
            Err(failure) => {
                let words = refusal(&failure);
                browser::announce(&words);
                said.set(Some(words));
                if failure.kind().is_some() {
                    look_again(shift, changed);
                }
            }
        };
        match deed {
            Deed::SignUp | Deed::Queue | Deed::Take => {
                let waitlist = deed == Deed::Queue;
                sender.send_at(None, SignUp { shift }, SignUpRequest { waitlist }, done);
            }
            Deed::Withdraw | Deed::WithdrawLate | Deed::LeaveQueue | Deed::Decline => {
                sender.send_at(None, Withdraw { shift }, (), done);
            }
        }
    };
    let asking = RwSignal::new(false);
    let press = move |deed: Deed| {
        if deed == Deed::WithdrawLate && !card.with_untracked(is_fresh) {
            asking.set(true);
        } else {
            act(deed);
        }
    };
    view! {
        <div class="signup">
            {live(move || card.with(beforehand))}
            {live(move || match deed.get() {
                Some(_) => {
                    view! { <DeedButton card=card deed=deed pending=sender.pending act=press /> }
                        .into_any()
                }
                None => card.with(no_button),
            })}
            {live(move || match deed.get() {
                Some(Deed::Take) => {
                    view! {
                        <Act
                            label=t(text::DECLINE).to_owned()
                            kind="quiet"
                            pending=sender.pending
                            on_press=move || act(Deed::Decline)
                        />
                    }
                        .into_any()
                }
                Some(Deed::WithdrawLate) => {
                    let confirm = move || {
                        asking.set(false);
                        act(Deed::WithdrawLate);
                    };
                    view! { <Late card=card asking=asking sender=sender on_confirm=confirm /> }
                        .into_any()
                }
                _ => ().into_any(),
            })}
            {live(move || {
                said.get().map(|words| view! { <p class="outcome">{words}</p> })
            })}
        </div>
    }
}

/// Whether the person has taken the place only just now, so that leaving it is no late drop-out yet. The server
/// decides a moment later than the button is pressed: in the last seconds the words come first all the same.
fn is_fresh(card: &ShiftCard) -> bool {
    let on_its_way = browser::now().plus_seconds(5);
    matches!(&card.signup, SignupState::Joined { undo_until: Some(until), .. } if on_its_way < *until)
}

/// What to know before pressing: until when a place is kept, and what the group asks one to think of.
fn beforehand(card: &ShiftCard) -> Option<impl IntoView + use<>> {
    let words = match &card.signup {
        SignupState::Offered { until, .. } => {
            let when = format::moment(*until);
            vec![fill(text::OFFERED_UNTIL, &[("when", &when)])]
        }
        _ => card
            .warnings
            .iter()
            .map(|reason| t(problem::reason(*reason)).to_owned())
            .collect(),
    };
    (!words.is_empty()).then(|| view! { <p class="reason">{words.join(" ")}</p> })
}

/// Asks before a late withdrawal, with the group's own words.
#[component]
fn Late(
    card: Signal<ShiftCard>,
    asking: RwSignal<bool>,
    sender: Sender,
    on_confirm: impl Fn() + 'static,
) -> impl IntoView {
    let words = RwSignal::new(String::new());
    let shift = card.with_untracked(|card| card.id);
    Effect::new(move |_| {
        if asking.get() {
            spawn_local(async move {
                if let Ok(detail) = call(&GetShift { shift }, &(), &()).await {
                    words.set(detail.late_text.unwrap_or_default());
                }
            });
        }
    });
    view! {
        <ConfirmDialog
            open=asking
            title=text::LATE_TITLE
            confirm=text::WITHDRAW
            danger=true
            sender=sender
            on_confirm=on_confirm
        >
            <p>{t(text::LATE_TEXT)}</p>
            <p class="lines">{live(move || words.get())}</p>
        </ConfirmDialog>
    }
}

/// One and the same button whatever it does, so that the focus stays on it.
#[component]
fn DeedButton(
    card: Signal<ShiftCard>,
    deed: Memo<Option<Deed>>,
    pending: RwSignal<bool>,
    act: impl Fn(Deed) + 'static,
) -> impl IntoView {
    let with = move |pick: fn(Deed) -> Text| deed.get().map(|deed| t(pick(deed)));
    view! {
        <button
            type="button"
            class="btn"
            data-kind=move || deed.get().map(Deed::kind)
            aria-disabled=move || pending.get().then_some("true")
            on:click=move |_| {
                if let Some(deed) = deed.get_untracked() {
                    act(deed);
                }
            }
        >
            {live(move || with(Deed::words))}
            <span class="vh">
                " "
                {live(move || deed.get().map(|deed| card.with(|card| words::about(deed.context(), card))))}
            </span>
        </button>
    }
}

/// What stands in the button's place when one can't sign up oneself.
fn no_button(card: &ShiftCard) -> AnyView {
    match &card.signup {
        SignupState::SignIn => {
            let path = format!("/login?to=%2Fshifts%2F{}", card.id);
            let context = words::about(text::FOR_SHIFT, card);
            view! {
                <a class="btn" href=path>
                    {t(text::SIGN_IN)}
                    <span class="vh">" " {context}</span>
                </a>
            }
            .into_any()
        }
        SignupState::Collides { shift, .. } => {
            let path = format!("/shifts/{shift}");
            view! {
                <p class="reason">
                    {obstacle(&card.signup)} " " <a href=path>{t(text::COLLIDES_SHOW)}</a>
                </p>
            }
            .into_any()
        }
        state => view! { <p class="reason">{obstacle(state)}</p> }.into_any(),
    }
}

/// Reads the shift once more after a refusal: what was shown was no longer true.
fn look_again(shift: lykta_shared::ids::ShiftId, changed: Callback<ShiftCard>) {
    spawn_local(async move {
        if let Ok(detail) = call(&GetShift { shift }, &(), &()).await {
            changed.run(detail.card);
        }
    });
}

#[cfg(test)]
mod tests {
    use lykta_shared::ids::SignupId;

    use super::*;

    #[test]
    fn what_can_be_done_can_be_undone_in_the_same_place() {
        let signup: SignupId = "01928e7a-0000-7000-8000-000000000001".parse().unwrap();
        for (state, deed) in [
            (SignupState::Open, Some(Deed::SignUp)),
            (SignupState::Full, Some(Deed::Queue)),
            (
                SignupState::Joined {
                    signup,
                    leader: false,
                    late: false,
                    undo_until: None,
                },
                Some(Deed::Withdraw),
            ),
            (
                SignupState::Joined {
                    signup,
                    leader: false,
                    late: true,
                    undo_until: None,
                },
                Some(Deed::WithdrawLate),
            ),
            (
                SignupState::Waitlisted {
                    signup,
                    position: 1,
                },
                Some(Deed::LeaveQueue),
            ),
            (SignupState::Ended, None),
        ] {
            assert_eq!(Deed::of(&state), deed, "{state:?}");
        }
    }
}
