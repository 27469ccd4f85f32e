//! The twelve tables: their columns, what each may hold, and how a file's header tells which it is.

use std::collections::HashSet;

use crate::domain::care::Table;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Child,
    /// A date; the rule is the one broken where it may not be blank and is.
    Date {
        required: Option<&'static str>,
    },
    PartialDate,
    Code {
        set: &'static str,
        rule: &'static str,
        required: bool,
    },
    /// Like an optional code, but without meaning while the named column is blank.
    CodeWith {
        set: &'static str,
        rule: &'static str,
        column: &'static str,
    },
    Upn,
    Free,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
}

#[derive(Debug)]
pub struct Layout {
    pub table: Table,
    pub columns: &'static [Column],
    /// The column that the rows of a child are ordered by.
    pub sorted_by: Option<&'static str>,
}

impl Layout {
    pub fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.name == name)
    }
}

const fn date(name: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Date { required: None },
    }
}
const fn needed_date(name: &'static str, rule: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Date {
            required: Some(rule),
        },
    }
}
const fn code(name: &'static str, set: &'static str, rule: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Code {
            set,
            rule,
            required: false,
        },
    }
}
const fn needed(name: &'static str, set: &'static str, rule: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Code {
            set,
            rule,
            required: true,
        },
    }
}
const fn free(name: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Free,
    }
}
const CHILD: Column = Column {
    name: "CHILD",
    kind: Kind::Child,
};
const DOB: Column = date("DOB");

/// The columns are the same in every year from 2017 to 2027; only the codes in them change.
pub static LAYOUTS: [Layout; 12] = [
    Layout {
        table: Table::Header,
        sorted_by: None,
        columns: &[
            CHILD,
            needed("SEX", "sex", "101"),
            needed_date("DOB", "102"),
            needed("ETHNIC", "ethnicity", "103"),
            Column {
                name: "UPN",
                kind: Kind::Upn,
            },
            code("MOTHER", "mother", "165"),
            date("MC_DOB"),
        ],
    },
    Layout {
        table: Table::Episodes,
        sorted_by: Some("DECOM"),
        columns: &[
            CHILD,
            needed_date("DECOM", "141"),
            needed("RNE", "reason_new_episode", "143"),
            needed("LS", "legal_status", "144"),
            needed("CIN", "category_of_need", "145"),
            needed("PLACE", "placement_type", "146"),
            code("PLACE_PROVIDER", "placement_provider", "178"),
            date("DEC"),
            Column {
                name: "REC",
                kind: Kind::CodeWith {
                    set: "reason_episode_ceased",
                    rule: "149",
                    column: "DEC",
                },
            },
            code("REASON_PLACE_CHANGE", "reason_place_change", "1009"),
            free("HOME_POST"),
            free("PL_POST"),
            free("URN"),
        ],
    },
    Layout {
        table: Table::Reviews,
        sorted_by: Some("REVIEW"),
        columns: &[
            CHILD,
            DOB,
            needed_date("REVIEW", "166"),
            needed("REVIEW_CODE", "review_code", "167"),
        ],
    },
    Layout {
        table: Table::Uasc,
        sorted_by: None,
        columns: &[CHILD, needed("SEX", "sex", "101"), DOB, date("DUC")],
    },
    Layout {
        table: Table::Oc2,
        sorted_by: None,
        columns: &[
            CHILD,
            DOB,
            free("SDQ_SCORE"),
            code("SDQ_REASON", "oc2_sdq_reason", "196"),
            code("CONVICTED", "oc2_flags", "181"),
            code("HEALTH_CHECK", "oc2_flags", "181"),
            code("IMMUNISATIONS", "oc2_flags", "181"),
            code("TEETH_CHECK", "oc2_flags", "181"),
            code("HEALTH_ASSESSMENT", "oc2_flags", "181"),
            code("SUBSTANCE_MISUSE", "oc2_flags", "181"),
            code("INTERVENTION_RECEIVED", "oc2_flags", "181"),
            code("INTERVENTION_OFFERED", "oc2_flags", "181"),
        ],
    },
    Layout {
        table: Table::Oc3,
        sorted_by: None,
        columns: &[
            CHILD,
            DOB,
            needed("IN_TOUCH", "oc3_in_touch", "131"),
            needed("ACTIV", "oc3_activity", "132"),
            needed("ACCOM", "oc3_accommodation", "133"),
        ],
    },
    Layout {
        table: Table::Ad1,
        sorted_by: None,
        columns: &[
            CHILD,
            DOB,
            date("DATE_INT"),
            date("DATE_MATCH"),
            code("FOSTER_CARE", "ad1_foster_care", "114"),
            code("NB_ADOPTR", "ad1_nb_adoptr", "175"),
            code("SEX_ADOPTR", "ad1_sex_adoptr", "176"),
            code("LS_ADOPTR", "ad1_ls_adoptr", "177"),
        ],
    },
    Layout {
        table: Table::PlacedAdoption,
        sorted_by: Some("DATE_PLACED"),
        columns: &[
            CHILD,
            DOB,
            date("DATE_PLACED"),
            date("DATE_PLACED_CEASED"),
            code("REASON_PLACED_CEASED", "sbpfa_reason_ceased", "120"),
        ],
    },
    Layout {
        table: Table::PrevPerm,
        sorted_by: None,
        columns: &[
            CHILD,
            DOB,
            needed("PREV_PERM", "prev_perm", "631"),
            code("LA_PERM", "prev_perm_la", "633"),
            Column {
                name: "DATE_PERM",
                kind: Kind::PartialDate,
            },
        ],
    },
    Layout {
        table: Table::Missing,
        sorted_by: Some("MIS_START"),
        columns: &[
            CHILD,
            DOB,
            needed("MISSING", "missing_type", "1006"),
            needed_date("MIS_START", "1004"),
            date("MIS_END"),
        ],
    },
    Layout {
        table: Table::SwEpisodes,
        sorted_by: Some("SW_DECOM"),
        columns: &[
            CHILD,
            DOB,
            free("SW_ID"),
            needed_date("SW_DECOM", "SW04STG1"),
            date("SW_DEC"),
            code("SW_REASON", "sw_reason", "SW13STG1"),
        ],
    },
    Layout {
        table: Table::DoLo,
        sorted_by: Some("DOLO_START"),
        columns: &[
            CHILD,
            DOB,
            needed_date("DOLO_START", "700"),
            date("DOLO_END"),
        ],
    },
];

/// A header cell as the column lists write it. The XML form's two names are understood as well.
pub fn fold(cell: &str) -> String {
    let name = cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{a0}');
    let name = name
        .split_whitespace()
        .collect::<Vec<_>>()
        .join("_")
        .to_uppercase();
    match name.as_str() {
        "CHILDID" => "CHILD".to_owned(),
        "PL" => "PLACE".to_owned(),
        _ => name,
    }
}

pub fn layout(table: Table) -> &'static Layout {
    let [first, ..] = &LAYOUTS;
    (LAYOUTS.iter())
        .find(|layout| layout.table == table)
        .unwrap_or(first)
}

#[derive(Debug)]
pub struct Recognised {
    pub layout: &'static Layout,
    pub surplus: Vec<String>,
}

/// Tells the table by its set of columns, whatever their order; else says what was nearest.
pub fn recognise(header: &[String]) -> Result<Recognised, String> {
    let mut found: HashSet<&str> = HashSet::new();
    if let Some(twice) = header
        .iter()
        .find(|name| !name.is_empty() && !found.insert(name))
    {
        return Err(format!("each column once; {twice} is there twice"));
    }
    if header.iter().any(|name| name.chars().any(char::is_control)) {
        return Err("names of columns without control characters".to_owned());
    }
    let missing = |layout: &Layout| {
        layout
            .columns
            .iter()
            .filter(|column| !found.contains(column.name))
            .count()
    };
    let complete = LAYOUTS
        .iter()
        .filter(|layout| missing(layout) == 0)
        .max_by_key(|layout| layout.columns.len());
    if let Some(layout) = complete {
        return Ok(Recognised {
            layout,
            surplus: surplus(header, layout),
        });
    }
    Err(nearest(header, missing))
}

fn surplus(header: &[String], layout: &Layout) -> Vec<String> {
    header
        .iter()
        .filter(|name| !name.is_empty() && !layout.has(name))
        .cloned()
        .collect()
}

fn nearest(header: &[String], missing: impl Fn(&Layout) -> usize) -> String {
    let shared = |layout: &Layout| layout.columns.len() - missing(layout);
    let best = LAYOUTS.iter().max_by_key(|layout| {
        // Most of the table's own columns first; among equals the one with least that it does not know.
        (
            shared(layout) * 1000 / layout.columns.len(),
            usize::MAX - surplus(header, layout).len(),
        )
    });
    match best.filter(|layout| shared(layout) * 2 >= layout.columns.len()) {
        None => format!(
            "the columns of one of the twelve tables ({})",
            Table::ALL.map(Table::name).join(", ")
        ),
        Some(layout) => {
            let lacking: Vec<&str> = (layout.columns.iter().map(|column| column.name))
                .filter(|name| !header.iter().any(|found| found == name))
                .collect();
            let mut text = format!(
                "the columns of {}, the nearest table; missing: {}",
                layout.table,
                lacking.join(", ")
            );
            let unknown = surplus(header, layout);
            if !unknown.is_empty() {
                text += &format!("; not known there: {}", unknown.join(", "));
            }
            text
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::care::codes;

    #[test]
    fn every_column_of_codes_has_its_set() {
        for column in LAYOUTS.iter().flat_map(|layout| layout.columns) {
            if let Kind::Code { set, .. } | Kind::CodeWith { set, .. } = column.kind {
                assert!(codes::is_set(set), "{set}");
            }
        }
    }
}
