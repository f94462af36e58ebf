//! Guards that a test takes away to show that it would notice (negative controls). Only in builds with
//! test hooks.

static OFF: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();

/// Takes away the guards that the settings name (`LYKTA_FAILPOINTS`). To be called once, at the start.
pub(crate) fn set(names: &[String]) {
    drop(OFF.set(names.to_vec()));
}

/// Whether this failpoint is on, such as `capacity-guard-off`.
pub(crate) fn is_on(name: &str) -> bool {
    OFF.get()
        .is_some_and(|names| names.iter().any(|held| held == name))
}
