//! The web app as files to serve.
//!
//! ```text
//! <target>/web/index.html          the page of the first bundle, with the addresses of the others filled in
//! <target>/web/planning.html …     the same page with another bundle
//! <target>/web/a/<name>.<hash>.…   script, module, style, icons, font: named after their content, cacheable for ever
//! <target>/web/icon-192.png …      the favicon as pictures, for home screens
//! <target>/web/…                   what frontend/static holds (robots.txt, manifest, service worker)
//! ```
//! Beside each stands `.br` and `.gz` where that is smaller. The folder is swapped in whole when it is ready.

mod fill;
mod font;
mod icons;
mod pack;
mod style;
pub(crate) mod toolchain;
mod wasm;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::web::fill::Values;
use crate::web::pack::Weight;
use crate::web::toolchain::Toolchain;
use crate::{place, say};

/// What the files of each of [`wasm::BUNDLES`] are called, and the page that loads them.
const BUNDLE_FILES: [(&str, &str); 5] = [
    ("app", "index.html"),
    ("organisation", "organisation.html"),
    ("planning", "planning.html"),
    ("city", "city.html"),
    ("walk", "walk.html"),
];

/// What packs, as it was compiled: packing differently has to pack again.
const OWN_SOURCE: [&str; 7] = [
    include_str!("mod.rs"),
    include_str!("fill.rs"),
    include_str!("font.rs"),
    include_str!("icons.rs"),
    include_str!("pack.rs"),
    include_str!("style.rs"),
    include_str!("wasm.rs"),
];

/// A built web app.
#[derive(Debug)]
pub(crate) struct Built {
    /// The folder to serve.
    pub(crate) folder: PathBuf,
    /// Bytes a browser loads before a page of each bundle stands: page, style, script and module, compressed.
    pub(crate) first_loads: Vec<FirstLoad>,
}

/// What it costs to open a page of one bundle.
#[derive(Debug)]
pub(crate) struct FirstLoad {
    /// The bundle.
    pub(crate) bundle: &'static str,
    /// Its bytes, compressed.
    pub(crate) bytes: usize,
}

/// Builds the web app, or finds that nothing it is made of has changed, and prints what it weighs.
pub(crate) fn build() -> anyhow::Result<Built> {
    let folder = place::target().join("web");
    let stamp = place::target().join("web.stamp");
    let toolchain = Toolchain::find()?;
    let modules = wasm::compile(toolchain)?;
    let font = font::load()?;
    let fingerprint = fingerprint(toolchain, &modules, font.as_deref())?;
    let report = match fs::read_to_string(&stamp) {
        Ok(found) if found.starts_with(&fingerprint) && folder.is_dir() => found,
        _ => {
            let weights = say::step("Packing the web app", || pack_all(&modules, font, &folder))?;
            let report = report(&fingerprint, &weights);
            fs::write(&stamp, &report)?;
            report
        }
    };
    let mut lines = report.lines().skip(1);
    let sums = lines.next().unwrap_or_default().split(' ');
    let first_loads = sums
        .zip(BUNDLE_FILES)
        .map(|(bytes, (bundle, _))| {
            let bytes = bytes.parse().context("web.stamp is damaged: remove it")?;
            Ok(FirstLoad { bundle, bytes })
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    lines.for_each(say::line);
    Ok(Built {
        folder,
        first_loads,
    })
}

/// What a page of this bundle needs before it stands. Icons and font come after; the other files only where they are
/// asked for.
fn first_load(weights: &[(String, Weight)], (bundle, page): (&str, &str)) -> Weight {
    let needed = [
        page.to_owned(),
        format!("{bundle}.js"),
        format!("{bundle}.wasm"),
        "app.css".to_owned(),
    ];
    weights
        .iter()
        .filter(|(name, _)| needed.contains(name))
        .fold(Weight::default(), |sum, (_, weight)| sum + *weight)
}

/// The stamp's text: the fingerprint, the first load of each bundle in bytes, then the lines to show.
fn report(fingerprint: &str, weights: &[(String, Weight)]) -> String {
    let firsts = BUNDLE_FILES.map(|files| (files.0, first_load(weights, files)));
    let sums = firsts.map(|(_, weight)| weight.sent.to_string()).join(" ");
    let mut lines = vec![fingerprint.to_owned(), sums];
    let row = |name: &str, weight: Weight| {
        format!(
            "    {name:<24} {:>9} bytes, Brotli {:>8}",
            weight.raw, weight.sent
        )
    };
    lines.extend(weights.iter().map(|(name, weight)| row(name, *weight)));
    lines.extend(firsts.map(|(bundle, weight)| {
        row(&format!("first load: {bundle}"), weight) + "  (page, style, script, module)"
    }));
    lines.join("\n")
}

/// Changes when anything the packed folder is made of changes. The modules stand for all Rust code of the web app.
fn fingerprint(
    toolchain: Toolchain,
    modules: &[PathBuf],
    font: Option<&[u8]>,
) -> anyhow::Result<String> {
    let mut parts = vec![
        toolchain.describe()?,
        pack::sha256(OWN_SOURCE.concat().as_bytes()),
        font.map(pack::sha256).unwrap_or_default(),
    ];
    for module in modules {
        parts.push(pack::sha256(&fs::read(module)?));
    }
    let frontend = place::root().join("frontend");
    for name in ["index.html", "style", "icons", "static"] {
        for file in files_in(&frontend.join(name))? {
            parts.push(format!(
                "{} {}",
                file.display(),
                pack::sha256(&fs::read(&file)?)
            ));
        }
    }
    Ok(pack::sha256(parts.join("\n").as_bytes()))
}

/// The file itself, or every file below the folder, in a fixed order; nothing if there is none.
fn files_in(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            files.extend(files_in(&entry?.path())?);
        }
    }
    files.sort();
    Ok(files)
}

fn pack_all(
    modules: &[PathBuf],
    font: Option<Vec<u8>>,
    folder: &Path,
) -> anyhow::Result<Vec<(String, Weight)>> {
    let frontend = place::root().join("frontend");
    let mut packing = Packing::begin(place::target().join("web.new"))?;

    let has_font = font.is_some();
    packing.asset("font", "text.woff2", font.as_deref())?;
    let icons = fs::read(frontend.join("icons/sprite.svg")).context("frontend/icons/sprite.svg")?;
    packing.asset("icons", "icons.svg", Some(&icons))?;
    let style = style::bundle(&frontend.join("style/main.css"), has_font)?;
    let style = fill::fill(&style, &packing.addresses).context("frontend/style")?;
    packing.asset("css", "app.css", Some(style.as_bytes()))?;
    let template =
        fs::read_to_string(frontend.join("index.html")).context("frontend/index.html")?;
    // The first bundle last: its addresses are those the other files get to see.
    for (module, (bundle, page)) in modules.iter().zip(BUNDLE_FILES).rev() {
        let bound = wasm::bind(module, &place::target().join("web.bindgen"))?;
        packing.asset("wasm", &format!("{bundle}.wasm"), Some(&bound.wasm))?;
        packing.asset("js", &format!("{bundle}.js"), Some(bound.js.as_bytes()))?;
        packing.name_version();
        let filled = fill::fill(&template, &packing.addresses).context("frontend/index.html")?;
        fill::check_inline_scripts(&filled)?;
        packing.file(page, filled.as_bytes())?;
    }
    for (name, picture) in icons::draw(&frontend.join("static/favicon.svg"))? {
        packing.file(name, &picture)?;
    }
    let fixed = frontend.join("static");
    for file in files_in(&fixed)? {
        let name = file.strip_prefix(&fixed)?.to_string_lossy().into_owned();
        let bytes = fs::read(&file)?;
        match String::from_utf8(bytes) {
            Ok(text) => packing.file(
                &name,
                fill::fill(&text, &packing.addresses)
                    .context(name.clone())?
                    .as_bytes(),
            )?,
            Err(binary) => packing.file(&name, binary.as_bytes())?,
        }
    }
    packing.swap_in(folder)
}

/// A folder being filled.
struct Packing {
    folder: PathBuf,
    /// Addresses for the placeholders: `js`, `wasm`, `css`, `icons`, `font` (empty without one), `version`.
    addresses: Values,
    weights: Vec<(String, Weight)>,
}

impl Packing {
    fn begin(folder: PathBuf) -> anyhow::Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        Ok(Self {
            folder,
            addresses: Values::new(),
            weights: Vec::new(),
        })
    }

    /// Adds a file named after its content; `key` becomes its placeholder. Without bytes the placeholder is empty.
    fn asset(&mut self, key: &'static str, name: &str, bytes: Option<&[u8]>) -> anyhow::Result<()> {
        let address = match bytes {
            None => String::new(),
            Some(bytes) => {
                let hash: String = pack::sha256(bytes).chars().take(16).collect();
                let (stem, ending) = name.split_once('.').unwrap_or((name, "bin"));
                let path = format!("a/{stem}.{hash}.{ending}");
                self.weights.push((
                    name.to_owned(),
                    pack::write(&self.folder.join(&path), bytes)?,
                ));
                format!("/{path}")
            }
        };
        self.addresses.insert(key, address);
        Ok(())
    }

    /// `{{version}}` names this set of assets; a service worker names its cache after it.
    fn name_version(&mut self) {
        let all: Vec<&str> = self.addresses.values().map(String::as_str).collect();
        let version = pack::sha256(all.join(" ").as_bytes())
            .chars()
            .take(16)
            .collect();
        self.addresses.insert("version", version);
    }

    fn file(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        self.weights.push((
            name.to_owned(),
            pack::write(&self.folder.join(name), bytes)?,
        ));
        Ok(())
    }

    fn swap_in(self, folder: &Path) -> anyhow::Result<Vec<(String, Weight)>> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::rename(&self.folder, folder)?;
        Ok(self.weights)
    }
}
