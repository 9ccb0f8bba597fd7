//! Every answer in every shape.

mod output;
mod rows;
mod shapes;
