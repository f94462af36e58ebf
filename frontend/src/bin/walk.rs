//! The web app's bundle for the walk and its report, on a phone without network.

fn main() {
    lykta_frontend::start(lykta_frontend::walk);
}
