//! Persons and posts by the thousand, for data made at once: trying out and load tests.

use niangjia_kernel::{Id, Person, Post};
use niangjia_store::{StoreError, WriteTx, params};

use crate::model::{NewPerson, NewPost};

/// Enters persons that nobody has entered, and posts of theirs. Phone and identity number are left out.
///
/// # Errors
/// [`StoreError::Unique`] when one is there already.
pub fn enter_many(
    tx: &WriteTx<'_>,
    persons: &[(Id<Person>, NewPerson)],
    posts: &[(Id<Post>, NewPost)],
) -> Result<(), StoreError> {
    let mut rows = persons.iter().map(|(id, person)| {
        params![
            person.tenant,
            *id,
            person.name,
            person.woman,
            person.birth_day,
            person.education,
            person.party,
        ]
        .to_vec()
    });
    let columns = ["tenant", "id", "name", "woman", "birth_day", "education", "party"];
    tx.insert_many("people_person", &columns, &mut rows)?;
    let mut rows = posts.iter().map(|(id, post)| {
        params![
            post.tenant,
            *id,
            post.person,
            post.org_id,
            post.org_path,
            post.kind,
            post.engagement,
            post.group_name,
            post.from,
        ]
        .to_vec()
    });
    let columns =
        ["tenant", "id", "person_id", "org_id", "org_path", "kind", "engagement", "group_name", "from_day"];
    tx.insert_many("people_post", &columns, &mut rows)?;
    Ok(())
}
