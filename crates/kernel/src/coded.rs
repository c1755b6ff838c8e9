//! Enumerations with a stable code for the database and a word for the screen.

use thiserror::Error;

/// A code that a newer version wrote, or that somebody edited by hand.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("unknown {of}: {code}")]
pub struct UnknownCode {
    /// The enumeration that was asked.
    pub of: &'static str,
    /// What was found instead of one of its codes.
    pub code: String,
}

/// An enumeration made by [`coded!`](crate::coded), for whatever works with every one of them.
pub trait Coded: Copy + 'static {
    /// Every variant, in the order in which screens list them.
    fn all() -> &'static [Self];

    /// The stable code that is stored and sent.
    fn code(self) -> &'static str;

    /// The word that people read.
    fn label(self) -> &'static str;
}

/// Defines an enumeration whose variants have a stable code (stored, sent) and a Chinese word (shown).
///
/// ```
/// niangjia_kernel::coded! {
///     /// How a visit was made.
///     pub enum Manner {
///         /// At her door.
///         AtHome = "at_home", "上门";
///         /// By telephone.
///         Telephone = "telephone", "电话";
///     }
/// }
/// assert_eq!(Manner::parse("telephone"), Ok(Manner::Telephone));
/// assert_eq!(Manner::AtHome.label(), "上门");
/// assert!(Manner::parse("by pigeon").is_err());
/// ```
#[macro_export]
macro_rules! coded {
    ($(#[$meta:meta])* pub enum $name:ident {
        $($(#[$variant_meta:meta])* $variant:ident = $code:literal, $label:literal;)+
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$variant_meta])* $variant,)+ }

        impl $name {
            /// Every variant, in the order in which screens list them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code that is stored and sent.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The word that people read.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }

            /// The variant of a stored code.
            ///
            /// # Errors
            /// When no variant has this code.
            pub fn parse(code: &str) -> Result<Self, $crate::UnknownCode> {
                match code {
                    $($code => Ok(Self::$variant),)+
                    other => Err($crate::UnknownCode { of: stringify!($name), code: other.to_owned() }),
                }
            }
        }

        impl $crate::Coded for $name {
            fn all() -> &'static [Self] {
                Self::ALL
            }

            fn code(self) -> &'static str {
                self.code()
            }

            fn label(self) -> &'static str {
                self.label()
            }
        }
    };
}
