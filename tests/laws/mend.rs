//! Mending a random world until no rule is broken, so that enough of them can be asked anything.

use super::oracle::{Fault, Oracle, Why};
use super::world::World;

/// The most repairs that are tried.
const ROUNDS: usize = 80;

/// Repairs one fault after the other.
pub(super) fn mend(mut world: World) -> World {
    for _ in 0..ROUNDS {
        tidy(&mut world);
        let Some(fault) = Oracle::new(&world).fault() else {
            return world;
        };
        repair(&mut world, &fault);
    }
    tidy(&mut world);
    world
}

/// Leaves every change with the keys that its action takes.
pub(super) fn tidy(world: &mut World) {
    world
        .events
        .iter_mut()
        .flat_map(|event| &mut event.changes)
        .for_each(super::world::Change::tidy);
}

fn repair(world: &mut World, fault: &Fault) {
    match fault {
        Fault::AfterPlan { event, plan } => world.events[*event].after.retain(|id| id != plan),
        Fault::Contradiction { event } if !world.events[*event].after.is_empty() => {
            world.events[*event].after.clear();
        }
        Fault::Circle | Fault::Contradiction { .. } => world
            .events
            .iter_mut()
            .for_each(|event| event.after.clear()),
        Fault::Impossible { event, change, why } => possible(world, *event, *change, why),
    }
}

fn possible(world: &mut World, event: usize, place: usize, why: &Why) {
    let change = &mut world.events[event].changes[place];
    match why {
        Why::AdoptsStanding => {
            let others = [
                "amend", "end", "amend", "disclose", "unclear", "keep", "end",
            ];
            change.action = others[(event * 3 + place * 5 + change.clause) % others.len()];
        }
        Why::ChangesAbsent => change.action = "adopt",
        Why::UnsetsAbsent(name) | Why::SetAndUnset(name) => {
            change.unset.retain(|other| other != name);
        }
        Why::ThroughBefore => change.through = None,
        Why::Without(name) => {
            let slot = match *name {
                "renews" => &mut change.renews,
                "notice" => &mut change.notice,
                _ => &mut change.renewals,
            };
            if slot.take().is_none() {
                change.unset.retain(|other| other != "renews");
            }
        }
    }
}
