//! What pages are made of. Each component brings its own states; none knows a page.

mod button;
mod dialog;
mod fields;
mod form;
mod icon;
mod link;
mod live;
mod page;
mod pager;
mod preferences;
mod remote;
mod rows;
mod shell;
mod states;
mod time;

pub(crate) use button::{Act, Submit};
pub(crate) use dialog::{ConfirmDialog, Sheet};
pub(crate) use fields::{AreaField, CheckField, ChoiceField, SelectField, TextField};
pub(crate) use form::{Field, Form, FormFrame};
pub(crate) use icon::Icon;
pub(crate) use link::{CopyText, LinkButton};
pub(crate) use live::{aria_flag, live, live_text};
pub(crate) use page::Page;
pub(crate) use pager::Pager;
pub(crate) use preferences::{LanguageSwitch, ThemeSwitch};
pub(crate) use remote::Remote;
pub(crate) use rows::{RowKeys, walk_rows};
pub(crate) use shell::Shell;
pub(crate) use states::{
    Empty, FailureNote, FailureView, NotFound, Note, Skeleton, Tone, fixed, login_address,
};
pub(crate) use time::{Moment, Range};
