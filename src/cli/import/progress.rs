//! The bar that shows how far an import is, on a terminal only.

use indicatif::{ProgressBar, ProgressStyle};

use crate::casework::returns::Watch;

pub struct Progress(ProgressBar);

impl Progress {
    pub fn over(rows: u64) -> Self {
        let bar = ProgressBar::new(rows);
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        bar.set_message("rows");
        Self(bar)
    }

    pub fn finish(self) {
        self.0.finish_and_clear();
    }
}

impl Watch for Progress {
    fn row(&mut self) {
        self.0.inc(1);
    }

    fn child(&mut self) {
        if self.0.position() >= self.0.length().unwrap_or_default() {
            self.0.set_message("children");
        }
        self.0.tick();
    }
}
