//! What an organisation owns, and what of it is still out.

use leptos::prelude::*;
use lykta_shared::{
    api::{ListEquipment, PutEquipment, PutLoan, RetireEquipment},
    identity::MyMembership,
    ids::{EquipmentId, OrganisationId},
    organisations::{OrgRight, may},
    walks::{EquipmentForm, EquipmentView, LoanForm},
};

use crate::{
    api::{Load, Sender, load},
    browser,
    components::{
        Act, Empty, FailureNote, Form, FormFrame, Remote, SelectField, Submit, TextField, fixed,
        live,
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
    view! {
        <Remote load=load let:things>
            {live(move || table(things, load, (organisation, manages)))}
        </Remote>
        {manages.then(|| add(organisation, load))}
    }
    .into_any()
}

fn table(
    things: RwSignal<Vec<EquipmentView>>,
    load: Load<Vec<EquipmentView>>,
    (organisation, manages): (OrganisationId, bool),
) -> AnyView {
    let sender = Sender::new();
    let things = things.get();
    if things.is_empty() {
        return view! { <Empty text=fixed(text::E_EMPTY) /> }.into_any();
    }
    let rows = things
        .into_iter()
        .map(|thing| row(thing, load, sender, (organisation, manages)))
        .collect_view();
    view! {
        <FailureNote failure=sender.failure />
        <div class="scroll">
            <table class="stack">
                <caption class="vh">{t(text::E_CAPTION)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t(text::E_LABEL)}</th>
                        <th scope="col">{t(text::E_KIND)}</th>
                        <th scope="col">{t(text::E_QUANTITY)}</th>
                        <th scope="col">{t(text::E_MISSING)}</th>
                        <th scope="col">{t(text::ACTIONS)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(
    thing: EquipmentView,
    load: Load<Vec<EquipmentView>>,
    sender: Sender,
    (organisation, manages): (OrganisationId, bool),
) -> AnyView {
    let words = use_words();
    let equipment = thing.id;
    let open = thing
        .open
        .iter()
        .map(|loan| {
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
                sender.send(PutLoan { shift, equipment }, all, move |_| load.again());
            };
            view! {
                <div>
                    <bdi>{told.clone()}</bdi>
                    {manages
                        .then(|| {
                            view! {
                                <Act
                                    label=t(text::E_BACK).to_owned()
                                    context=told
                                    kind="quiet"
                                    on_press=back
                                />
                            }
                        })}
                </div>
            }
        })
        .collect_view();
    let retire = move || {
        let endpoint = RetireEquipment {
            organisation,
            equipment,
        };
        sender.send(endpoint, (), move |now| load.set(now));
    };
    let name = thing.label.clone();
    view! {
        <tr>
            <th scope="row">
                <bdi>{thing.label}</bdi>
            </th>
            <td data-label=t(text::E_KIND)>{words.label("equipmentType", &thing.equipment_type)}</td>
            <td data-label=t(text::E_QUANTITY)>{thing.quantity}</td>
            <td data-label=t(text::E_MISSING)>{open}</td>
            <td>
                {manages
                    .then(|| {
                        view! {
                            <Act
                                label=t(text::E_RETIRE).to_owned()
                                context=name
                                kind="quiet"
                                on_press=retire
                            />
                        }
                    })}
            </td>
        </tr>
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
