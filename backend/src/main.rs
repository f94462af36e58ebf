//! Lykta's server: the REST API, the web app, the command line and the jobs, in one binary.
//!
//! The rooms (`identity`, `organisations`, `shifts`, `messages`, `platform`) hold what the product is about,
//! each as `routes` → `service` → `store`; beside them stands what every room needs.

mod app;
mod clock;
mod config;
mod db;
mod http;
mod random;

fn main() {}
