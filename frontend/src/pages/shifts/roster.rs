//! The roster of a shift, for its leader and planners; made for paper too.

use leptos::prelude::*;
use lykta_shared::{
    api::{AddMemberToShift, GetRoster, RemoveMemberFromShift, SetShiftLeader},
    ids::{MembershipId, ShiftId},
    organisations::AgeBand,
    shifts::{AddToRoster, Roster, RosterRow, SetLeader, SignupStatus},
};

use crate::{
    api::{Load, load},
    browser,
    components::{
        Act, AreaField, ConfirmDialog, Empty, Form, FormFrame, NotFound, Page, Range, Remote,
        SelectField, Submit, fixed, live,
    },
    pages::params,
    text::{fill, format, shifts_roster as text, t},
};

/// `/shifts/:id/roster`
pub(crate) fn roster() -> AnyView {
    let id = params::part::<ShiftId>("id");
    let load = load(move || id.get().map(|shift| (GetRoster { shift }, ())));
    view! {
        <Page title=fixed(text::TITLE)>
            {live(move || {
                if id.get().is_none() {
                    return view! { <NotFound /> }.into_any();
                }
                view! {
                    <Remote load=load let:roster>
                        <Shown roster=roster load=load />
                    </Remote>
                }
                    .into_any()
            })}
        </Page>
    }
    .into_any()
}

#[component]
fn Shown(roster: RwSignal<Roster>, load: Load<Roster>) -> impl IntoView {
    let removing = Removing {
        row: RwSignal::new(None),
        open: RwSignal::new(false),
    };
    let head = move || {
        roster.with(|roster| {
            let card = &roster.shift;
            view! {
                <p class="lead">
                    <a href=format!("/shifts/{}", card.id)>
                        <bdi>{card.title.clone()}</bdi>
                    </a>
                    ", "
                    {format::long_day(card.date)}
                    ", "
                    <Range
                        start=card.start_time
                        end=card.end_time
                        next_day=card.ends_next_day
                    />
                </p>
                <p>{super::words::need_words(&card.staffing)}</p>
            }
        })
    };
    let table = move || {
        roster.with(|roster| {
            if roster.rows.is_empty() {
                view! { <Empty text=fixed(text::EMPTY) /> }.into_any()
            } else {
                table(&roster.rows, removing).into_any()
            }
        })
    };
    view! {
        {live(head)}
        {live(table)}
        <p class="muted">{t(text::PRIVACY)}</p>
        <div class="actions">
            <Act
                label=t(text::PRINT).to_owned()
                icon="print"
                on_press=|| {
                    // Refused only where a page may not print, and then there is nothing to say.
                    let _printed = window().print();
                }
            />
        </div>
        <Add roster=roster load=load />
        <Leader roster=roster load=load />
        <Remove removing=removing roster=roster load=load />
    }
}

/// Who is about to be taken off, and whether that is being asked.
#[derive(Debug, Clone, Copy)]
struct Removing {
    row: RwSignal<Option<RosterRow>>,
    open: RwSignal<bool>,
}

fn table(rows: &[RosterRow], removing: Removing) -> impl IntoView + use<> {
    let rows = rows.iter().map(|row| line(row, removing)).collect_view();
    view! {
        <div class="scroll">
            <table class="stack">
                <caption class="vh">{t(text::CAPTION)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t(text::NAME)}</th>
                        <th scope="col">{t(text::PHONE)}</th>
                        <th scope="col">{t(text::STATE)}</th>
                        <th scope="col" class="no-print">
                            {t(text::ACTIONS)}
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn line(row: &RosterRow, removing: Removing) -> impl IntoView + use<> {
    let phone = row.phone.clone().map(|phone| {
        let number: String = phone
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect();
        view! {
            <a href=format!("tel:{number}")>
                <bdi dir="ltr">{phone}</bdi>
            </a>
        }
    });
    let mut state = match (row.status, row.position) {
        (SignupStatus::Waitlisted, Some(position)) => {
            fill(text::WAITING, &[("n", &position.to_string())])
        }
        _ => t(text::SIGNED_UP).to_owned(),
    };
    if row.leader {
        state = format!("{state}. {}", t(text::LEADER));
    }
    if row.age_band == AgeBand::Youth {
        state = format!("{state}. {}", t(text::YOUTH));
    }
    let held = row.clone();
    view! {
        <tr>
            <th scope="row">
                <bdi>{row.display_name.clone()}</bdi>
            </th>
            <td data-label=t(text::PHONE)>{phone}</td>
            <td data-label=t(text::STATE)>{state}</td>
            <td class="no-print">
                <Act
                    label=t(text::REMOVE).to_owned()
                    context=row.display_name.clone()
                    kind="quiet"
                    on_press=move || {
                        removing.row.set(Some(held.clone()));
                        removing.open.set(true);
                    }
                />
            </td>
        </tr>
    }
}

/// What the forms are about: a choice begun for another shift must not come back here.
fn subject(roster: RwSignal<Roster>) -> String {
    roster.with_untracked(|roster| roster.shift.id.to_string())
}

/// Adds a member; past the maximum only with a reason.
#[component]
fn Add(roster: RwSignal<Roster>, load: Load<Roster>) -> impl IntoView {
    let form = Form::about("roster-add", &subject(roster));
    let member = form.field("/member", text::MEMBER, "");
    let reason = form.field("/overrideReason", text::OVERRIDE, "");
    let full = Memo::new(move |_| roster.with(|roster| roster.shift.staffing.free == 0));
    let options = Signal::derive(move || {
        roster.with(|roster| {
            roster
                .candidates
                .iter()
                .map(|one| (one.member.to_string(), one.display_name.clone()))
                .collect::<Vec<_>>()
        })
    });
    let submit = move || {
        let Some(chosen) = member.read::<MembershipId>() else {
            form.refuse();
            return;
        };
        let override_reason = if full.get_untracked() {
            let Some(reason) = reason.read() else {
                form.refuse();
                return;
            };
            Some(reason)
        } else {
            None
        };
        let (shift, name) = roster.with_untracked(|roster| {
            let name = roster
                .candidates
                .iter()
                .find(|one| one.member == chosen)
                .map(|one| one.display_name.clone());
            (roster.shift.id, name.unwrap_or_default())
        });
        let endpoint = AddMemberToShift {
            shift,
            member: chosen,
        };
        form.send(endpoint, AddToRoster { override_reason }, move |now| {
            form.clear();
            load.set(now);
            browser::announce(&fill(text::ADDED, &[("name", &name)]));
        });
    };
    view! {
        <section class="no-print">
            <h2>{t(text::ADD)}</h2>
            {live(move || {
                if options.with(Vec::is_empty) {
                    return view! { <p>{t(text::NOBODY)}</p> }.into_any();
                }
                view! {
                    <FormFrame form=form on_submit=submit>
                        <SelectField field=member options=options />
                        {live(move || {
                            full.get()
                                .then(|| {
                                    view! {
                                        <AreaField field=reason rows=2 hint=text::OVERRIDE_HINT />
                                    }
                                })
                        })}
                        <Submit form=form label=text::ADD_BUTTON />
                    </FormFrame>
                }
                    .into_any()
            })}
        </section>
    }
}

/// Sets who leads: those on it and those who could be, if they may lead.
#[component]
fn Leader(roster: RwSignal<Roster>, load: Load<Roster>) -> impl IntoView {
    let now = roster.with_untracked(|roster| {
        roster
            .rows
            .iter()
            .find(|row| row.leader)
            .map(|row| row.member.to_string())
            .unwrap_or_default()
    });
    let form = Form::about("roster-leader", &subject(roster));
    let leader = form.field("/leader", text::WHO_LEADS, &now);
    let options = Signal::derive(move || {
        roster.with(|roster| {
            let on_it = roster
                .rows
                .iter()
                .filter(|row| row.status == SignupStatus::SignedUp && row.can_lead)
                .map(|row| (row.member.to_string(), row.display_name.clone()));
            let others = roster
                .candidates
                .iter()
                .filter(|one| one.can_lead)
                .map(|one| (one.member.to_string(), one.display_name.clone()));
            on_it.chain(others).collect::<Vec<_>>()
        })
    });
    let submit = move || {
        let Some(leader) = leader.read_optional() else {
            form.refuse();
            return;
        };
        let shift = roster.with_untracked(|roster| roster.shift.id);
        form.send(SetShiftLeader { shift }, SetLeader { leader }, move |_| {
            load.again();
            browser::announce(t(text::LEADER_SAVED));
        });
    };
    view! {
        <section class="no-print">
            <h2>{t(text::SET_LEADER)}</h2>
            <FormFrame form=form on_submit=submit>
                <SelectField field=leader options=options hint=text::LEADER_HINT optional=true />
                <Submit form=form label=text::LEADER_SAVE />
            </FormFrame>
        </section>
    }
}

/// Asks before somebody is taken off.
#[component]
fn Remove(removing: Removing, roster: RwSignal<Roster>, load: Load<Roster>) -> impl IntoView {
    let sender = crate::api::Sender::new();
    let name = move || {
        removing.row.with(|row| {
            row.as_ref()
                .map(|row| row.display_name.clone())
                .unwrap_or_default()
        })
    };
    let confirm = move || {
        let Some(row) = removing.row.get_untracked() else {
            return;
        };
        let shift = roster.with_untracked(|roster| roster.shift.id);
        let endpoint = RemoveMemberFromShift {
            shift,
            member: row.member,
        };
        sender.send(endpoint, (), move |now| {
            removing.open.set(false);
            load.set(now);
            browser::announce(&fill(text::REMOVED, &[("name", &row.display_name)]));
        });
    };
    view! {
        <ConfirmDialog
            open=removing.open
            title=text::REMOVE_TITLE
            confirm=text::REMOVE
            danger=true
            sender=sender
            on_confirm=confirm
        >
            <p>
                <strong>
                    <bdi>{live(name)}</bdi>
                </strong>
            </p>
            <p>{t(text::REMOVE_TEXT)}</p>
        </ConfirmDialog>
    }
}
