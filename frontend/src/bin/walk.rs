//! The web app's third bundle: the walk and its report, on a phone without network.

fn main() {
    lykta_frontend::start(lykta_frontend::walk);
}
