//! Whether a token for programs can be made, and whether it still counts.

use niangjia_kernel::Day;
use niangjia_store::PostKind;
use niangjia_web::TokenEnded;

/// How many days ahead the last day of a token may be: a year and a day (R-TOK-01).
pub(crate) const LONGEST_DAYS: i64 = 366;
/// How many tokens a person may have in use (R-TOK-03).
const MOST: usize = 10;
/// The longest label, in characters.
const LONGEST_LABEL: usize = 30;

/// What was said of a token to be made, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TokenSaid {
    pub(crate) label: String,
    /// The post that it is for, if it is one of hers.
    pub(crate) post: Option<PostKind>,
    pub(crate) until: Option<Day>,
}

/// Why a token cannot be made as it was said; each a sentence for its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenRefusal {
    /// Whoever withdraws one must know which.
    NoLabel,
    /// It is said in a few words.
    LongLabel,
    /// It is for one of her posts.
    NoPost,
    /// R-TOK-02. The posts of administrators have no tokens: they act themselves, signed in.
    ///
    /// Source: GB/T 22239-2019 §8.1.4.2 (separation of administrators). Reading: a program that opens accounts or
    /// appoints would be a second administrator whom nobody appointed. Ours.
    Administers,
    /// R-TOK-01. A token is good through its last day, which is today at the earliest and 366 days ahead at the latest.
    ///
    /// Source: GB/T 22239-2019 §8.1.4.1 a (credentials are changed regularly). Reading: a program is looked after once
    /// a year. Ours.
    Until,
    /// R-TOK-03. A person has at most ten tokens in use.
    ///
    /// Source: GB/T 22239-2019 §8.1.4.2 (what is not needed is removed). Reading: nobody overlooks more. Ours.
    TooMany,
}

impl TokenRefusal {
    /// The field of the form, and the sentence at it.
    pub(crate) fn sentence(self) -> (&'static str, String) {
        match self {
            Self::NoLabel => ("label", "请写给什么程序用".to_owned()),
            Self::LongLabel => ("label", format!("请留在 {LONGEST_LABEL} 字以内")),
            Self::NoPost => ("post", "请选您现在担任的一个岗位".to_owned()),
            Self::Administers => ("post", ADMINISTRATORS_RULE.to_owned()),
            Self::Until => ("until_day", format!("请选今天到 {LONGEST_DAYS} 天内的一天，到期再做新的")),
            Self::TooMany => ("label", format!("在用的令牌最多 {MOST} 个，请先作废不用的")),
        }
    }
}

/// R-TOK-02, in words.
pub(crate) const ADMINISTRATORS_RULE: &str =
    "管理员的岗位没有接口令牌：账号、任免和审计由管理员本人登录办理。";

/// Whether a token can be made as it was said; every reason why not.
pub(crate) fn check_token(said: &TokenSaid, in_use: usize, today: Day) -> Vec<TokenRefusal> {
    let days = said.until.map(|until| until.days_since(today));
    let checks = [
        (said.label.is_empty(), TokenRefusal::NoLabel),
        (said.label.chars().count() > LONGEST_LABEL, TokenRefusal::LongLabel),
        (said.post.is_none(), TokenRefusal::NoPost),
        (said.post.is_some_and(PostKind::administers), TokenRefusal::Administers),
        (days.is_some_and(|days| !(0..=LONGEST_DAYS).contains(&days)), TokenRefusal::Until),
        (in_use >= MOST, TokenRefusal::TooMany),
    ];
    checks.into_iter().filter(|(refused, _)| *refused).map(|(_, refusal)| refusal).collect()
}

/// What may end a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TokenLife {
    /// Its last day.
    pub(crate) until: Day,
    /// When it was withdrawn.
    pub(crate) withdrawn: Option<Day>,
    /// The first day on which the post is not held any more.
    pub(crate) post_until: Option<Day>,
    /// Whether the account is disabled.
    pub(crate) disabled: bool,
}

/// R-TOK-04. A token counts while its person would: with the post it was made for, with her account, until it is
/// withdrawn and through its last day. A password that somebody else resets, and an account that is disabled, withdraw
/// her tokens; a password that she changes herself does not.
///
/// Source: product.md (rights end with the post); GB/T 22239-2019 §8.1.4.2 d. Reading: a reset follows on a suspicion, and
/// whoever had her password may have made a token; her own regular change must not stop the reports of the office. Ours.
pub(crate) fn token_ended(life: &TokenLife, today: Day) -> Option<TokenEnded> {
    if life.disabled {
        return Some(TokenEnded::Disabled);
    }
    let left = life.post_until.filter(|until| *until <= today).map(TokenEnded::PostEnded);
    let over = (life.until < today).then_some(TokenEnded::Over(life.until));
    left.or(life.withdrawn.map(TokenEnded::Withdrawn)).or(over)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn a_token_is_for_a_post_of_hers_and_for_a_year_at_most() {
        let today = day("2026-11-22");
        let said = |until: &str| TokenSaid {
            label: "社区报表系统".to_owned(),
            post: Some(PostKind::Chair),
            until: Some(day(until)),
        };
        assert_eq!(check_token(&said("2026-11-22"), 9, today), []);
        assert_eq!(check_token(&said("2027-11-23"), 0, today), []);
        assert_eq!(check_token(&said("2027-11-24"), 0, today), [TokenRefusal::Until]);
        assert_eq!(check_token(&said("2026-11-21"), 0, today), [TokenRefusal::Until]);
        assert_eq!(check_token(&said("2026-11-22"), 10, today), [TokenRefusal::TooMany]);
        for (post, refusal) in [
            (None, TokenRefusal::NoPost),
            (Some(PostKind::SystemAdministrator), TokenRefusal::Administers),
            (Some(PostKind::SecurityAdministrator), TokenRefusal::Administers),
            (Some(PostKind::AuditAdministrator), TokenRefusal::Administers),
        ] {
            assert_eq!(check_token(&TokenSaid { post, ..said("2026-11-22") }, 0, today), [refusal]);
        }
        let nameless = TokenSaid { label: String::new(), ..said("2026-11-22") };
        assert_eq!(check_token(&nameless, 0, today), [TokenRefusal::NoLabel]);
    }

    #[test]
    fn a_token_counts_through_its_last_day_and_not_beyond_post_account_or_withdrawal() {
        let life = TokenLife { until: day("2026-12-31"), withdrawn: None, post_until: None, disabled: false };
        assert_eq!(token_ended(&life, day("2026-12-31")), None);
        assert_eq!(token_ended(&life, day("2027-01-01")), Some(TokenEnded::Over(day("2026-12-31"))));
        let leaves = TokenLife { post_until: Some(day("2026-12-01")), ..life };
        assert_eq!(token_ended(&leaves, day("2026-11-30")), None);
        assert_eq!(token_ended(&leaves, day("2026-12-01")), Some(TokenEnded::PostEnded(day("2026-12-01"))));
        let withdrawn = TokenLife { withdrawn: Some(day("2026-11-22")), ..life };
        assert_eq!(
            token_ended(&withdrawn, day("2026-11-22")),
            Some(TokenEnded::Withdrawn(day("2026-11-22")))
        );
        assert_eq!(
            token_ended(&TokenLife { disabled: true, ..withdrawn }, day("2026-11-22")),
            Some(TokenEnded::Disabled)
        );
    }
}
