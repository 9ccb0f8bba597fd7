//! The keys, as the help and the last line tell them.

/// The table `keys.txt`: the keys, what they do, the pages whose last line names them, and how it calls them. The pages:
/// o(f a folder), m(ain), c(ompare), h(istory), e(vent), s(ources), b(eliefs), f(ind), l(enses), ?, a(nswer).
pub(super) fn all() -> impl Iterator<Item = [&'static str; 4]> {
    let parts = |line: &'static str| line.split(" | ").collect::<Vec<_>>();
    let lines = include_str!("keys.txt").lines();
    lines.filter_map(move |line| parts(line).try_into().ok())
}

pub(crate) fn help() -> String {
    let line = |[keys, what, ..]: [&str; 4]| format!("  {keys:10}  {what}");
    let keys = all().map(line).collect::<Vec<_>>().join("\n");
    format!(
        "Keys:\n{keys}\n\nWhat is copied is handed to the terminal by OSC 52, which some terminals do not take."
    )
}

/// The keys of a page, as many as have room; the last two always have: on most pages the help and the way out.
pub(super) fn line(page: char, room: usize, ascii: bool) -> String {
    let told = |[keys, _, _, short]: [&str; 4]| {
        let mut names = keys.split(' ').filter(|name| !ascii || name.is_ascii());
        format!(" {} {short} ", names.next().unwrap_or_default())
    };
    let own = all().filter(|[_, _, pages, _]| pages.contains(page));
    let mut own: Vec<String> = own.map(told).collect();
    while own.len() > 2 && own.concat().chars().count() > room {
        own.remove(own.len() - 3);
    }
    own.concat()
}
