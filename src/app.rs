//! The only door to the panel: inputs go in, effects and frames come out.

use crate::effect::Effect;
use crate::input::Input;
use crate::model::Model;
use crate::screen::Cut;
use crate::time::Moment;
use crate::update::Update;
use crate::view::{self, Frame, Size};

/// The panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App {
    model: Model,
    frame: Frame,
    cut: Cut,
}

impl Default for App {
    fn default() -> Self {
        Self::new()
    }
}

impl App {
    /// A panel that waits for [`Input::Loaded`].
    #[must_use]
    pub fn new() -> Self {
        Self {
            model: Model::new(),
            frame: Frame::default(),
            cut: Cut::default(),
        }
    }

    /// Takes one input and says what to do about it. Never fails and never
    /// panics, whatever comes in whatever order.
    pub fn update(&mut self, now: Moment, input: Input) -> Vec<Effect> {
        let mut update = Update {
            model: &mut self.model,
            frame: &self.frame,
            now,
            effects: Vec::new(),
        };
        update.input(input);
        update.effects
    }

    /// Draws the panel. The frame is kept: a click is read against what was
    /// on the screen when it happened.
    pub fn view(&mut self, now: Moment, size: Size) -> &Frame {
        view::settle(&mut self.model, &mut self.cut, size);
        self.frame = view::draw(&self.model, &self.cut, now, size);
        &self.frame
    }

    /// What the panel knows, to look at.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }
}
