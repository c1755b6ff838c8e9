//! SQL on partners and referrals. Visibility is part of the fetch.

mod partners;
mod referrals;

pub(crate) use partners::{
    close_partner, end_partner_person, insert_partner, insert_partner_person, partner_of, partners_at,
    partners_for, people_of, represents, rewrite_partner,
};
pub(crate) use referrals::{
    Access, NewReferral, answer, close, contents, count_late, erase, insert_referral, move_all, of_branch,
    of_partner_person, of_resident, of_sender, of_subjects, referral_for, settle,
};
