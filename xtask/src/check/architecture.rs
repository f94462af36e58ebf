//! The shape of the house (ARCHITECTURE in `docs/`), as far as a program can see it: who may know whom, and what is called where.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::{command, place, say};

/// What `lykta-shared` must not reach, even with all its features: anything with I/O or for one side only.
const NOT_IN_SHARED: [&str; 9] = [
    "actix-web",
    "diesel",
    "js-sys",
    "leptos",
    "lettre",
    "reqwest",
    "tokio",
    "wasm-bindgen",
    "web-sys",
];

/// Text that may stand only in some of the files below a folder.
struct Rule {
    /// Below this folder …
    folder: &'static str,
    /// … in files with this name (all if empty) …
    file_name: &'static str,
    /// … none of these may stand …
    texts: &'static [&'static str],
    /// … except in files whose path below the folder begins so.
    except: &'static [&'static str],
    /// Said with each finding.
    instead: &'static str,
}

const RULES: [Rule; 8] = [
    Rule {
        folder: "backend/src",
        file_name: "",
        texts: &[
            "Utc::now",
            "SystemTime::now",
            "Timestamp::now",
            "Zoned::now",
        ],
        except: &["clock"],
        instead: "the time comes from the clock of the state, so that tests can move it",
    },
    Rule {
        folder: "backend/src",
        file_name: "",
        texts: &["env::var", "env::vars"],
        except: &["config"],
        instead: "the environment is read in config",
    },
    Rule {
        folder: "backend/src",
        file_name: "",
        texts: &["Uuid::now_v7", "Uuid::new_v4", "getrandom::"],
        except: &["random"],
        instead: "chance and ids come from random",
    },
    Rule {
        folder: "backend/src",
        file_name: "",
        texts: &["println!", "eprintln!"],
        except: &["cli", "main.rs"],
        instead: "the server logs by tracing; only the command line prints",
    },
    Rule {
        folder: "backend/src",
        file_name: "store.rs",
        texts: &["actix_web"],
        except: &[],
        instead: "a store knows the database, not HTTP",
    },
    Rule {
        folder: "backend/src",
        file_name: "routes.rs",
        texts: &["diesel"],
        except: &[],
        instead: "a route calls one use case and knows no database",
    },
    Rule {
        folder: "backend/src",
        file_name: "",
        texts: &["SqliteConnection", "PgConnection"],
        except: &["db"],
        instead: "only db knows which database it is",
    },
    Rule {
        folder: "frontend/src",
        file_name: "",
        texts: &["inner_html", "set_inner_html", "eval("],
        except: &[],
        instead: "text reaches the page as text",
    },
];

/// All of it; each finding is printed, then counted in the error.
pub(crate) fn check() -> anyhow::Result<()> {
    let mut findings = reached_by_shared()?;
    findings.extend(unequal_migrations()?);
    findings.extend(foreign_stores()?);
    for rule in &RULES {
        findings.extend(broken(rule)?);
    }
    if findings.is_empty() {
        return Ok(());
    }
    for finding in &findings {
        say::line(format_args!("    {finding}"));
    }
    bail!("{} places do not fit the architecture", findings.len())
}

fn reached_by_shared() -> anyhow::Result<Vec<String>> {
    let mut cargo = command::cargo();
    cargo.args([
        "tree",
        "--locked",
        "--package",
        "lykta-shared",
        "--all-features",
    ]);
    cargo.args(["--edges", "normal", "--prefix", "none", "--format", "{p}"]);
    let tree = command::output(&mut cargo)?;
    let reached: BTreeSet<&str> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    Ok(NOT_IN_SHARED
        .iter()
        .filter(|name| reached.contains(*name))
        .map(|name| {
            format!("shared reaches {name} (cargo tree -p lykta-shared --all-features -i {name})")
        })
        .collect())
}

fn unequal_migrations() -> anyhow::Result<Vec<String>> {
    let sqlite = names_in("migrations/sqlite")?;
    let postgres = names_in("migrations/postgres")?;
    Ok(sqlite
        .symmetric_difference(&postgres)
        .map(|name| format!("migrations/…/{name} stands on one of the two databases only"))
        .collect())
}

fn names_in(folder: &str) -> anyhow::Result<BTreeSet<String>> {
    fs::read_dir(place::root().join(folder))
        .with_context(|| folder.to_owned())?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect()
}

/// A room calls another room's service, never its store.
fn foreign_stores() -> anyhow::Result<Vec<String>> {
    let source = place::root().join("backend/src");
    let mut findings = Vec::new();
    for file in rust_files(&source)? {
        let below = file.strip_prefix(&source)?;
        let room = below
            .iter()
            .next()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        for (number, line) in code_lines(&file)? {
            let foreign = line
                .split("crate::")
                .skip(1)
                .filter_map(|path| path.split_once("::store"))
                .any(|(owner, _)| {
                    owner != room && owner.chars().all(|c| c.is_ascii_lowercase() || c == '_')
                });
            if foreign {
                findings.push(format!(
                    "{}:{number}: another room's store; call its service",
                    file.display()
                ));
            }
        }
    }
    Ok(findings)
}

fn broken(rule: &Rule) -> anyhow::Result<Vec<String>> {
    let folder = place::root().join(rule.folder);
    let mut findings = Vec::new();
    for file in rust_files(&folder)? {
        let below = file.strip_prefix(&folder)?.to_string_lossy().into_owned();
        let other_name = !rule.file_name.is_empty() && !file.ends_with(rule.file_name);
        if other_name || rule.except.iter().any(|allowed| below.starts_with(allowed)) {
            continue;
        }
        for (number, line) in code_lines(&file)? {
            if let Some(text) = rule.texts.iter().find(|text| line.contains(**text)) {
                findings.push(format!(
                    "{}/{below}:{number}: {text}: {}",
                    rule.folder, rule.instead
                ));
            }
        }
    }
    Ok(findings)
}

/// Numbered lines of code: no comments, and nothing from the file's test module on.
fn code_lines(file: &Path) -> anyhow::Result<Vec<(usize, String)>> {
    let text = fs::read_to_string(file)?;
    Ok(text
        .lines()
        .take_while(|line| line.trim() != "#[cfg(test)]")
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(index, line)| (index + 1, line.to_owned()))
        .collect())
}

fn rust_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
