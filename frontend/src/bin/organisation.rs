//! The web app's bundle for an organisation's house-keeping and one's own account.

fn main() {
    lykta_frontend::start(lykta_frontend::organisation);
}
