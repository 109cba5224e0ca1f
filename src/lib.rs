//! A panel of Claude Code workers that live in tmux.
