//! The frame around every page of somebody signed in.

use niangjia_store::{Actor, ReadTx, StoreError};

/// An entry of the navigation, brought by a slice.
#[derive(Debug, Clone, Copy)]
pub struct NavEntry {
    /// One of the eight words (and 设置).
    pub label: &'static str,
    /// A symbol of the sprite.
    pub icon: &'static str,
    /// The word on the phone's bottom bar, where it has a place there.
    pub tab: Option<&'static str>,
    /// Where it leads for this actor; `None` where her post cannot use it.
    pub href: fn(&Actor) -> Option<String>,
}

/// What rings on every page: how many messages somebody has not read. Plugged in as a machine.
#[derive(Debug, Clone, Copy)]
pub struct Bell(pub fn(&ReadTx<'_>, &Actor) -> Result<i64, StoreError>);

/// A link of the navigation, as it is shown.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// The word.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// A symbol of the sprite.
    pub icon: String,
    /// Whether the reader is there.
    pub active: bool,
}

/// A post to switch to.
#[derive(Debug, Clone)]
pub struct PostChoice {
    /// The post.
    pub id: String,
    /// `嵩合社区妇联 主席`.
    pub label: String,
    /// Whether it is the one she acts in.
    pub active: bool,
}

/// What the frame shows.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The left side on a desk.
    pub nav: Vec<NavItem>,
    /// The bottom bar on a phone.
    pub tabs: Vec<NavItem>,
    /// Her name.
    pub person_name: String,
    /// Her post.
    pub post_label: String,
    /// Her posts, if she can switch.
    pub posts: Vec<PostChoice>,
    /// The token of every form.
    pub csrf: String,
    /// Where 记一笔 leads, if her post records.
    pub record_href: Option<String>,
    /// A sentence above the page: what was just done.
    pub banner: Option<String>,
    /// Where the search box leads, if her post searches.
    pub search_href: Option<String>,
    /// How many messages she has not read; nothing where there is no inbox.
    pub unread: Option<i64>,
    /// Where the reader is, with what she filtered by: the list that is exported is the one she sees.
    pub page_href: String,
    /// Whether her menu leads to files that come and go.
    pub transfers: bool,
}
