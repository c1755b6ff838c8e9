//! Who a session belongs to.

use niangjia_kernel::{Id, Person, Post, Tenant};
use niangjia_store::{Actor, ReadTx, StoreError};
use niangjia_web::{PostChoice, SessionToken, SignedIn};

use crate::queries;

/// Sessions of this slice, for the web base.
#[derive(Debug, Default, Clone, Copy)]
pub struct Identity;

impl niangjia_web::Identity for Identity {
    fn signed_in(&self, tx: &ReadTx<'_>, token: &SessionToken) -> Result<Option<SignedIn>, StoreError> {
        let Some(actor) = queries::session(tx, &token.hash())? else {
            return Ok(None);
        };
        let posts = queries::acting_posts(tx, actor.tenant, actor.person)?;
        let choices = posts.into_iter().map(|(post, kind, org)| PostChoice {
            id: post.to_string(),
            label: format!("{org} {}", kind.label()),
            active: post == actor.acting.post,
        });
        Ok(Some(SignedIn { posts: choices.collect(), actor }))
    }

    fn in_post(
        &self,
        tx: &ReadTx<'_>,
        tenant: Tenant,
        person: Id<Person>,
        post: Id<Post>,
    ) -> Result<Option<Actor>, StoreError> {
        queries::in_post(tx, tenant, person, post)
    }

    fn owner(&self, tx: &ReadTx<'_>, token: &SessionToken) -> Result<Option<Id<Person>>, StoreError> {
        queries::session_owner(tx, &token.hash())
    }
}
