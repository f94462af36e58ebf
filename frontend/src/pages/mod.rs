//! The pages, one folder per room. A page is a function that returns its view; `app` says where it stands.

pub(crate) mod apply;
pub(crate) mod city;
pub(crate) mod feed;
pub(crate) mod identity;
pub(crate) mod messages;
pub(crate) mod my;
pub(crate) mod org;
pub(crate) mod organisations;
pub(crate) mod params;
pub(crate) mod platform;
pub(crate) mod shifts;
pub(crate) mod walks;
