//! Members: who wants in, who is in, with which roles; and the ways to invite more.

use leptos::prelude::*;
use lykta_shared::{
    api::{ApproveMember, ListMembers, RemoveMembership},
    identity::MyMembership,
    ids::{MembershipId, OrganisationId},
    organisations::{AgeBand, MemberView, MembershipStatus, OrgRight, RemoveMember, may},
};

use super::{frame, invite::Invite, join_link::Link, member_edit::Edit, words};
use crate::{
    api::{Load, Sender, load},
    browser,
    components::{
        Act, AreaField, ConfirmDialog, FailureNote, Form, Icon, Remote, RowKeys, live, walk_rows,
    },
    text::{count, fill, format, org, org_members as text, t},
};

/// `/org/:slug/members`
pub(crate) fn members() -> AnyView {
    let need = Some((OrgRight::SeeMembers, org::ROLE_NEEDED_MEMBERS));
    frame::page(Some(org::MEMBERS), false, need, shown)
}

/// What the parts of the page share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Desk {
    /// The organisation.
    pub(super) organisation: OrganisationId,
    /// Its members.
    pub(super) load: Load<Vec<MemberView>>,
    /// Whether one may change anything, not only look.
    manages: bool,
    /// Whose roles are being changed.
    pub(super) editing: RwSignal<Option<MembershipId>>,
    /// Who is about to be removed or declined.
    removing: RwSignal<Option<MemberView>>,
    /// Whether that is being asked.
    asking: RwSignal<bool>,
}

impl Desk {
    fn ask_to_remove(self, one: MemberView) {
        self.removing.set(Some(one));
        self.asking.set(true);
    }
}

fn shown(membership: MyMembership) -> AnyView {
    let organisation = membership.organisation;
    let desk = Desk {
        organisation,
        load: load(move || Some((ListMembers { organisation }, ()))),
        manages: may(&membership.roles, OrgRight::ManageMembers),
        editing: RwSignal::new(None),
        removing: RwSignal::new(None),
        asking: RwSignal::new(false),
    };
    view! {
        <Remote load=desk.load let:members>
            <Pending desk=desk members=members />
            <Active desk=desk members=members />
        </Remote>
        <Remove desk=desk />
        {desk
            .manages
            .then(|| {
                view! {
                    <Invite organisation=organisation />
                    <Link organisation=organisation />
                }
            })}
    }
    .into_any()
}

/// Who has asked to join. Only administrators are told of them, and they decide.
#[component]
fn Pending(desk: Desk, members: RwSignal<Vec<MemberView>>) -> impl IntoView {
    let sender = Sender::new();
    let waiting = Memo::new(move |_| {
        members.with(|members| {
            members
                .iter()
                .filter(|one| one.status == MembershipStatus::Pending)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let approve = move |one: MemberView| {
        let endpoint = ApproveMember {
            organisation: desk.organisation,
            member: one.id,
        };
        sender.send(endpoint, (), move |_| {
            browser::announce(&fill(text::APPROVED_MEMBER, &[("name", &one.display_name)]));
            desk.load.again();
        });
    };
    let row = move |one: MemberView| {
        let (yes, no) = (one.clone(), one.clone());
        let name = one.display_name.clone();
        view! {
            <li class="between">
                <span>
                    <strong>
                        <bdi>{one.display_name}</bdi>
                    </strong>
                    {one.email.map(|email| view! { <br /> <bdi dir="ltr">{email}</bdi> })}
                </span>
                <span class="row">
                    <Act
                        label=t(text::APPROVE_MEMBER).to_owned()
                        context=name.clone()
                        kind="primary"
                        pending=sender.pending
                        on_press=move || approve(yes.clone())
                    />
                    <Act
                        label=t(text::DECLINE_MEMBER).to_owned()
                        context=name
                        on_press=move || desk.ask_to_remove(no.clone())
                    />
                </span>
            </li>
        }
    };
    move || {
        let waiting = waiting.get();
        (desk.manages && !waiting.is_empty()).then(|| {
            let rows = waiting.into_iter().map(row).collect_view();
            view! {
                <section>
                    <h2>{t(text::PENDING_TITLE)}</h2>
                    <p class="muted">{t(text::PENDING_HINT)}</p>
                    <FailureNote failure=sender.failure />
                    <ul class="list" role="list">
                        {rows}
                    </ul>
                </section>
            }
        })
    }
}

/// Who is a member.
#[component]
fn Active(desk: Desk, members: RwSignal<Vec<MemberView>>) -> impl IntoView {
    let active = Memo::new(move |_| {
        members.with(|members| {
            members
                .iter()
                .filter(|one| one.status == MembershipStatus::Active)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let how_many = move || {
        let n = u64::try_from(active.with(Vec::len)).unwrap_or(u64::MAX);
        count(n, text::MEMBER_COUNT_ONE, text::MEMBER_COUNT_OTHER)
    };
    let alone = move || active.with(Vec::len) == 1;
    view! {
        <section>
            <h2>{live(how_many)}</h2>
            {live(move || alone().then(|| view! { <p>{t(text::ONLY_YOU)}</p> }))}
            <RowKeys />
            <ul class="list" role="list" on:keydown=walk_rows>
                <For
                    each=move || active.get()
                    key=|one| (one.id, one.version)
                    let:one
                >
                    <Member desk=desk one=one />
                </For>
            </ul>
        </section>
    }
}

#[component]
fn Member(desk: Desk, one: MemberView) -> impl IntoView {
    let id = one.id;
    let open = Memo::new(move |_| desk.editing.get() == Some(id));
    let remove = one.clone();
    let shown = StoredValue::new(one.clone());
    let name = one.display_name.clone();
    let since = one.joined_at.map(|at| {
        let day = format::date(format::day_of(at));
        view! { <span class="muted">{t(text::M_SINCE)} " " {day}</span> }
    });
    let youth = (one.age_band == AgeBand::Youth)
        .then(|| view! { <span class="tag">{t(text::M_YOUTH)}</span> });
    let phone = one
        .phone
        .clone()
        .map(|phone| view! { " " <bdi dir="ltr">{phone}</bdi> });
    let tools = desk.manages.then(|| {
        view! {
            <div class="actions">
                <button
                    type="button"
                    class="btn"
                    data-row=""
                    aria-expanded=move || open.get().to_string()
                    on:click=move |_| {
                        desk.editing.set((!open.get_untracked()).then_some(id));
                    }
                >
                    <Icon name="edit" />
                    <span>
                        {t(text::M_CHANGE)} <span class="vh">" " {name.clone()}</span>
                    </span>
                </button>
                {(!one.you)
                    .then(|| {
                        view! {
                            <Act
                                label=t(text::M_REMOVE).to_owned()
                                context=name
                                kind="quiet"
                                on_press=move || desk.ask_to_remove(remove.clone())
                            />
                        }
                    })}
            </div>
        }
    });
    view! {
        <li>
            <p>
                <strong>
                    <bdi>{one.display_name.clone()}</bdi>
                </strong>
                {one.you.then(|| format!(" ({})", t(text::M_YOU)))}
                " "
                {youth}
            </p>
            <p>{words::roles(&one.roles)}</p>
            <p>
                {one.email.map(|email| view! { <bdi dir="ltr">{email}</bdi> })}
                {phone}
            </p>
            <p>{since}</p>
            {tools}
            {live(move || open.get().then(|| view! { <Edit desk=desk one=shown.get_value() /> }))}
        </li>
    }
}

/// Asks for the reason, and ends the membership or the wish for one.
#[component]
fn Remove(desk: Desk) -> impl IntoView {
    let form = Form::new("remove-member");
    // Never kept: a reason that was meant for one must not be sent to another.
    let reason = form.secret("/reason", text::M_REMOVE_REASON);
    Effect::new(move |_| {
        if desk.asking.get() {
            reason.set(String::new());
        }
    });
    let name = move || {
        desk.removing.with(|one| {
            one.as_ref()
                .map(|one| one.display_name.clone())
                .unwrap_or_default()
        })
    };
    let confirm = move || {
        let (Some(reason), Some(one)) = (reason.read(), desk.removing.get_untracked()) else {
            return;
        };
        let endpoint = RemoveMembership {
            organisation: desk.organisation,
            member: one.id,
        };
        form.send(endpoint, RemoveMember { reason }, move |()| {
            form.clear();
            desk.asking.set(false);
            browser::announce(&fill(text::M_REMOVED, &[("name", &one.display_name)]));
            desk.load.again();
        });
    };
    view! {
        <ConfirmDialog
            open=desk.asking
            title=text::M_REMOVE_TITLE
            confirm=text::M_REMOVE
            danger=true
            sender=form.sender
            on_confirm=confirm
        >
            <p>
                <strong>
                    <bdi>{live(name)}</bdi>
                </strong>
            </p>
            <p>{t(text::M_REMOVE_TEXT)}</p>
            <AreaField field=reason rows=3 />
        </ConfirmDialog>
    }
}
