//! Who a session or a token belongs to.

use niangjia_kernel::{Id, Person, Post, Tenant};
use niangjia_store::{Actor, Ending, ReadTx, StoreError, WriteTx};
use niangjia_web::{BearerToken, PostChoice, SessionToken, SignedIn, TokenHolder};

use crate::{actions, queries, rules};

/// Sessions and tokens of this slice, for the web base.
#[derive(Debug, Default, Clone, Copy)]
pub struct Identity;

impl niangjia_web::Identity for Identity {
    fn signed_in(&self, tx: &ReadTx<'_>, token: &SessionToken) -> Result<Option<SignedIn>, StoreError> {
        Ok(queries::session(tx, &token.hash())?.map(|(actor, until)| SignedIn { actor, until }))
    }

    fn posts(&self, tx: &ReadTx<'_>, actor: &Actor) -> Result<Vec<PostChoice>, StoreError> {
        let posts = queries::acting_posts(tx, actor.tenant, actor.person)?;
        let choices = posts.into_iter().map(|(post, kind, org)| PostChoice {
            id: post.to_string(),
            label: format!("{org} {}", kind.label()),
            active: post == actor.acting.post,
        });
        Ok(choices.collect())
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

    fn by_token(&self, tx: &ReadTx<'_>, token: &BearerToken) -> Result<Option<TokenHolder>, StoreError> {
        let found = queries::token_of_secret(tx, token.tenant(), &token.hash())?;
        Ok(found.map(|found| match rules::token_ended(&found.life, tx.today()) {
            Some(why) => TokenHolder::Ended(why),
            None => TokenHolder::Good { actor: found.actor, used_today: found.used == Some(tx.today()) },
        }))
    }

    fn note_use(
        &self,
        tx: &WriteTx<'_>,
        token: &BearerToken,
        actor: &Actor,
    ) -> Result<Ending<()>, StoreError> {
        actions::use_token(tx, actor, token)
    }
}
