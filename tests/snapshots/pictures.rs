//! The pictures of the README, made from what the program prints, so that they cannot go stale.

use std::path::Path;

use crate::support::{Snapshots, partnership};

#[test]
fn the_pictures_show_what_the_program_prints() {
    let mut snapshots = Snapshots::default();
    let chart = partnership("chart --mark agreement-amended --color always");
    for (name, text) in [
        ("chart", chart.width(90).done()),
        #[cfg(feature = "explore")]
        (
            "explore",
            crate::explore::painted("--at agreement-amended --clause ip-license", 124, 36),
        ),
    ] {
        let picture = anstyle_svg::Term::new().render_svg(&text);
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(format!("tests/snapshots/pictures/{name}.svg"));
        snapshots.compare(&path, picture);
    }
    let picture = partnership("chart --mark agreement-amended --format svg").done();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/pictures/picture.svg");
    snapshots.compare(&path, picture);
    snapshots.finish();
}
