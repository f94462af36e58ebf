//! The web app's bundle for the city, and for applying to it.

fn main() {
    lykta_frontend::start(lykta_frontend::city);
}
