//! What holds for any input.

use org::input::{Input, Key, KeyCode, Mouse};
use org::time::Millis;
use org::view::Size;

use super::panel::Panel;
use super::test;

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

#[test]
fn no_sequence_of_inputs_panics_or_draws_outside_its_pane() {
    let codes = [
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Backspace,
        KeyCode::Delete,
        KeyCode::PageDown,
        KeyCode::PageUp,
        KeyCode::Home,
        KeyCode::End,
    ];
    let letters: Vec<char> = "jkgGncxrR?iqoy 漢\u{301}é".chars().collect();
    for seed in 0..30 {
        let mut numbers = Numbers(seed);
        let mut panel = Panel::with(&["/a", "/b", "/c"]);
        for _ in 0..300 {
            match numbers.below(12) {
                0 => panel.kill(numbers.below(5) as u32, "1", ""),
                1 => panel.pass(Millis(numbers.below(3_000))),
                2 => {
                    panel.click(numbers.below(20) as usize, numbers.below(80) as usize);
                }
                3 => {
                    panel.wheel(numbers.below(9) as isize - 4);
                }
                4 => {
                    panel.paste("two\nlines \u{1b}[31m");
                }
                5 => panel.hold = numbers.below(2) == 0,
                6 => {
                    panel.size = Size {
                        rows: numbers.below(40) as usize,
                        columns: numbers.below(120) as usize,
                    };
                }
                7 => panel.input(Input::Mouse(Mouse::Click { row: 1, column: 3 })),
                8 | 9 => {
                    let code = codes[numbers.below(codes.len() as u64) as usize];
                    let (ctrl, alt) = (numbers.below(4) == 0, numbers.below(4) == 0);
                    panel.input(Input::Key(Key {
                        code,
                        ctrl,
                        alt,
                        shift: false,
                    }));
                }
                _ => {
                    let letter = letters[numbers.below(letters.len() as u64) as usize];
                    panel.input(Input::Key(Key::char(letter)));
                }
            }
            panel.settle();
            let size = panel.size;
            let frame = panel.app.view(panel.now, size);
            assert!(frame.lines.len() <= size.rows);
            assert!(frame.lines.iter().all(|l| l.width() <= size.columns));
            assert!(
                frame
                    .lines
                    .iter()
                    .all(|l| !l.text().chars().any(char::is_control))
            );
        }
    }
}
