//! Children invented on a thread of their own, while others are written.

use tokio::sync::mpsc::{Receiver, channel};

use super::{Families, Wanted};
use crate::casework::founding::Chunk;

/// How many chunks wait to be written: one, so that neither side stands still.
const WAITING: usize = 1;

/// The whole council, chunk by chunk. Inventing ends by itself when nobody takes them any more.
pub fn flow(wanted: &Wanted) -> Receiver<Chunk> {
    let (hand_over, chunks) = channel(WAITING);
    let order = wanted.clone();
    std::thread::spawn(move || {
        for chunk in Families::new(&order) {
            if hand_over.blocking_send(chunk).is_err() {
                break;
            }
        }
    });
    chunks
}
