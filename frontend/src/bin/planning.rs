//! The web app's second bundle: what coordinators, walk leaders and the city need besides.

fn main() {
    lykta_frontend::start(lykta_frontend::planning);
}
