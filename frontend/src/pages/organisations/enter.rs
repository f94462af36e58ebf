//! The two ways into an organisation: an invitation to one address, and a join link for whoever has it.

use leptos::prelude::*;
use lykta_shared::{
    api::{AcceptInvitation, GetMe, PreviewInvitation, PreviewJoinLink, RequestToJoin},
    identity::TokenRequest,
    organisations::{InvitationPreview, Joined, MembershipStatus},
    text::Token,
};

use crate::{
    api::{Sender, call},
    browser,
    components::{Act, FailureNote, LinkButton, Note, Page, Skeleton, Tone, fixed, live},
    pages::identity::with_return,
    session::use_session,
    text::{Text, core, fill, identity as words, roles, t},
};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Invitation,
    Link,
}

impl Way {
    /// Its page, which is also the name its token is kept under.
    const fn page(self) -> &'static str {
        match self {
            Self::Invitation => "invite",
            Self::Link => "join",
        }
    }

    const fn title(self) -> Text {
        match self {
            Self::Invitation => words::INVITE_TITLE,
            Self::Link => words::JOIN_TITLE,
        }
    }
}

/// `/invite#t=…`
pub(crate) fn invite() -> AnyView {
    enter(Way::Invitation)
}

/// `/join#t=…`
pub(crate) fn join() -> AnyView {
    enter(Way::Link)
}

fn enter(way: Way) -> AnyView {
    if let Some(token) = browser::take_token() {
        browser::keep_link(way.page(), Some(&token));
    }
    let token: Option<Token> =
        browser::kept_link(way.page()).and_then(|token| token.try_into().ok());
    let preview = RwSignal::new(None::<InvitationPreview>);
    let joined = RwSignal::new(None::<Joined>);
    let title = Signal::derive(move || {
        preview.get().map_or_else(
            || t(way.title()).to_owned(),
            |preview| {
                let text = match way {
                    Way::Invitation => words::INVITE_IN,
                    Way::Link => words::JOIN_IN,
                };
                fill(text, &[("name", &preview.organisation_name)])
            },
        )
    });
    let content = match token {
        None => view! {
            <Note tone=Tone::Warn>
                <p>{t(words::NO_TOKEN)}</p>
            </Note>
        }
        .into_any(),
        Some(token) => with_token(way, token, preview, joined),
    };
    view! { <Page title=title>{content}</Page> }.into_any()
}

fn with_token(
    way: Way,
    token: Token,
    preview: RwSignal<Option<InvitationPreview>>,
    joined: RwSignal<Option<Joined>>,
) -> AnyView {
    let look = Sender::new();
    let request = TokenRequest {
        token: token.clone(),
    };
    match way {
        Way::Invitation => {
            look.send(PreviewInvitation {}, request, move |seen| {
                preview.set(Some(seen));
            });
        }
        Way::Link => look.send(PreviewJoinLink {}, request, move |seen| {
            preview.set(Some(seen));
        }),
    }
    Effect::new(move |_| {
        if look.failure.with(|failure| {
            failure
                .as_ref()
                .is_some_and(|failure| failure.kind().is_some())
        }) {
            browser::keep_link(way.page(), None);
        }
    });
    let content = move || {
        if let Some(joined) = joined.get() {
            return welcome(&joined);
        }
        match preview.get() {
            Some(preview) => offer(way, token.clone(), preview, joined),
            None if look.pending.get() => view! { <Skeleton /> }.into_any(),
            None => ().into_any(),
        }
    };
    view! {
        <FailureNote failure=look.failure />
        {live(content)}
    }
    .into_any()
}

/// What one would join, and the button; or the way to an account first.
fn offer(
    way: Way,
    token: Token,
    preview: InvitationPreview,
    joined: RwSignal<Option<Joined>>,
) -> AnyView {
    let session = use_session();
    let names: Vec<&str> = preview
        .roles
        .iter()
        .map(|role| t(roles::org_role(*role)))
        .collect();
    let invited_as = (!names.is_empty()).then(|| {
        view! { <p>{t(words::INVITE_AS)} " " {names.join(", ")}</p> }
    });
    let approval = preview
        .needs_approval
        .then(|| view! { <p>{t(words::JOIN_APPROVAL)}</p> });
    let address = (way == Way::Invitation).then(|| view! { <p>{t(words::INVITE_ADDRESS)}</p> });
    let step = move || {
        if let Some(me) = session.me() {
            let email = fill(words::SIGNED_IN_AS, &[("email", &me.email)]);
            view! {
                <p class="muted">{email}</p>
                <JoinButton way=way token=token.clone() joined=joined />
            }
            .into_any()
        } else {
            let here = format!("/{}", way.page());
            view! {
                <p>{t(words::NEED_ACCOUNT)}</p>
                <div class="actions">
                    <LinkButton
                        href=with_return("/login", &here)
                        label=core::LOG_IN
                        kind="primary"
                    />
                    <LinkButton
                        href=with_return("/register", &here)
                        label=words::REGISTER_TITLE
                    />
                </div>
            }
            .into_any()
        }
    };
    view! {
        {invited_as}
        {approval}
        {address}
        {live(step)}
    }
    .into_any()
}

#[component]
fn JoinButton(way: Way, token: Token, joined: RwSignal<Option<Joined>>) -> impl IntoView {
    let sender = Sender::new();
    let done = move |answer: Joined| {
        browser::keep_link(way.page(), None);
        // The membership also belongs to what is known of the person: navigation and rights follow.
        leptos::task::spawn_local(async {
            if let Ok(me) = call(&GetMe {}, &(), &()).await {
                use_session().enter(me);
            }
        });
        browser::announce(t(outcome(&answer)));
        joined.set(Some(answer));
    };
    let send = move || {
        let request = TokenRequest {
            token: token.clone(),
        };
        match way {
            Way::Invitation => sender.send(AcceptInvitation {}, request, done),
            Way::Link => sender.send(RequestToJoin {}, request, done),
        }
    };
    let label = match way {
        Way::Invitation => words::ACCEPT,
        Way::Link => words::JOIN,
    };
    view! {
        <FailureNote failure=sender.failure />
        <div class="actions">
            <Act
                label=fixed(label)
                kind="primary"
                pending=sender.pending
                on_press=send
            />
        </div>
    }
}

fn outcome(joined: &Joined) -> Text {
    if joined.status == MembershipStatus::Active {
        words::JOINED
    } else {
        words::ASKED
    }
}

fn welcome(joined: &Joined) -> AnyView {
    let words = t(outcome(joined));
    view! {
        <Note tone=Tone::Ok>
            <p>{words}</p>
        </Note>
        <div class="actions">
            <LinkButton href="/shifts" label=core::FIND_SHIFT kind="primary" />
        </div>
    }
    .into_any()
}
