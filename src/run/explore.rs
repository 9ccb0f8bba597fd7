//! The full screen: the agreements that it can show are found as for any question.

use super::ask::Asking;
use super::folder::All;
use crate::answer::{Format, Heading, LeftOut, Look, Report};
use crate::explore::{self, Agreement, ExploreArgs, Explorer};
use crate::formats::Options;
use crate::questions::overview::OverviewArgs;
use crate::shell::global::{Call, Global, LensArgs};
use crate::shell::input::{self, Found};
use crate::shell::outcome::{Failure, Outcome};
use crate::world::World;

pub(super) fn explore(args: &ExploreArgs, call: Call<'_>) -> Result<Outcome, Failure> {
    explore::check(call)?;
    let Call { global, world, .. } = call;
    let color = world.color(global.color, true);
    let look = Look { color, ..call.look };
    explore::run(explorer(args, global, world, look)?)
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
    let found = input::asked(&global.file, world)?;
    let alone = |found: Found| Agreement {
        found,
        ..Agreement::default()
    };
    let (agreements, left_out) = match found.as_slice() {
        [one] if one.named && global.agreement.is_empty() => (vec![alone(one.clone())], vec![]),
        _ => agreements(call, found)?,
    };
    Explorer::new(args, agreements, left_out, call)
}

/// The timelines that answer, in the order of their paths, and those that are left out.
fn agreements(
    call: Call<'_>,
    mut found: Vec<Found>,
) -> Result<(Vec<Agreement>, Vec<LeftOut>), Failure> {
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
    };
    found.sort_by(|one, other| one.path.cmp(&other.path));
    let mut all = All::of(&asking, &found)?;
    all.check(global.keep_going)?;
    all.answered(&asking)?;
    let left_out = all.left_out().collect();
    let agreement = |report: Report| {
        let Heading { id, title, .. } = report.context.timeline;
        let found = all.files.remove(&id)?.pop()?;
        Some(Agreement { id, title, found })
    };
    let agreements = all.reports.into_iter().filter_map(agreement);
    Ok((agreements.collect(), left_out))
}
