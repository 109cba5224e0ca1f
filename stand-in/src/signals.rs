//! Signals, as flags and as a byte that wakes the loop.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGWINCH};
use signal_hook::flag;
use signal_hook::low_level::pipe;

/// The signals that came since the last look.
#[derive(Debug)]
pub struct Signals {
    hangup: Arc<AtomicBool>,
    terminate: Arc<AtomicBool>,
    interrupt: Arc<AtomicBool>,
    receiver: UnixStream,
    sender: UnixStream,
}

impl Signals {
    /// Takes over the signals of this process.
    ///
    /// # Errors
    /// The system refuses, which it does only without memory or descriptors.
    pub fn install() -> io::Result<Self> {
        let (receiver, sender) = UnixStream::pair()?;
        receiver.set_nonblocking(true)?;
        sender.set_nonblocking(true)?;
        let flag = |signal| {
            let flag = Arc::new(AtomicBool::new(false));
            flag::register(signal, Arc::clone(&flag))?;
            pipe::register(signal, sender.try_clone()?)?;
            io::Result::Ok(flag)
        };
        Ok(Self {
            hangup: flag(SIGHUP)?,
            terminate: flag(SIGTERM)?,
            interrupt: flag(SIGINT)?,
            receiver: {
                // A new size is only a reason to wake up and draw.
                pipe::register(SIGWINCH, sender.try_clone()?)?;
                receiver
            },
            sender,
        })
    }

    /// A function that wakes the loop from another thread.
    ///
    /// # Errors
    /// No descriptor is left.
    pub fn waker(&self) -> io::Result<impl Fn() + Send + 'static> {
        let sender = self.sender.try_clone()?;
        Ok(move || {
            // A full pipe wakes as well.
            let _ = (&sender).write(b"w");
        })
    }

    /// Readable when something happened.
    pub fn receiver(&self) -> &UnixStream {
        &self.receiver
    }

    /// Forgets the wake-ups until now.
    pub fn drain(&self) {
        let mut bytes = [0; 256];
        while (&self.receiver)
            .read(&mut bytes)
            .is_ok_and(|count| count > 0)
        {}
    }

    /// SIGHUP came.
    pub fn hangup(&self) -> bool {
        self.hangup.swap(false, Ordering::Relaxed)
    }

    /// SIGTERM came.
    pub fn terminate(&self) -> bool {
        self.terminate.swap(false, Ordering::Relaxed)
    }

    /// SIGINT came.
    pub fn interrupt(&self) -> bool {
        self.interrupt.swap(false, Ordering::Relaxed)
    }
}
