//! The style sheet: `frontend/style/main.css` with what it imports, as one minified text.

use std::path::Path;

use anyhow::anyhow;
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::printer::PrinterOptions;
use lightningcss::rules::CssRule;
use lightningcss::rules::font_face::{FontFaceProperty, Source};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions};

/// Bundles and minifies. Without a font (`has_font` false) the `@font-face` rules that ask for it are left out, so that
/// the browser goes on to the next family instead of asking for a file that is not there.
pub(crate) fn bundle(main: &Path, has_font: bool) -> anyhow::Result<String> {
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler.bundle(main).map_err(|error| anyhow!("{error}"))?;
    if !has_font {
        sheet.rules.0.retain(|rule| !asks_for_font(rule));
    }
    sheet
        .minify(MinifyOptions::default())
        .map_err(|error| anyhow!("{error}"))?;
    let printed = sheet
        .to_css(PrinterOptions {
            minify: true,
            ..PrinterOptions::default()
        })
        .map_err(|error| anyhow!("{error}"))?;
    Ok(printed.code)
}

fn asks_for_font(rule: &CssRule<'_>) -> bool {
    let CssRule::FontFace(face) = rule else {
        return false;
    };
    face.properties.iter().any(|property| match property {
        FontFaceProperty::Source(sources) => sources.iter().any(
            |source| matches!(source, Source::Url(found) if found.url.url.contains("{{font}}")),
        ),
        _ => false,
    })
}
