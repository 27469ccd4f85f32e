//! Closed vocabularies: enums whose variants have one fixed word each, the same in the database, in files and in the
//! API.

/// A word that is not in one of the closed vocabularies.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is not a {vocabulary}; the words are {known}")]
pub struct UnknownWord {
    pub vocabulary: &'static str,
    pub word: String,
    pub known: String,
}

/// Declares an enum whose variants have one fixed word each and a stable number (its order here).
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident, $what:literal { $($(#[$vmeta:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::vocabulary::UnknownWord;

            fn from_str(word: &str) -> Result<Self, $crate::domain::vocabulary::UnknownWord> {
                Self::ALL.iter().copied().find(|it| it.word() == word).ok_or_else(|| $crate::domain::vocabulary::UnknownWord {
                    vocabulary: $what,
                    word: word.to_owned(),
                    known: Self::ALL.iter().map(|it| it.word()).collect::<Vec<_>>().join(", "),
                })
            }
        }
    };
}

pub(crate) use vocabulary;
