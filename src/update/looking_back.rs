//! Scrolling in the chosen worker's output.
//!
//! It stands still while one looks back, as tmux's own copy mode does: what
//! is read must not move, and a worker that writes much costs nothing.

use crate::client::Job;
use crate::error::Error;
use crate::keymap::Action;
use crate::model::{LookBack, Purpose};
use crate::operation::capture_worker_output;
use crate::tmux::Target;
use crate::update::Update;

/// How many lines above the screen are read.
const LINES: usize = 1_000;

/// What to do where a preview does not fit.
const NO_ROOM: &str = "make the panel larger, or open the worker";

impl Update<'_> {
    /// Shows the chosen worker's screen, or does not; where it does not fit
    /// all stays as it is.
    pub(crate) fn toggle_preview(&mut self) {
        if self.model.preview_fits {
            self.model.preview = !self.model.preview;
            self.list_soon();
        } else {
            let text = "there is no room for the worker's screen";
            self.model.notices.noted(self.now, text, NO_ROOM);
        }
    }

    /// Half the rows of the preview on the screen.
    pub(crate) fn preview_page(&self) -> isize {
        isize::try_from(self.frame.preview_rows / 2)
            .unwrap_or(1)
            .max(1)
    }

    /// Goes so many rows down in the chosen worker's output, up for negative
    /// ones; below the last one it is followed again.
    pub(crate) fn scroll_preview(&mut self, rows: isize) {
        let Some(target) = self.model.pointed().cloned() else {
            return;
        };
        if !self.model.preview_fits || !self.model.preview {
            let hint = if self.model.preview_fits {
                let way = self.model.way(Action::Preview);
                format!("it is hidden; {way} shows it")
            } else {
                NO_ROOM.to_owned()
            };
            self.model
                .notices
                .noted(self.now, "no output is shown", hint);
            return;
        }
        self.repaint();
        if let Some(back) = self.model.look_back.as_mut().filter(|b| b.target == target) {
            back.up = back.up.saturating_add_signed(-rows);
            if back.up == 0 {
                self.model.look_back = None;
            }
        } else if rows < 0 {
            let capture = capture_worker_output(&self.model.config.tmux, target.clone(), LINES);
            self.model.look_back = Some(LookBack {
                target: target.clone(),
                output: None,
                up: rows.unsigned_abs(),
            });
            self.begin(Job::Capture(capture), Purpose::Output(target));
        }
    }

    /// The output has come.
    pub(crate) fn output_came(&mut self, target: &Target, result: Result<String, Error>) {
        match result {
            Ok(output) => {
                if let Some(back) = self
                    .model
                    .look_back
                    .as_mut()
                    .filter(|b| b.target == *target)
                {
                    back.output = Some(output.into());
                    self.repaint();
                }
            }
            Err(error) => {
                self.model.look_back = None;
                self.fail(&error);
            }
        }
    }
}
