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

/// Says nothing: for work that nobody watches.
#[derive(Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &str, _: u64) {}

    fn step(&self, _: u64) {}
}

/// A line of JSON on the error stream for every stage and every tenth of it, for programs that watch.
#[derive(Debug, Default)]
pub struct Lines(std::sync::Mutex<(String, u64, u64)>);

impl Progress for Lines {
    fn stage(&self, name: &str, total: u64) {
        if let Ok(mut now) = self.0.lock() {
            *now = (name.to_owned(), 0, total);
            eprintln!("{}", serde_json::json!({ "stage": name, "done": 0, "of": total }));
        }
    }

    fn step(&self, count: u64) {
        let Ok(mut now) = self.0.lock() else { return };
        let (name, before, total) = (now.0.clone(), now.1, now.2.max(1));
        now.1 += count;
        if before * 10 / total != now.1 * 10 / total {
            eprintln!("{}", serde_json::json!({ "stage": name, "done": now.1, "of": now.2 }));
        }
    }
}
