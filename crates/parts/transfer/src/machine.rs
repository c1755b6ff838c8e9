//! The machine: which lists and files there are, and the bell that wakes its workers.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use niangjia_web::AppError;

use crate::intake::Intake;
use crate::listing::{Asked, Listing};

/// What the slices brought. Plugged into the application by `niangjia`.
#[derive(Clone)]
pub struct Transfers {
    inner: Arc<Inner>,
}

struct Inner {
    listings: Vec<&'static dyn Listing>,
    listing_pages: matchit::Router<usize>,
    intakes: Vec<&'static dyn Intake>,
    intake_pages: matchit::Router<usize>,
    bell: Mutex<u64>,
    rung: Condvar,
}

fn no_such_list() -> AppError {
    AppError::Refused("这个列表还不能导出".to_owned())
}

impl Transfers {
    /// A machine for these lists and these files. Of two that name the same page the first counts.
    #[must_use]
    pub fn new(listings: Vec<&'static dyn Listing>, intakes: Vec<&'static dyn Intake>) -> Self {
        let listing_pages = pages(listings.iter().map(|listing| listing.page()));
        let intake_pages = pages(intakes.iter().map(|intake| intake.page()));
        let (bell, rung) = (Mutex::new(0), Condvar::new());
        let inner = Inner { listings, listing_pages, intakes, intake_pages, bell, rung };
        Self { inner: Arc::new(inner) }
    }

    /// The list behind the address of a page.
    pub(crate) fn listing(&self, address: &str) -> Result<(&'static dyn Listing, Asked), AppError> {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let found = self.inner.listing_pages.at(path).map_err(|_| no_such_list())?;
        let parts = found.params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Ok((self.inner.listings[*found.value], Asked::new(parts, query)))
    }

    /// Whether a page has a list that can be exported.
    #[must_use]
    pub fn exports(&self, path: &str) -> bool {
        self.inner.listing_pages.at(path).is_ok()
    }

    /// The kind of file that is uploaded on a page, and the organisation's code in its path.
    pub(crate) fn intake(&self, path: &str) -> Result<(&'static dyn Intake, String), AppError> {
        let path = path.split('?').next().unwrap_or_default();
        let found = self.inner.intake_pages.at(path).map_err(|_| AppError::NotFound)?;
        let code = found.params.get("code").unwrap_or_default().to_owned();
        Ok((self.inner.intakes[*found.value], code))
    }

    /// The files that belong together with this one, itself among them, in the order in which they are loaded.
    pub(crate) fn group_of(&self, intake: &dyn Intake) -> Vec<&'static dyn Intake> {
        let group = intake.group();
        let same = self.inner.intakes.iter().filter(|one| !group.is_empty() && one.group() == group);
        same.copied().collect()
    }

    /// Wakes the workers: there is something to do.
    pub(crate) fn ring(&self) {
        let mut count = self.inner.bell.lock().unwrap_or_else(PoisonError::into_inner);
        *count += 1;
        self.inner.rung.notify_all();
    }

    /// Waits until the bell rings, at most so long; what `heard` is so far comes back.
    pub(crate) fn wait(&self, heard: u64, longest: Duration) -> u64 {
        let count = self.inner.bell.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.inner.rung.wait_timeout_while(count, longest, |count| *count == heard);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

fn pages(patterns: impl Iterator<Item = &'static str>) -> matchit::Router<usize> {
    let mut router = matchit::Router::new();
    for (index, pattern) in patterns.enumerate() {
        if let Err(error) = router.insert(pattern, index) {
            tracing::error!(%pattern, %error, "two lists or files name the same page");
        }
    }
    router
}
