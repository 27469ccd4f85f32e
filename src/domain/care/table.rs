//! The twelve tables of a return.

use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    Header,
    Episodes,
    Reviews,
    Uasc,
    Oc2,
    Oc3,
    Ad1,
    PlacedAdoption,
    PrevPerm,
    Missing,
    SwEpisodes,
    DoLo,
}

impl Table {
    pub const ALL: [Table; 12] = [
        Table::Header,
        Table::Episodes,
        Table::Reviews,
        Table::Uasc,
        Table::Oc2,
        Table::Oc3,
        Table::Ad1,
        Table::PlacedAdoption,
        Table::PrevPerm,
        Table::Missing,
        Table::SwEpisodes,
        Table::DoLo,
    ];

    /// The name councils and the published validator use; also how a staged row is filed.
    pub fn name(self) -> &'static str {
        match self {
            Table::Header => "Header",
            Table::Episodes => "Episodes",
            Table::Reviews => "Reviews",
            Table::Uasc => "UASC",
            Table::Oc2 => "OC2",
            Table::Oc3 => "OC3",
            Table::Ad1 => "AD1",
            Table::PlacedAdoption => "PlacedAdoption",
            Table::PrevPerm => "PrevPerm",
            Table::Missing => "Missing",
            Table::SwEpisodes => "SWEpisodes",
            Table::DoLo => "DoLo",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.name() == name)
    }

    /// The rule a row breaks when the Header does not name its child. The two youngest tables have no
    /// published number, so they carry a word of ours.
    pub fn absent_from_header(self) -> Option<&'static str> {
        match self {
            Table::Header => None,
            Table::Ad1 => Some("INT01"),
            Table::PlacedAdoption => Some("INT02"),
            Table::Episodes => Some("INT03"),
            Table::Missing => Some("INT04"),
            Table::Oc2 => Some("INT05"),
            Table::Oc3 => Some("INT06"),
            Table::PrevPerm => Some("INT07"),
            Table::Reviews => Some("INT08"),
            Table::Uasc => Some("INT09"),
            Table::SwEpisodes | Table::DoLo => Some("NOT_IN_HEADER"),
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
