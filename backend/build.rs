//! Tells cargo when the migrations, which are compiled in, have changed.

fn main() {
    println!("cargo::rerun-if-changed=../migrations");
}
