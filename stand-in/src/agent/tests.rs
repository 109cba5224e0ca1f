//! Scripts of inputs against effects and screens.
