//! The forms of all acts, read from the schema: an act that is added is tried without anybody thinking of it.

use std::collections::BTreeMap;

use async_graphql::parser::{
    parse_schema,
    types::{BaseType, Type, TypeKind, TypeSystemDefinition},
};
use serde_json::{Map, Value, json};

use super::key;
use crate::support::cast::today;

/// One field of a form.
#[derive(Debug, Clone)]
pub struct Blank {
    pub name: String,
    /// The type beneath lists and non-null.
    pub kind: String,
    pub is_list: bool,
    pub is_required: bool,
}

/// All forms, and the words that may be chosen from.
pub struct Forms {
    blanks: BTreeMap<String, Vec<Blank>>,
    words: BTreeMap<String, Vec<String>>,
    /// Each act with the name of its form.
    pub acts: Vec<(String, String)>,
}

/// What is put into the fields that name something, by the name of the field.
pub type Named = BTreeMap<&'static str, String>;

impl Forms {
    pub fn of_the_schema() -> Self {
        let mut forms = Self {
            blanks: BTreeMap::new(),
            words: BTreeMap::new(),
            acts: Vec::new(),
        };
        for definition in parse_schema(permanence::graphql::sdl())
            .unwrap()
            .definitions
        {
            let TypeSystemDefinition::Type(definition) = definition else {
                continue;
            };
            let name = definition.node.name.node.to_string();
            match definition.node.kind {
                TypeKind::InputObject(it) => {
                    let blanks = it.fields.iter().map(|field| Blank {
                        name: field.node.name.node.to_string(),
                        kind: base(&field.node.ty.node),
                        is_list: matches!(field.node.ty.node.base, BaseType::List(_)),
                        is_required: !field.node.ty.node.nullable
                            && field.node.default_value.is_none(),
                    });
                    forms.blanks.insert(name, blanks.collect());
                }
                TypeKind::Enum(it) => {
                    let words = it
                        .values
                        .iter()
                        .map(|word| word.node.value.node.to_string());
                    forms.words.insert(name, words.collect());
                }
                TypeKind::Object(it) if name == "Mutation" => {
                    forms.acts = it
                        .fields
                        .iter()
                        .map(|field| {
                            let form = &field.node.arguments[0].node;
                            assert_eq!(form.name.node, "input");
                            (field.node.name.node.to_string(), base(&form.ty.node))
                        })
                        .collect();
                }
                _ => {}
            }
        }
        forms
    }

    pub fn blanks(&self, form: &str) -> &[Blank] {
        &self.blanks[form]
    }

    pub fn is_form(&self, kind: &str) -> bool {
        self.blanks.contains_key(kind)
    }

    pub fn words(&self, kind: &str) -> &[String] {
        self.words.get(kind).map_or(&[], Vec::as_slice)
    }

    /// A form with every field filled in by its type, or only those that must be.
    pub fn filled(&self, form: &str, named: &Named, is_whole: bool) -> Value {
        let mut filled = Map::new();
        for blank in self.blanks(form) {
            if blank.is_required || is_whole {
                let one = self.one(blank, named, is_whole);
                let value = if blank.is_list { json!([one]) } else { one };
                filled.insert(blank.name.clone(), value);
            }
        }
        Value::Object(filled)
    }

    fn one(&self, blank: &Blank, named: &Named, is_whole: bool) -> Value {
        if let Some(id) = named.get(blank.name.as_str()) {
            return json!(id);
        }
        match blank.kind.as_str() {
            "ID" => json!(named["anything"]),
            "String" => json!("Written by hand"),
            "UUID" => json!(key()),
            "NaiveDate" => json!(today()),
            "Boolean" => json!(true),
            "Int" => json!(1),
            kind if self.is_form(kind) => self.filled(kind, named, is_whole),
            kind => json!(
                self.words(kind)
                    .first()
                    .unwrap_or_else(|| panic!("what is {kind}?"))
            ),
        }
    }
}

fn base(ty: &Type) -> String {
    match &ty.base {
        BaseType::Named(name) => name.to_string(),
        BaseType::List(inner) => base(inner),
    }
}

/// `recordVisit` as the table of acts spells it.
pub fn word(act: &str) -> String {
    let mut word = String::new();
    for letter in act.chars() {
        if letter.is_uppercase() {
            word.push('_');
        }
        word.push(letter.to_ascii_uppercase());
    }
    word
}
