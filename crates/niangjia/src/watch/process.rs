//! What the process takes, as Linux tells it.

use std::fs;
use std::path::Path;

use super::gauge;

/// Memory, threads and open files; nothing where the system does not tell.
pub(super) fn figures(page: &mut String) -> std::fmt::Result {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let number = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse::<u64>().ok()
    };
    if let Some(kilobytes) = number("VmRSS:") {
        let bytes = (kilobytes * 1_024) as f64;
        gauge(page, "process_resident_memory_bytes", "Resident memory.", bytes)?;
    }
    if let Some(threads) = number("Threads:") {
        gauge(page, "process_threads", "Threads.", threads as f64)?;
    }
    if let Ok(open) = fs::read_dir("/proc/self/fd") {
        gauge(page, "process_open_fds", "Open files and connections.", open.count() as f64)?;
    }
    Ok(())
}

/// Room on the disk of a folder, for whoever is not root.
pub(super) fn free_bytes(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail * disk.f_frsize)
}
