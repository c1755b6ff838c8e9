//! Tables as offices send them, and what is written for them.

mod building;
mod compound;
mod csv_files;
mod fields;
mod headings;
mod hostile;
mod old_workbooks;
mod papers;
mod refusals;
mod sheets;
mod workbooks;
