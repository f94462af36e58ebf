//! Icons for home screens: the favicon drawn as pictures, because not every phone takes a drawing.

use std::fs;
use std::path::Path;

use anyhow::Context;
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// The favicon's own background: the corners it leaves free are filled with it where the phone cuts the shape itself.
const BACKGROUND: (u8, u8, u8) = (0x0B, 0x53, 0x51);

/// A picture to make.
struct Icon {
    name: &'static str,
    size: u16,
    /// How much of the width the drawing takes. What may be cut to any shape keeps a fifth free around it.
    share: f32,
    /// Whether the corners are filled.
    filled: bool,
}

const ICONS: [Icon; 4] = [
    Icon {
        name: "icon-192.png",
        size: 192,
        share: 1.0,
        filled: false,
    },
    Icon {
        name: "icon-512.png",
        size: 512,
        share: 1.0,
        filled: false,
    },
    Icon {
        name: "icon-maskable-512.png",
        size: 512,
        share: 0.8,
        filled: true,
    },
    // iOS rounds the corners itself and shows see-through ones black.
    Icon {
        name: "apple-touch-icon.png",
        size: 180,
        share: 1.0,
        filled: true,
    },
];

/// Every icon's file name and its PNG.
pub(crate) fn draw(drawing: &Path) -> anyhow::Result<Vec<(&'static str, Vec<u8>)>> {
    let source = fs::read(drawing).with_context(|| drawing.display().to_string())?;
    let tree = Tree::from_data(&source, &Options::default())
        .with_context(|| drawing.display().to_string())?;
    ICONS
        .iter()
        .map(|icon| Ok((icon.name, picture(&tree, icon)?)))
        .collect()
}

fn picture(tree: &Tree, icon: &Icon) -> anyhow::Result<Vec<u8>> {
    let side = u32::from(icon.size);
    let mut pixels = Pixmap::new(side, side).context("an icon without size")?;
    if icon.filled {
        let (red, green, blue) = BACKGROUND;
        pixels.fill(Color::from_rgba8(red, green, blue, u8::MAX));
    }
    let width = f32::from(icon.size);
    let scale = width * icon.share / tree.size().width();
    let margin = width * (1.0 - icon.share) / 2.0;
    let place = Transform::from_scale(scale, scale).post_translate(margin, margin);
    resvg::render(tree, place, &mut pixels.as_mut());
    pixels.encode_png().context(icon.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place;

    fn drawn(name: &str) -> Pixmap {
        let icons = draw(&place::root().join("frontend/static/favicon.svg")).unwrap();
        let (_, png) = icons.into_iter().find(|(held, _)| *held == name).unwrap();
        Pixmap::decode_png(&png).unwrap()
    }

    #[test]
    fn icons_have_their_size_and_the_lantern_on_it() {
        for icon in &ICONS {
            let held = drawn(icon.name);
            assert_eq!(
                (held.width(), held.height()),
                (icon.size.into(), icon.size.into())
            );
            let yellow = |pixel: &resvg::tiny_skia::PremultipliedColorU8| {
                pixel.red() > 200 && pixel.green() > 180 && pixel.blue() < 80
            };
            assert!(held.pixels().iter().any(yellow), "{}", icon.name);
        }
    }

    #[test]
    fn what_is_cut_by_the_phone_has_no_see_through_corner() {
        let corner = |name| drawn(name).pixel(0, 0).unwrap().alpha();
        assert_eq!(corner("icon-maskable-512.png"), u8::MAX);
        assert_eq!(corner("apple-touch-icon.png"), u8::MAX);
        assert_eq!(corner("icon-192.png"), 0);
    }
}
