//! The kinds of thing that more than one slice points at. A kind of a single slice lives in that slice.

use crate::id::Entity;

macro_rules! entities {
    ($($(#[$meta:meta])* $name:ident = $prefix:literal;)+) => {
        $($(#[$meta])* #[derive(Debug, Clone, Copy)] pub enum $name {}
        impl Entity for $name { const PREFIX: &'static str = $prefix; })+
    };
}

entities! {
    /// A women's federation or another organisation of its tree.
    Organisation = "org";
    /// A person who works with the platform or whom the federation cares for by name.
    Person = "per";
    /// A post that a person holds at an organisation from one day to another.
    Post = "post";
    /// The right of a person to sign in.
    Account = "acc";
    /// A household of the register.
    Household = "hh";
    /// A person entered in a household of the register.
    Resident = "res";
    /// A visit to a household.
    Visit = "vis";
    /// That somebody is to keep up a contact: a contact point, a direct contact, a pairing.
    ContactDuty = "duty";
    /// Something that a woman asks of the federation, by whatever way it came.
    Request = "req";
    /// A dispute that is mediated.
    Mediation = "med";
    /// A round in which families or people are looked at for troubles.
    ScreeningRound = "scr";
    /// A trouble of a relationship, found in a round or otherwise; no dispute until somebody applies.
    Trouble = "trb";
    /// A turn at the reception or the hotline.
    ReceptionTurn = "turn";
    /// That a matter was handed to a partner organisation.
    Referral = "ref";
    /// One line of the audit.
    AuditEntry = "aud";
    /// A sealed file of the data folder: uploaded, or made for download.
    StoredFile = "fil";
}
