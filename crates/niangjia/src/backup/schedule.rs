//! One backup a day while the program serves, and those beyond the number kept thrown away.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use niangjia_kernel::{Day, Timestamp};
use niangjia_store::{Store, StoreOptions};

use super::{BackupError, Created, SUFFIX, Wanted, create_into};
use crate::progress::Silent;

const PREFIX: &str = "niangjia-";
const HOUR: i64 = 3_600;
/// How long after a failure the next try is made, in seconds.
const PATIENCE: i64 = HOUR;

/// What the settings say about backups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EveryDay {
    /// Where they go.
    pub folder: PathBuf,
    /// The hour in China from which one is due, 0 to 23.
    pub hour: i64,
    /// How many are kept.
    pub kept: usize,
}

/// What is known of backups made by the schedule, for metrics and the doctor.
#[derive(Debug, Clone, Default)]
pub struct LastBackup(Arc<Mutex<Known>>);

#[derive(Debug, Clone, Copy, Default)]
struct Known {
    succeeded: Option<Timestamp>,
    failed: Option<Timestamp>,
}

impl LastBackup {
    fn note(&self, change: impl FnOnce(&mut Known)) {
        if let Ok(mut known) = self.0.lock() {
            change(&mut known);
        }
    }

    /// When the last one was made that is there.
    #[must_use]
    pub fn succeeded(&self) -> Option<Timestamp> {
        self.0.lock().ok().and_then(|known| known.succeeded)
    }

    /// When the last try failed, if none succeeded since.
    #[must_use]
    pub fn failed(&self) -> Option<Timestamp> {
        self.0.lock().ok().and_then(|known| known.failed)
    }
}

/// `niangjia-20261122-020005.njbackup`: in order by name is in order by time.
pub(crate) fn file_name(at: Timestamp) -> String {
    let day = at.day();
    let seconds = (at.millis() - day.start().millis()) / 1_000;
    let time = format!("{:02}{:02}{:02}", seconds / HOUR, seconds / 60 % 60, seconds % 60);
    format!("{PREFIX}{}-{time}{SUFFIX}", day.to_string().replace('-', ""))
}

/// The instant in the name of a backup, or nothing for other files.
fn instant_of(name: &str) -> Option<Timestamp> {
    let (day, time) = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?.split_once('-')?;
    let number = |text: &str, from: usize, until: usize| text.get(from..until)?.parse::<i64>().ok();
    let year = i16::try_from(number(day, 0, 4)?).ok()?;
    let date = Day::of(year, i8::try_from(number(day, 4, 6)?).ok()?, i8::try_from(number(day, 6, 8)?).ok()?)?;
    let (hours, minutes, seconds) = (number(time, 0, 2)?, number(time, 2, 4)?, number(time, 4, 6)?);
    (day.len() == 8 && time.len() == 6)
        .then(|| date.start().plus_seconds(hours * HOUR + minutes * 60 + seconds))
}

/// Whether a backup is due: none was made since the hour came round for the last time. What was missed while the
/// program stood still is made up for at its start.
#[must_use]
pub fn due(last: Option<Timestamp>, hour: i64, now: Timestamp) -> bool {
    let today = now.day().start().plus_seconds(hour * HOUR);
    let came_round = if today <= now { today } else { today.plus_seconds(-24 * HOUR) };
    last.is_none_or(|last| last < came_round)
}

/// The newest backup in a folder.
#[must_use]
pub fn newest(folder: &Path) -> Option<Timestamp> {
    backups(folder).into_iter().map(|(at, _)| at).max()
}

fn backups(folder: &Path) -> Vec<(Timestamp, PathBuf)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<_> = entries
        .filter_map(|entry| Some((instant_of(&entry.file_name().to_string_lossy())?, entry.path())))
        .collect();
    found.sort();
    found
}

/// Makes a backup if one is due, and throws away what is too much. A failure is tried again after an hour.
///
/// # Errors
/// When the backup could not be made.
pub fn run_when_due(
    store: &Store,
    options: &StoreOptions,
    every_day: &EveryDay,
    last: &LastBackup,
) -> Result<Option<Created>, BackupError> {
    let now = store.clock().now();
    let newest = newest(&every_day.folder);
    last.note(|known| known.succeeded = newest);
    let tried = last.failed().is_some_and(|failed| now < failed.plus_seconds(PATIENCE));
    if tried || !due(newest, every_day.hour, now) {
        return Ok(None);
    }
    clear_leftovers(&every_day.folder);
    let wanted = Wanted { options, with_key: false, clock: store.clock() };
    let made = fs::create_dir_all(&every_day.folder)
        .map_err(BackupError::at(&every_day.folder))
        .and_then(|()| create_into(&wanted, &every_day.folder, &Silent));
    match made {
        Ok(created) => {
            last.note(|known| (known.succeeded, known.failed) = (Some(created.taken_ms), None));
            thin_out(&every_day.folder, every_day.kept);
            Ok(Some(created))
        }
        Err(error) => {
            last.note(|known| known.failed = Some(now));
            Err(error)
        }
    }
}

/// Only whole backups count, and only those beyond the number go: the oldest ones.
fn thin_out(folder: &Path, kept: usize) {
    let found = backups(folder);
    for (_, path) in found.iter().take(found.len().saturating_sub(kept)) {
        if let Err(error) = fs::remove_file(path) {
            tracing::warn!(%error, path = %path.display(), "an old backup could not be removed");
        }
    }
}

/// What a killed process left unfinished: nobody holds it any more.
fn clear_leftovers(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let ours = name.starts_with(&format!(".{PREFIX}")) && name.ends_with(".partial");
        if ours && File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok()) {
            let _next_time = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str, hour: i64, minute: i64) -> Timestamp {
        Day::parse(day).expect("a day").start().plus_seconds(hour * HOUR + minute * 60)
    }

    #[test]
    fn one_backup_a_day_is_due_from_its_hour_on_and_a_missed_one_is_made_up_for() {
        assert!(due(None, 2, at("2026-11-22", 9, 0)), "there is none yet");
        let last = Some(at("2026-11-22", 2, 1));
        assert!(!due(last, 2, at("2026-11-22", 23, 59)));
        assert!(!due(last, 2, at("2026-11-23", 1, 59)));
        assert!(due(last, 2, at("2026-11-23", 2, 0)));
        assert!(due(last, 2, at("2026-11-25", 1, 0)), "the program stood still for two days");
        assert!(!due(Some(at("2026-11-22", 0, 0)), 0, at("2026-11-22", 23, 0)));
    }

    #[test]
    fn the_name_of_a_backup_tells_when_it_was_made() {
        let instant = at("2026-11-22", 2, 5).plus_seconds(7);
        assert_eq!(file_name(instant), "niangjia-20261122-020507.njbackup");
        assert_eq!(instant_of(&file_name(instant)), Some(instant));
        for other in ["niangjia-20261122-020507.njbackup.gz", "niangjia-2026-020507.njbackup", "a.njbackup"] {
            assert_eq!(instant_of(other), None, "{other}");
        }
    }

    #[test]
    fn the_oldest_go_and_what_is_no_backup_of_the_schedule_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let names = ["niangjia-20261120-020000", "niangjia-20261121-020000", "niangjia-20261122-020000"];
        for name in names {
            fs::write(folder.path().join(format!("{name}{SUFFIX}")), "").expect("a file");
        }
        fs::write(folder.path().join("before-the-move.njbackup"), "").expect("a file");
        thin_out(folder.path(), 2);
        assert!(!folder.path().join(format!("{}{SUFFIX}", names[0])).exists());
        assert!(folder.path().join(format!("{}{SUFFIX}", names[1])).exists());
        assert!(folder.path().join("before-the-move.njbackup").exists());
    }
}
