//! What a field costs, as the schema says it: `@cost` and `@listSize`, in the terms of IBM's cost directives. They are
//! printed into the schema here and read back from it, and the cost of an operation follows from them alone.

use std::collections::HashMap;

use async_graphql::{
    Positioned, Value,
    parser::{
        parse_schema,
        types::{ConstDirective, FieldDefinition, TypeKind, TypeSystemDefinition},
    },
};

use super::{limits::DEFAULT_PAGE, schema_map::named};

/// What an act weighs: it is written, and what is due follows from it anew.
const ACT: u64 = 10;

const DEFINITIONS: &str = r#"
"""
What a field costs by itself, without what is beneath it. One without it costs 1.
"""
directive @cost(weight: String!) on FIELD_DEFINITION
"""
How many items a field answers: as many as the first argument of `slicingArguments` that is given says, or has; `assumedSize` where none is. The lists of `sizedFields` beneath it have as many; where there are none, it is the list.
"""
directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
"#;

/// How many items a field answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListSize {
    pub(super) assumed: Option<u64>,
    pub(super) slicing: Vec<String>,
    pub(super) sized: Vec<String>,
}

/// The schema with the price of each field written into it. What is no schema is left as it is: whoever reads it says so.
pub fn priced(sdl: &str) -> String {
    let Ok(document) = parse_schema(sdl) else {
        return sdl.to_owned();
    };
    let mut objects = HashMap::new();
    let mut mutation = "Mutation".to_owned();
    for definition in document.definitions {
        match definition {
            TypeSystemDefinition::Type(it) => {
                if let Some(fields) = fields(it.node.kind) {
                    objects.insert(it.node.name.node.to_string(), fields);
                }
            }
            TypeSystemDefinition::Schema(it) => {
                mutation = it.node.mutation.map_or(mutation, |it| it.node.to_string());
            }
            TypeSystemDefinition::Directive(_) => {}
        }
    }
    let mut lines: Vec<String> = sdl.lines().map(str::to_owned).collect();
    for (parent, fields) in &objects {
        for field in fields {
            let price = match (printed_size(&field.node, &objects), *parent == mutation) {
                (Some(size), _) => size,
                (None, true) => format!("@cost(weight: \"{ACT}\")"),
                (None, false) => continue,
            };
            let ty = &field.node.ty;
            let end = ty.pos.column - 1 + ty.node.to_string().len();
            if let Some(line) = lines.get_mut(ty.pos.line - 1)
                && line.is_char_boundary(end)
            {
                line.insert_str(end, &format!(" {price}"));
            }
        }
    }
    lines.join("\n") + DEFINITIONS
}

fn fields(kind: TypeKind) -> Option<Vec<Positioned<FieldDefinition>>> {
    match kind {
        TypeKind::Object(object) => Some(object.fields),
        TypeKind::Interface(interface) => Some(interface.fields),
        _ => None,
    }
}

type Objects = HashMap<String, Vec<Positioned<FieldDefinition>>>;

fn printed_size(field: &FieldDefinition, objects: &Objects) -> Option<String> {
    let takes = |name: &str| field.arguments.iter().any(|it| it.node.name.node == name);
    if takes("ids") {
        return Some("@listSize(slicingArguments: [\"ids\"])".to_owned());
    }
    let slicing = words(["first", "last"].into_iter().filter(|it| takes(it)))?;
    let (output, is_list) = named(&field.ty.node);
    let lists = objects.get(&output).filter(|_| !is_list);
    let lists = lists.into_iter().flatten().filter_map(|it| {
        let (of, is_list) = named(&it.node.ty.node);
        (is_list && objects.contains_key(&of)).then(|| it.node.name.node.as_str())
    });
    let sized = words(lists).map_or_else(String::new, |it| format!(", sizedFields: {it}"));
    Some(format!(
        "@listSize(assumedSize: {DEFAULT_PAGE}, slicingArguments: {slicing}{sized}, requireOneSlicingArgument: false)"
    ))
}

fn words<'a>(all: impl Iterator<Item = &'a str>) -> Option<String> {
    let all: Vec<String> = all.map(|it| format!("\"{it}\"")).collect();
    (!all.is_empty()).then(|| format!("[{}]", all.join(", ")))
}

/// What a field weighs by itself.
pub(super) fn weight(directives: &[Positioned<ConstDirective>]) -> Option<u64> {
    match argument(directives, "cost", "weight") {
        Some(Value::String(weight)) => weight.parse().ok(),
        _ => Some(1),
    }
}

pub(super) fn list_size(directives: &[Positioned<ConstDirective>]) -> Option<ListSize> {
    directives
        .iter()
        .find(|it| it.node.name.node == "listSize")?;
    let names = |of| match argument(directives, "listSize", of) {
        Some(Value::List(names)) => names
            .iter()
            .filter_map(|it| match it {
                Value::String(name) => Some(name.clone()),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    Some(ListSize {
        assumed: match argument(directives, "listSize", "assumedSize") {
            Some(Value::Number(many)) => many.as_u64(),
            _ => None,
        },
        slicing: names("slicingArguments"),
        sized: names("sizedFields"),
    })
}

fn argument<'a>(
    directives: &'a [Positioned<ConstDirective>],
    directive: &str,
    argument: &str,
) -> Option<&'a Value> {
    let directive = directives
        .iter()
        .find(|it| it.node.name.node == directive)?;
    directive.node.get_argument(argument).map(|it| &it.node)
}
