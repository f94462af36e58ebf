//! Debian packages: which are there, and installing those that are missing where this user may.

use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use crate::{command, say};

/// Installs those of `packages` that are missing, or says in the error exactly what to install by hand.
pub(crate) fn debian(packages: &[&str]) -> anyhow::Result<()> {
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|name| !is_installed(name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let wanted = missing.join(" ");
    let by_hand = format!("install by hand: apt-get install --no-install-recommends {wanted}");
    if command::find("apt-get").is_none() {
        bail!("this is not a Debian system; it needs what Debian calls {wanted}");
    }
    let Some(prefix) = way_to_root() else {
        bail!("this user may not install Debian packages; {by_hand}");
    };
    say::step(&format!("Installing Debian packages: {wanted}"), || {
        command::output(apt(prefix).arg("update")).with_context(|| by_hand.clone())?;
        let mut install = apt(prefix);
        install
            .args(["install", "--yes", "--no-install-recommends"])
            .args(&missing);
        command::output(&mut install).with_context(|| by_hand.clone())?;
        Ok(())
    })
}

fn is_installed(package: &str) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package]);
    command::output(&mut query).is_ok_and(|status| status == "installed")
}

/// How a command becomes root here: not at all (already root), by a `sudo` that asks nothing, or `None`: it can't.
fn way_to_root() -> Option<&'static [&'static str]> {
    let who = command::output(Command::new("id").arg("-u")).ok()?;
    if who.trim() == "0" {
        return Some(&[]);
    }
    let mut sudo = Command::new("sudo");
    sudo.args(["-n", "true"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    sudo.status()
        .is_ok_and(|status| status.success())
        .then_some(&["sudo", "-n"])
}

fn apt(prefix: &[&str]) -> Command {
    let words = [
        prefix,
        &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"],
    ]
    .concat();
    let mut words = words.into_iter();
    let mut command = Command::new(words.next().unwrap_or("apt-get"));
    command.args(words);
    command
}
