//! The children looked after return (SSDA903) as CSV files or one XML file, in passes that never hold a file in
//! memory: [`check`] reads everything and finds every fault; [`Checked::rows`] reads again and hands
//! over one row at a time.

mod check;
mod fault;
mod files;
mod identify;
mod reader;
mod rows;
mod source;
mod tables;
mod text;
mod unread;
mod xml;

pub use check::Checked;
pub use check::check;
pub use fault::Fault;
pub use fault::Refusal;
pub use rows::ReadError;
pub use rows::Rows;
pub use text::Encoding;
