//! The web app's first bundle: what visitors and members need.

fn main() {
    lykta_frontend::start(lykta_frontend::everybody);
}
