//! Use cases of organisations, and what other rooms may ask of them.
//!
//! Locks: whoever changes who administers an organisation holds the organisation's row first, so that two
//! administrators can't both go at once; whoever decides on an application holds its row, so that one decision wins.

mod apply;
mod city;
mod facts;
mod invite;
mod members;
mod notify;
mod profile;
mod qualifications;
mod signup_settings;
mod view;

use lykta_shared::time::Instant;

use crate::random::Random;

pub(crate) use apply::{
    apply_again, create, get_application, submit, update_application, withdraw,
};
pub(crate) use city::{
    approve, city_application, partner, partners, public_partners, queue, reject,
    request_completion, start_review, take_back,
};
pub(crate) use facts::{
    Membership, NamedMember, administrators, member, members_with_names, membership,
    my_memberships, my_organisations, organisation, require, shareable, user_of,
};
pub(crate) use invite::{
    accept, create_join_link, delete_join_link, invitations, invite, preview_invitation,
    preview_join_link, request_to_join, revoke,
};
pub(crate) use members::{approve_member, enrol, leave, members, remove, update_member};
pub(crate) use profile::{get, update};
pub(crate) use qualifications::{qualifications, set_qualifications, shown_by, shown_in};
pub(crate) use signup_settings::{set_signup_settings, signup_settings};

/// What a use case that writes needs besides who asks: the moment, and a source of ids and tokens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    /// Now.
    pub(crate) now: Instant,
    /// Ids and tokens.
    pub(crate) random: Random,
}
