//! The full screen: the agreements that it can show are found as for any question.

use super::ask::Asking;
use super::folder::All;
use crate::answer::{Format, Look};
use crate::explore::{self, Agreements, ExploreArgs, Explorer};
use crate::formats::Options;
use crate::questions::{overview::OverviewArgs, view::Names};
use crate::shell::global::{Call, LensArgs};
use crate::shell::input;
use crate::shell::outcome::{Exit, Failure, Outcome};
use crate::text::words::some_list;

pub(super) fn explore(args: &ExploreArgs, call: Call<'_>) -> Result<Outcome, Failure> {
    explore::check(call)?;
    let color = call.world.color(call.global.color, true);
    let look = Look { color, ..call.look };
    let explorer = explorer(args, Call { look, ..call })?;
    let mut outcome = Outcome::of(String::new());
    if let Some(left_out) = explorer.left_out() {
        outcome.notes.push(left_out);
        outcome.exit = Exit::No;
    }
    explore::run(explorer)?;
    Ok(outcome)
}

/// An explorer of the timelines that answer, in the order of their paths.
pub fn explorer(args: &ExploreArgs, call: Call<'_>) -> Result<Explorer, Failure> {
    let mut found = input::asked(&call.global.file, call.world)?;
    found.sort_by(|one, other| one.path.cmp(&other.path));
    let mut agreements = Agreements::default();
    if input::is_one(&found) && call.global.agreement.is_empty() {
        agreements.found = found;
        return Explorer::new(args, agreements, call);
    }
    // Not every agreement has what a lens names.
    let mut global = call.global.clone();
    global.lens = LensArgs::default();
    let global = &global;
    let asking = Asking {
        question: &OverviewArgs,
        call: Call { global, ..call },
        options: &Options::default(),
        format: Format::Json,
        names: &Names::default(),
    };
    let mut all = All::of(&asking, &found)?;
    all.check(global.keep_going)?;
    all.answered(&asking)?;
    let left_out = some_list(&all.left_out);
    agreements.left_out = left_out.map(|files| format!("left out: {files}"));
    agreements.found = all.asked.into_iter().map(|(_, of)| of.clone()).collect();
    // The first screen refuses nothing: each that is asked has a heading.
    agreements.headings = all.context.map_or_else(Vec::new, |of| of.timelines);
    Explorer::new(args, agreements, call)
}
