//! The output formats, each read back by another reader where there is one.

mod ahead;
mod calendar;
mod chart;
mod duration;
mod each;
mod engines;
mod firm;
mod narrative;
mod press;
mod rows;
mod shapes;
mod told;
mod whole;
