//! What a user can do with a key or a click.

/// Everything that a key can be bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Send the prompt; with an empty one, open the worker.
    Send,
    /// Begin a new line in the prompt.
    NewLine,
    /// Bring back an older prompt that begins like the text before the cursor.
    Older,
    /// Bring back a newer one.
    Newer,
    /// Run the prompt in the worker's shell.
    RunInShell,
    /// Send the prompt that waits without waiting.
    SendNow,
    /// Send the prompt that waits behind the draft in the worker's box.
    Append,
    /// Take the prompt that waits back to edit it.
    TakeBack,
    /// Show what became of the last prompt to several workers.
    Results,
    /// Choose the worker above; in a prompt of several rows, go a row up.
    Up,
    /// Choose the worker below; in a prompt of several rows, go a row down.
    Down,
    /// Choose the worker a page above.
    PageUp,
    /// Choose the worker a page below.
    PageDown,
    /// Choose the first worker.
    First,
    /// Choose the last worker.
    Last,
    /// Choose the next worker that needs somebody.
    NextInNeed,
    /// Narrow the list to what is typed.
    Filter,
    /// Choose the worker that was found.
    Accept,
    /// Leave the filter and go back to where one was.
    Cancel,
    /// Mark the chosen worker, or do not.
    Mark,
    /// Mark all workers that are listed.
    MarkAll,
    /// Mark all listed workers that are idle.
    MarkIdle,
    /// Take all marks away.
    Unmark,
    /// Show the chosen worker's screen beside the list, or do not.
    Preview,
    /// Look further back in the chosen worker's output.
    PreviewUp,
    /// Look further on in the chosen worker's output.
    PreviewDown,
    /// Open the worker where the option says.
    Open,
    /// Open the worker in a floating pane.
    OpenFloating,
    /// Open the worker in the panel's place.
    OpenInPlace,
    /// Open the worker in a new tab.
    OpenInTab,
    /// Start a worker.
    Start,
    /// Remove the dead workers.
    Clean,
    /// Stop the worker.
    Stop,
    /// Start the dead worker again.
    Restart,
    /// List the workers now.
    Refresh,
    /// Show the keys.
    Help,
    /// Type commands.
    ToList,
    /// Type into the prompt.
    ToPrompt,
    /// Take away what stands in the way: the filter, else the marks, else the notices.
    Dismiss,
    /// Hide the panel.
    Hide,
    /// Complete the path of a start.
    Complete,
    /// Go from the path to the first prompt, and back.
    OtherField,
    /// Go on with the conversation of the chosen directory.
    Continue,
    /// Do what is asked about.
    Yes,
    /// Do it not.
    No,
    /// Move a character back.
    Left,
    /// Move a character on.
    Right,
    /// Move a word back.
    WordLeft,
    /// Move a word on.
    WordRight,
    /// Move to the start of the line.
    LineStart,
    /// Move to the end of the line.
    LineEnd,
    /// Delete the character before the cursor.
    DeleteBack,
    /// Delete the character behind the cursor.
    Delete,
    /// Delete the word before the cursor.
    DeleteWord,
    /// Delete the line before the cursor.
    DeleteToStart,
    /// Delete the line behind the cursor.
    DeleteToEnd,
    /// Put in what was deleted last by word or line.
    PutBack,
    /// Take the last change of the text back.
    Undo,
    /// Make the change again that was taken back.
    Redo,
}
