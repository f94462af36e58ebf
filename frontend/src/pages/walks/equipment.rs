//! What an organisation owns, and what of it is still out.

use leptos::prelude::*;
use lykta_shared::{
    api::{ListEquipment, PutEquipment, PutLoan, RetireEquipment},
    identity::MyMembership,
    ids::{EquipmentId, OrganisationId},
    organisations::{OrgRight, may},
    walks::{EquipmentForm, EquipmentView, LoanForm, OpenLoan},
};

use crate::{
    api::{Load, Sender, load},
    browser,
    components::{
        Act, ConfirmDialog, Empty, FailureNote, Form, FormFrame, Remote, SelectField, Submit,
        TextField, fixed, live,
    },
    pages::org::frame,
    text::{fill, format, t, walk_plan as text},
    vocabulary::{label, use_words},
};

/// `/org/:slug/equipment`
pub(crate) fn equipment() -> AnyView {
    frame::page(Some(text::EQUIPMENT), false, None, shown)
}

fn shown(membership: MyMembership) -> AnyView {
    let organisation = membership.organisation;
    let manages = may(&membership.roles, OrgRight::ManageEquipment);
    let load = load(move || Some((ListEquipment { organisation }, ())));
    let shelf = Shelf {
        organisation,
        manages,
        load,
        sender: Sender::new(),
        retiring: RwSignal::new(None),
        asked: RwSignal::new(false),
    };
    view! {
        <Remote load=load let:things>
            {live(move || things.with(|things| table(things, shelf)))}
        </Remote>
        {retire(shelf)}
        {manages.then(|| add(organisation, load))}
    }
    .into_any()
}

/// What the parts of the page share.
#[derive(Debug, Clone, Copy)]
struct Shelf {
    organisation: OrganisationId,
    /// Whether the reader looks after the equipment.
    manages: bool,
    load: Load<Vec<EquipmentView>>,
    sender: Sender,
    /// What is about to be taken out of use.
    retiring: RwSignal<Option<(EquipmentId, String)>>,
    asked: RwSignal<bool>,
}

fn table(things: &[EquipmentView], shelf: Shelf) -> AnyView {
    if things.is_empty() {
        return view! { <Empty text=fixed(text::E_EMPTY) /> }.into_any();
    }
    let rows = things.iter().map(|thing| row(thing, shelf)).collect_view();
    let actions = shelf
        .manages
        .then(|| view! { <th scope="col">{t(text::ACTIONS)}</th> });
    view! {
        <FailureNote failure=shelf.sender.failure />
        <div class="scroll">
            <table class="stack">
                <caption class="vh">{t(text::E_CAPTION)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t(text::E_LABEL)}</th>
                        <th scope="col">{t(text::E_KIND)}</th>
                        <th scope="col">{t(text::E_QUANTITY)}</th>
                        <th scope="col">{t(text::E_MISSING)}</th>
                        {actions}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(thing: &EquipmentView, shelf: Shelf) -> AnyView {
    let words = use_words();
    let open = if thing.open.is_empty() {
        t(text::E_NONE_OUT).into_any()
    } else {
        let loans = thing.open.iter();
        loans
            .map(|one| loan(thing.id, one, shelf))
            .collect_view()
            .into_any()
    };
    let (id, name) = (thing.id, thing.label.clone());
    let retire = move |name: String| {
        let ask = {
            let name = name.clone();
            move || {
                shelf.retiring.set(Some((id, name.clone())));
                shelf.asked.set(true);
            }
        };
        view! {
            <td>
                <Act
                    label=t(text::E_RETIRE).to_owned()
                    context=name
                    kind="quiet"
                    on_press=ask
                />
            </td>
        }
    };
    view! {
        <tr>
            <th scope="row">
                <bdi>{thing.label.clone()}</bdi>
            </th>
            <td data-label=t(text::E_KIND)>{words.label("equipmentType", &thing.equipment_type)}</td>
            <td data-label=t(text::E_QUANTITY)>{thing.quantity}</td>
            <td data-label=t(text::E_MISSING)>{open}</td>
            {shelf.manages.then(|| retire(name))}
        </tr>
    }
    .into_any()
}

/// What did not come back from a walk.
fn loan(equipment: EquipmentId, loan: &OpenLoan, shelf: Shelf) -> AnyView {
    let missing = loan.taken.saturating_sub(loan.returned);
    let told = fill(
        text::E_OPEN,
        &[
            ("n", &missing.to_string()),
            ("title", &loan.title),
            ("date", &format::short_day(loan.date)),
        ],
    );
    let (shift, taken) = (loan.shift, loan.taken);
    let back = move || {
        let all = LoanForm {
            taken,
            returned: taken,
        };
        let endpoint = PutLoan { shift, equipment };
        shelf.sender.send(endpoint, all, move |_| {
            shelf.load.again();
            browser::announce(t(text::E_SAVED));
        });
    };
    let context = told.clone();
    let button = move || {
        view! {
            <Act label=t(text::E_BACK).to_owned() context=context kind="quiet" on_press=back />
        }
    };
    view! {
        <div>
            <bdi>{told}</bdi>
            " "
            {shelf.manages.then(button)}
        </div>
    }
    .into_any()
}

/// Asks before something is taken out of use.
fn retire(shelf: Shelf) -> AnyView {
    let name = move || {
        let held = shelf.retiring.get();
        held.map(|(_, name)| name).unwrap_or_default()
    };
    let sender = Sender::new();
    let confirm = move || {
        let Some((equipment, name)) = shelf.retiring.get_untracked() else {
            return;
        };
        let organisation = shelf.organisation;
        let endpoint = RetireEquipment {
            organisation,
            equipment,
        };
        sender.send(endpoint, (), move |now| {
            shelf.asked.set(false);
            shelf.load.set(now);
            browser::announce(&fill(text::E_RETIRED, &[("name", &name)]));
        });
    };
    view! {
        <ConfirmDialog
            open=shelf.asked
            title=text::E_RETIRE_TITLE
            confirm=text::E_RETIRE
            danger=true
            sender=sender
            on_confirm=confirm
        >
            <p>
                <strong>
                    <bdi>{live(name)}</bdi>
                </strong>
            </p>
            <p>{t(text::E_RETIRE_TEXT)}</p>
        </ConfirmDialog>
    }
    .into_any()
}

fn add(organisation: OrganisationId, load: Load<Vec<EquipmentView>>) -> AnyView {
    let words = use_words();
    let form = Form::about("equipment", &organisation.to_string());
    let kind = form.field("/equipmentType", text::E_KIND, "vest");
    let name = form.field("/label", text::E_LABEL, "");
    let quantity = form.field("/quantity", text::E_QUANTITY, "1");
    let options = Signal::derive(move || {
        words
            .items("equipmentType")
            .iter()
            .map(|item| (item.key.to_string(), label(item)))
            .collect::<Vec<_>>()
    });
    let submit = move || {
        let read = (kind.read(), name.read(), quantity.read_number());
        let (Some(equipment_type), Some(label), Some(number)) = read else {
            form.refuse();
            return;
        };
        let Ok(equipment) = browser::fresh_id().parse::<EquipmentId>() else {
            return;
        };
        let body = EquipmentForm {
            equipment_type,
            label,
            quantity: number,
        };
        let endpoint = PutEquipment {
            organisation,
            equipment,
        };
        form.send(endpoint, body, move |now| {
            form.clear();
            kind.set("vest".to_owned());
            quantity.set("1".to_owned());
            load.set(now);
            browser::announce(t(text::E_SAVED));
        });
    };
    view! {
        <section>
            <h2>{t(text::E_ADD)}</h2>
            <FormFrame form=form on_submit=submit>
                <SelectField field=kind options=options />
                <TextField field=name />
                <TextField field=quantity kind="number" />
                <Submit form=form label=text::E_ADD_BUTTON />
            </FormFrame>
        </section>
    }
    .into_any()
}
