//! What every handler can reach.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;

use niangjia_store::Store;

use crate::error::AppError;
use crate::guard::Guards;
use crate::login::DemoGroup;
use crate::panel::Panels;
use crate::session::Identity;
use crate::shell::NavEntry;

/// Where the pictures below a map come from. The page of a map asks them from there, and no other page does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapTiles {
    /// `https://tiles.example/{z}/{x}/{y}.png`.
    pub template: String,
    /// Scheme and host of it, for the content security policy.
    pub origin: String,
    /// Whose pictures they are, as their terms ask to be said.
    pub attribution: String,
}

impl MapTiles {
    /// Reads what the office configured; the sentence says what is wrong with it.
    ///
    /// # Errors
    /// When it is no address of tiles.
    pub fn of(template: &str, attribution: &str) -> Result<Self, &'static str> {
        let rest = template.strip_prefix("https://").or_else(|| template.strip_prefix("http://"));
        let host = rest.and_then(|rest| rest.split('/').next()).unwrap_or_default();
        let plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | ':');
        if host.is_empty() || !host.chars().all(plain) {
            return Err("底图地址要以 https:// 开头，主机名写死一个，不能用 {s}");
        }
        if !["{z}", "{x}", "{y}"].iter().all(|part| template.contains(part)) {
            return Err("底图地址里要有 {z}、{x} 和 {y}");
        }
        if attribution.trim().is_empty() {
            return Err("用底图要写明来源（map_tiles_attribution），地图提供方都这样要求");
        }
        let end = template.find(host).unwrap_or(0) + host.len();
        let (origin, attribution) = (template[..end].to_owned(), attribution.trim().to_owned());
        Ok(Self { template: template.to_owned(), origin, attribution })
    }
}

/// The address from which a request came, as the server or its proxy saw it. It is counted, and never kept.
#[derive(Debug, Clone, Copy)]
pub struct Sender(pub std::net::IpAddr);

/// Settings of the web base.
#[derive(Debug, Clone, Default)]
pub struct AppSettings {
    /// Whether pages are served over TLS: session cookies are then `Secure` and bound to the host.
    pub secure: bool,
    /// Pictures that lie below a map, where the office has configured some.
    pub map_tiles: Option<MapTiles>,
    /// The demo's people, listed on its sign-in page; empty everywhere else.
    pub demo_people: Vec<DemoGroup>,
}

/// The application: one store, and what the slices brought.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    identity: Box<dyn Identity>,
    navigation: Vec<NavEntry>,
    panels: Panels,
    guards: Guards,
    settings: AppSettings,
    machines: HashMap<TypeId, Box<dyn Any + Send + Sync>>,
}

/// What the parts bring along: at most one machine of each type.
#[derive(Default)]
pub struct Machines(HashMap<TypeId, Box<dyn Any + Send + Sync>>);

impl Machines {
    /// Adds a machine.
    #[must_use]
    pub fn with<M: Send + Sync + 'static>(mut self, machine: M) -> Self {
        self.0.insert(TypeId::of::<M>(), Box::new(machine));
        self
    }
}

impl App {
    /// Puts the application together.
    #[must_use]
    pub fn new(
        store: Store,
        identity: Box<dyn Identity>,
        navigation: Vec<NavEntry>,
        panels: Panels,
        guards: Guards,
        settings: AppSettings,
        Machines(machines): Machines,
    ) -> Self {
        Self { inner: Arc::new(Inner { store, identity, navigation, panels, guards, settings, machines }) }
    }

    /// The machine of this type.
    ///
    /// # Errors
    /// When nobody plugged it in.
    pub fn machine<M: 'static>(&self) -> Result<&M, AppError> {
        let found = self.inner.machines.get(&TypeId::of::<M>()).and_then(|machine| machine.downcast_ref());
        found.ok_or_else(|| AppError::Internal(format!("{} is not plugged in", std::any::type_name::<M>())))
    }

    /// The database.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// Who a session belongs to.
    #[must_use]
    pub fn identity(&self) -> &dyn Identity {
        &*self.inner.identity
    }

    /// The entries of the navigation, in order.
    #[must_use]
    pub fn navigation(&self) -> &[NavEntry] {
        &self.inner.navigation
    }

    /// What slices show on each other's pages.
    #[must_use]
    pub fn panels(&self) -> &Panels {
        &self.inner.panels
    }

    /// Who is asked before a step that concerns more than one slice.
    #[must_use]
    pub fn guards(&self) -> &Guards {
        &self.inner.guards
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &AppSettings {
        &self.inner.settings
    }
}
