//! Progress of long work in the terminal: bar, count, rest time.

use indicatif::{ProgressBar, ProgressStyle};

use crate::demo::Progress;

/// One bar per stage.
#[derive(Debug, Default)]
pub struct Bars(std::sync::Mutex<Option<ProgressBar>>);

impl Progress for Bars {
    fn stage(&self, name: &str, total: u64) {
        let bar = ProgressBar::new(total);
        if let Ok(style) =
            ProgressStyle::with_template("{msg:24} [{bar:30}] {human_pos}/{human_len} 还需 {eta}")
        {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(name.to_owned());
        if let Ok(mut current) = self.0.lock()
            && let Some(done) = current.replace(bar)
        {
            done.finish();
        }
    }

    fn step(&self, count: u64) {
        if let Ok(Some(bar)) = self.0.lock().as_deref() {
            bar.inc(count);
        }
    }
}

impl Drop for Bars {
    fn drop(&mut self) {
        if let Ok(Some(bar)) = self.0.lock().as_deref() {
            bar.finish();
        }
    }
}
