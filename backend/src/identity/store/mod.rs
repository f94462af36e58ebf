//! Diesel queries of accounts and sessions, nothing else.

mod failures;
mod requests;
mod sessions;
mod tokens;
mod users;

pub(super) use failures::{clear_failures, failures, forget_failures, set_failures};
pub(super) use requests::{
    AuthRequestRow, NewAuthRequest, RequestKind, insert_request, take_request, waiting_requests,
};
pub(super) use sessions::{
    RefreshRow, SessionRow, delete_dead_sessions, insert_refresh, insert_session, live_sessions,
    refresh_by_hash, refresh_is_used, revoke_session, revoke_sessions, session, touch_session,
    use_refresh,
};
pub(super) use tokens::{
    NewToken, Purpose, TokenRow, delete_stale_tokens, delete_tokens, insert_token, live_token,
    live_tokens, use_token,
};
pub(super) use users::{
    NewUser, Profile, UserRow, city_roles, grant_role, insert_user, raise_epoch, set_password,
    set_profile, set_registration, set_stored_hash, set_verified, stop_reminders, user,
    user_by_email, with_city_role,
};
