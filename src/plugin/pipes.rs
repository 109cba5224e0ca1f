//! Effects that concern pipes, as calls of Zellij and as claims.

use org::effect::Effect;
use org::input::Input;

use zellij_tile::prelude::{block_cli_pipe_input, cli_pipe_output, unblock_cli_pipe_input};

use super::{claims, host};

/// Does what the panel wants with a pipe; what is known at once comes back as
/// an input.
pub(super) fn perform(effect: Effect) -> Option<Input> {
    match effect {
        Effect::ClaimPipe {
            id,
            operation,
            until,
        } => {
            let won = claims::claim(&id, &operation, until);
            return Some(Input::Claimed { id, won });
        }
        Effect::TakeOverPipe(id) => {
            let won = claims::take_over(&id);
            return Some(Input::Claimed { id, won });
        }
        Effect::InspectClaim(id) => {
            let promised = claims::promised(&id);
            return Some(Input::Inspected { id, promised });
        }
        Effect::PromiseAnswer { id, until } => claims::promise(&id, until),
        Effect::SettleClaim { id, ended } => claims::settle(&id, ended),
        Effect::ClaimRequest { pipe, name } => {
            let won = claims::claim_request(&name);
            return Some(Input::RequestClaimed { pipe, won });
        }
        Effect::KeepAnswer { name, text } => claims::keep(&name, &text),
        Effect::RecallAnswer { pipe, name } => {
            let text = claims::recall(&name);
            return Some(Input::Recalled { pipe, text });
        }
        Effect::SweepClaims {
            ended,
            answers,
            other,
        } => claims::sweep(host::now(), ended, answers, other),
        Effect::BlockPipe(id) => block_cli_pipe_input(&id),
        Effect::UnblockPipe(id) => unblock_cli_pipe_input(&id),
        Effect::AnswerPipe { id, text } => cli_pipe_output(&id, &text),
        _ => {}
    }
    None
}
