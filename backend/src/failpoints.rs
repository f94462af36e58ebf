//! Guards that a test takes away to show that it would notice (negative controls). Always in place in a build
//! without test hooks.

#[cfg(feature = "test-hooks")]
static OFF: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();

/// Takes away the guards that the settings name (`LYKTA_FAILPOINTS`). To be called once, at the start.
#[cfg(feature = "test-hooks")]
pub(crate) fn set(names: &[String]) {
    drop(OFF.set(names.to_vec()));
}

/// Whether this failpoint is on, such as `capacity-guard-off`.
#[cfg(feature = "test-hooks")]
pub(crate) fn is_on(name: &str) -> bool {
    OFF.get()
        .is_some_and(|names| names.iter().any(|held| held == name))
}

/// Whether this failpoint is on: never, in this build.
#[cfg(not(feature = "test-hooks"))]
pub(crate) const fn is_on(_name: &str) -> bool {
    false
}
