//! `{{name}}` in a page, a style sheet or a script becomes the address of a built file.

use std::collections::BTreeMap;

use anyhow::{Context, bail};

/// The names and what stands for them.
pub(crate) type Values = BTreeMap<&'static str, String>;

/// Fills in every `{{name}}` (lower-case letters only, so that other braces are left alone); an unknown name is an error.
pub(crate) fn fill(text: &str, values: &Values) -> anyhow::Result<String> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        match after.split_once("}}") {
            Some((name, behind)) if is_name(name) => {
                let value = values
                    .get(name)
                    .with_context(|| format!("nothing is known for {{{{{name}}}}}"))?;
                filled.push_str(value);
                rest = behind;
            }
            _ => {
                filled.push_str("{{");
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    Ok(filled)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The page may hold at most one inline script: the server allows exactly one by the hash of its body.
pub(crate) fn check_inline_scripts(page: &str) -> anyhow::Result<()> {
    let inline = page
        .split("<script")
        .skip(1)
        .filter_map(|tag| tag.split_once('>'))
        .filter(|(attributes, _)| !attributes.contains(" src="))
        .count();
    if inline > 1 {
        bail!(
            "frontend/index.html has {inline} inline scripts; the content security policy allows one"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Values {
        Values::from([("js", "/a/app.js".to_owned())])
    }

    #[test]
    fn fills_known_names_and_leaves_other_braces() {
        let filled = fill("a {{js}} b {{ x }} {{}} c {{js}}", &values()).unwrap();
        assert_eq!(filled, "a /a/app.js b {{ x }} {{}} c /a/app.js");
    }

    #[test]
    fn refuses_unknown_names() {
        assert!(fill("{{jss}}", &values()).is_err());
    }

    #[test]
    fn allows_one_inline_script() {
        let one = "<script>a</script><script type=module src=/x></script>";
        assert!(check_inline_scripts(one).is_ok());
        assert!(check_inline_scripts(&format!("{one}<script>b</script>")).is_err());
    }
}
