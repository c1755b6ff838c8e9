//! The measurements of the table "Speed and size" in `bench/README.md`: the data set they are made on, the floors they
//! are held against, the load, and the files that keep the results.

pub mod bulk;
pub mod clerk;
pub mod floor;
pub mod load;
pub mod peer;
pub mod program;
pub mod queries;
pub mod recorder;
pub mod results;
pub mod server;
pub mod sheets;
pub mod world;

/// What a measurement gives, or why it could not be made.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
