//! The text of a listing, kept to see at the next one whether anything has
//! changed: most often nothing has, and then nothing is read.

use crate::nonce::Nonce;

/// An answer, as the pieces between the nonces of its invocation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    text: String,
    nonce: usize,
    /// Lengths of the pieces: with them nothing has to be searched for.
    pieces: Vec<usize>,
}

impl Answer {
    /// Keeps an answer to the invocation with this nonce.
    #[must_use]
    pub fn new(nonce: &Nonce, text: &str) -> Self {
        Self {
            text: text.to_owned(),
            nonce: nonce.as_str().len(),
            pieces: text.split(nonce.as_str()).map(str::len).collect(),
        }
    }

    /// Whether this answer to another invocation says the same.
    #[must_use]
    pub fn says(&self, nonce: &Nonce, text: &str) -> bool {
        let (mut old, mut new) = (Some(self.text.as_str()), Some(text));
        for (n, &length) in self.pieces.iter().enumerate() {
            if n > 0 {
                old = old.and_then(|text| text.get(self.nonce..));
                new = new.and_then(|text| text.strip_prefix(nonce.as_str()));
            }
            let pieces = old
                .and_then(|text| text.split_at_checked(length))
                .zip(new.and_then(|text| text.split_at_checked(length)));
            match pieces {
                Some(((before, rest), (now, more))) if before == now => {
                    (old, new) = (Some(rest), Some(more));
                }
                _ => return false,
            }
        }
        new == Some("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nonce::Nonces;

    #[test]
    fn only_the_nonces_of_two_answers_may_differ() {
        let mut nonces = Nonces::new(15);
        let (first, second) = (nonces.draw(), nonces.draw());
        let listing = |nonce: &Nonce, words: &str| words.replace('N', nonce.as_str());
        let words = "N|%1|N|zsh|N.\nN|%2|N|日本|N.\n";
        let kept = Answer::new(&first, &listing(&first, words));
        assert!(kept.says(&second, &listing(&second, words)));
        assert!(kept.says(&first.step(1), &listing(&first.step(1), words)));
        for other in [
            "",
            "N|%1|N|zsh|N.\n",
            "N|%1|N|zsh|N.\nN|%2|N|日木|N.\n",
            "N|%1|N|zsh|N.\nN|%2|N|日本|N.\nN|%3|N||N.\n",
            "N|%1|N|zsh|N.\nN|%2|N|日本|N.\n!",
            "%1|N|zsh|N.\nN|%2|N|日本|N.\nN|",
        ] {
            assert!(!kept.says(&second, &listing(&second, other)), "{other}");
        }
        // A pane that has got hold of an earlier nonce imitates nothing.
        assert!(!kept.says(&second, &listing(&first, words)));
    }
}
