//! Pages of files: the shelf on a matter's page, bringing one, and one by itself.

pub(crate) mod attachment;
pub(crate) mod shelf;
pub(crate) mod upload;
