//! Words of the open pages: start page, partners, what the service says of itself.

use super::texts;

texts! {
    HOME_TITLE: "Gå ut tillsammans för en tryggare stad", "Walk together for a safer city";
}
