//! Sessions as the web sees them: a random token in a cookie; who it belongs to is the people slice's matter.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use niangjia_kernel::{Chance, Day, Id, Person, Post, Tenant, Timestamp};
use niangjia_store::{Actor, Ending, Keys, ReadTx, StoreError, WriteTx};
use sha2::{Digest as _, Sha256};

use crate::bearer::BearerToken;
use crate::shell::PostChoice;

const PLAIN_COOKIE: &str = "niangjia_session";
const SECURE_COOKIE: &str = "__Host-niangjia_session";

/// The secret of a session. Only its hash is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(String);

impl SessionToken {
    /// A new secret of 256 random bits.
    #[must_use]
    pub fn fresh(chance: &dyn Chance) -> Self {
        let mut bytes = [0u8; 32];
        chance.fill(&mut bytes);
        Self(hex(&bytes))
    }

    /// What is stored and looked up.
    #[must_use]
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }

    /// The token that every form of this session carries.
    #[must_use]
    pub fn csrf(&self, keys: &Keys) -> String {
        hex(&keys.authenticator(&[b"csrf", self.0.as_bytes()])[..16])
    }

    /// Finds the session cookie of a request.
    #[must_use]
    pub(crate) fn of(headers: &HeaderMap, secure: bool) -> Option<Self> {
        let name = if secure { SECURE_COOKIE } else { PLAIN_COOKIE };
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let (_, token) = pairs.find(|(found, _)| *found == name)?;
        (token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .then(|| Self(token.to_owned()))
    }

    /// The Set-Cookie value that begins the session.
    #[must_use]
    pub fn cookie(&self, secure: bool) -> String {
        if secure {
            format!("{SECURE_COOKIE}={}; Path=/; HttpOnly; SameSite=Lax; Secure", self.0)
        } else {
            format!("{PLAIN_COOKIE}={}; Path=/; HttpOnly; SameSite=Lax", self.0)
        }
    }

    /// The Set-Cookie value that ends it.
    #[must_use]
    pub fn end_cookie(secure: bool) -> String {
        if secure {
            format!("{SECURE_COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0")
        } else {
            format!("{PLAIN_COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
        }
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Somebody whose session is good.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who, in which post.
    pub actor: Actor,
    /// When the session ends.
    pub until: Timestamp,
}

/// Why a token that once was somebody's is none any more: the sentence says which, because who holds the secret may know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenEnded {
    /// Its last day is over.
    Over(Day),
    /// It was withdrawn on this day.
    Withdrawn(Day),
    /// The post it was made for is not held any more, since this day.
    PostEnded(Day),
    /// The account of the person is disabled.
    Disabled,
}

impl TokenEnded {
    /// The sentence for whoever runs the program.
    #[must_use]
    pub fn sentence(self) -> String {
        let what = match self {
            Self::Over(last) => format!("这个令牌用到 {} 为止，已经过期", last.long()),
            Self::Withdrawn(on) => format!("这个令牌已在 {} 作废", on.long()),
            Self::PostEnded(on) => {
                format!("申请这个令牌的人从 {} 起不再担任这个岗位，令牌随岗位停用", on.long())
            }
            Self::Disabled => "申请这个令牌的人账号已停用，令牌随账号停用".to_owned(),
        };
        format!("{what}。请由现在任职的人登录后，在“我的”里另做一个。")
    }
}

/// What became of a token that a program sent.
#[derive(Debug, Clone)]
pub enum TokenHolder {
    /// It is good.
    Good {
        /// Whose, in the post it was made for.
        actor: Actor,
        /// Whether it was used today before.
        used_today: bool,
    },
    /// It was good once.
    Ended(TokenEnded),
}

/// Who a session belongs to. Implemented by the people slice, wired in `niangjia`.
pub trait Identity: Send + Sync {
    /// The person of a session that has not ended, in the post she acts in.
    ///
    /// # Errors
    /// When it cannot be read: never "nobody" instead.
    fn signed_in(&self, tx: &ReadTx<'_>, token: &SessionToken) -> Result<Option<SignedIn>, StoreError>;

    /// All posts in which she can act, for the switch of her pages; more than one gives a switch.
    ///
    /// # Errors
    /// When they cannot be read.
    fn posts(&self, tx: &ReadTx<'_>, actor: &Actor) -> Result<Vec<PostChoice>, StoreError>;

    /// The person of work that goes on without her (an export, an import), in the post in which she began it; `None` when
    /// she no longer holds it, or may no longer sign in.
    ///
    /// # Errors
    /// When it cannot be read: never "nobody" instead.
    fn in_post(
        &self,
        tx: &ReadTx<'_>,
        tenant: Tenant,
        person: Id<Person>,
        post: Id<Post>,
    ) -> Result<Option<Actor>, StoreError>;

    /// Whose session this was, also after its end: words typed in it go back to her and to nobody else.
    ///
    /// # Errors
    /// When it cannot be read.
    fn owner(&self, tx: &ReadTx<'_>, token: &SessionToken) -> Result<Option<Id<Person>>, StoreError>;

    /// Whose token a program sent; `None` when there never was such a token.
    ///
    /// # Errors
    /// When it cannot be read: never "nobody" instead.
    fn by_token(&self, tx: &ReadTx<'_>, token: &BearerToken) -> Result<Option<TokenHolder>, StoreError>;

    /// Notes that a token was used today, once a day.
    ///
    /// # Errors
    /// When it cannot be written.
    fn note_use(
        &self,
        tx: &WriteTx<'_>,
        token: &BearerToken,
        actor: &Actor,
    ) -> Result<Ending<()>, StoreError>;
}
