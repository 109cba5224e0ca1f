//! The host's clock, when it jumps.

use crate::effect::Effect;
use crate::model::Polling;
use crate::time::Millis;
use crate::update::Update;

/// A smaller jump delays or hastens things by no more than this, and is left
/// alone. A tick that is later than this is lost, or the machine was asleep.
const STEP: Millis = Millis(1_000);

/// How many jumps ahead in a row take no time. On a machine where every tick
/// is late, time would stand still without this limit.
const MAX_JUMPS: u32 = 5;

impl Update<'_> {
    /// Shifts every stored time by the clock's jump, so that remaining and
    /// elapsed durations stay the same.
    ///
    /// Without that a clock that was set back stops the panel until it has
    /// caught up, and after a sleep the first tick gives up every command
    /// although tmux answers a moment later.
    pub(crate) fn follow_clock(&mut self) {
        let Some(by) = self.clock_jump() else {
            return;
        };
        let model = &mut *self.model;
        model.client.shift(by);
        model.desk.shift(by);
        let promises = model.desk.pipes.iter();
        let promises = promises.filter_map(|(id, pipe)| Some((id.clone(), pipe.promise()?)));
        let renewed = promises.map(|(id, until)| Effect::PromiseAnswer { id, until });
        self.effects.extend(renewed);
        model.notices.shift(by);
        model.autosave.shift(by);
        model.roster.shift(by);
        let Polling {
            listed,
            next,
            changed,
            wrote,
            long_poll,
            ..
        } = &mut model.polling;
        // After a sleep the list is old: it is due.
        next.shift(by.min(0));
        let single = [
            changed,
            wrote,
            &mut model.acted,
            &mut model.last_start.at,
            &mut model.dialog_since,
        ];
        let maybe = [
            listed.as_mut(),
            long_poll.as_mut().map(|r| &mut r.begun),
            model.hid.as_mut(),
            model.interrupted.as_mut(),
            model.wish.as_mut().map(|w| &mut w.until),
        ];
        let looks = model.looks.values_mut().map(|(_, at)| at);
        let all = single.into_iter().chain(maybe.into_iter().flatten());
        for at in all.chain(looks).chain(model.writing.values_mut()) {
            at.shift(by);
        }
    }

    /// How far the clock has jumped since the last input, in milliseconds:
    /// back, or so far ahead that the ordered tick is overdue. What part of
    /// that the machine was awake is not known, so none of it counts.
    fn clock_jump(&mut self) -> Option<i64> {
        let (clock, now) = (&mut self.model.clock, self.now);
        let before = std::mem::replace(&mut clock.last, now);
        let back = before.since(now);
        let late = clock.timer.map_or(Millis(0), |at| now.since(at));
        if back < STEP && late < STEP {
            clock.jumps = 0;
            return None;
        }
        // The tick may never come: another one is ordered. One that comes
        // later than that is just one more.
        clock.timer = None;
        if back >= STEP {
            return i64::try_from(back.0).ok().map(|by| -by);
        }
        clock.jumps += 1;
        let counts = clock.jumps <= MAX_JUMPS;
        i64::try_from(now.since(before).0).ok().filter(|_| counts)
    }
}
