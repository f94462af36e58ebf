//! The web app's bundle for those who plan: shifts, series, terms, rosters.

fn main() {
    lykta_frontend::start(lykta_frontend::planning);
}
