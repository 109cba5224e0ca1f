//! Set-up, build and test commands of the repository.
fn main() {}
