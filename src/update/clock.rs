//! The host's clock, when it is set back.

use crate::model::Polling;
use crate::time::Millis;
use crate::update::Update;

/// A smaller step back delays things by no more than this, and is left alone.
const STEP: Millis = Millis(1_000);

impl Update<'_> {
    /// Keeps what lies ahead as far ahead as it was, and what has been as long
    /// ago. Without that a panel stands still until a clock that was set back
    /// has caught up: after a time server's first word, or in a virtual
    /// machine that goes on.
    pub(crate) fn follow_clock(&mut self) {
        let model = &mut *self.model;
        let by = model.clock.since(self.now);
        model.clock = self.now;
        if by < STEP {
            return;
        }
        // Ticks that were ordered still come, each at a moment of its own.
        model.timer = None;
        model.client.set_back(by);
        model.desk.set_back(by);
        model.notices.set_back(by);
        model.autosave.set_back(by);
        model.roster.set_back(by);
        let Polling {
            listed,
            next,
            changed,
            wrote,
            patient,
            ..
        } = &mut model.polling;
        let single = [
            next,
            changed,
            wrote,
            &mut model.acted,
            &mut model.last_start.at,
            &mut model.dialog_since,
        ];
        let maybe = [
            listed.as_mut(),
            patient.as_mut().map(|p| &mut p.begun),
            model.hid.as_mut(),
            model.wish.as_mut().map(|w| &mut w.until),
        ];
        let looks = model.looks.values_mut().map(|(_, at)| at);
        let all = single.into_iter().chain(maybe.into_iter().flatten());
        for at in all.chain(looks).chain(model.writing.values_mut()) {
            at.set_back(by);
        }
    }
}
