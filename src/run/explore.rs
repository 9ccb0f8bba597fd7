//! The full screen: the agreements that it can show are found as for any question.

use super::ask::Asking;
use super::folder::All;
use crate::answer::{Format, Look};
use crate::explore::{self, Agreement, ExploreArgs, Explorer};
use crate::formats::Options;
use crate::questions::{overview::OverviewArgs, view::Names};
use crate::shell::global::{Call, Global, LensArgs};
use crate::shell::input;
use crate::shell::outcome::{Exit, Failure, Outcome};
use crate::text::words::some_list;
use crate::world::World;

pub(super) fn explore(args: &ExploreArgs, call: Call<'_>) -> Result<Outcome, Failure> {
    explore::check(call)?;
    let color = call.world.color(call.global.color, true);
    let look = Look { color, ..call.look };
    let explorer = explorer(args, call.global, call.world, look)?;
    let mut outcome = Outcome::of(String::new());
    if let Some(left_out) = &explorer.left_out {
        outcome.notes.push(left_out.clone());
        outcome.exit = Exit::No;
    }
    explore::run(explorer)?;
    Ok(outcome)
}

pub fn explorer(
    args: &ExploreArgs,
    global: &Global,
    world: &World,
    look: Look,
) -> Result<Explorer, Failure> {
    let call = Call {
        global,
        world,
        look,
    };
    Explorer::new(args, agreements(call)?, call)
}

/// The timelines that answer, in the order of their paths, and those that are left out in words.
fn agreements(call: Call<'_>) -> Result<(Vec<Agreement>, Option<String>), Failure> {
    let mut found = input::asked(&call.global.file, call.world)?;
    found.sort_by(|one, other| one.path.cmp(&other.path));
    if input::is_one(&found) && call.global.agreement.is_empty() {
        let mut alone = Agreement::default();
        alone.found.clone_from(&found[0]);
        return Ok((vec![alone], None));
    }
    // Not every agreement has what a lens names.
    let global = &Global {
        lens: LensArgs::default(),
        ..call.global.clone()
    };
    let asking = Asking {
        question: &OverviewArgs,
        call: Call { global, ..call },
        options: &Options::default(),
        format: Format::Json,
        names: &Names::default(),
    };
    let mut all = All::of(&asking, &found)?;
    all.check(call.global.keep_going)?;
    all.answered(&asking)?;
    let left_out = some_list(all.left_out()).map(|files| format!("left out: {files}"));
    // The first screen refuses nothing: each that is asked has a heading.
    let headings = all.context.into_iter().flat_map(|all| all.timelines);
    let agreements = headings.zip(all.asked).map(|(of, (_, found))| Agreement {
        id: of.id,
        title: of.title,
        found: found.clone(),
    });
    Ok((agreements.collect(), left_out))
}
