//! What an operation costs, reckoned from the text of `schema.graphql` alone, as a partner would who has nothing else: by the
//! rule that docs/limits.md states, and with none of the code that the service itself reckons with.

use std::collections::HashMap;

use async_graphql::{
    Positioned, Value,
    parser::{
        parse_query, parse_schema,
        types::{
            BaseType, ConstDirective, ExecutableDocument, FieldDefinition, Selection, SelectionSet,
            TypeKind, TypeSystemDefinition,
        },
    },
};
use serde_json::Value as Json;

pub struct PriceList(HashMap<String, HashMap<String, FieldDefinition>>);

/// What is asked, with its variables.
struct Order<'a> {
    document: &'a ExecutableDocument,
    variables: &'a Json,
}

impl PriceList {
    pub fn read(schema: &str) -> Self {
        let mut types = HashMap::new();
        for definition in parse_schema(schema).unwrap().definitions {
            let TypeSystemDefinition::Type(definition) = definition else {
                continue;
            };
            let name = definition.node.name.node.to_string();
            let fields = match definition.node.kind {
                TypeKind::Object(object) => object.fields,
                TypeKind::Interface(interface) => interface.fields,
                _ => continue,
            };
            let fields = fields.into_iter();
            let fields = fields.map(|it| (it.node.name.node.to_string(), it.node));
            types.insert(name, fields.collect());
        }
        Self(types)
    }

    pub fn cost(&self, operation: &str, variables: &Json) -> u64 {
        let document = parse_query(operation).unwrap();
        let (_, asked) = document.operations.iter().next().unwrap();
        let root = format!("{:?}", asked.node.ty);
        let order = Order {
            document: &document,
            variables,
        };
        self.set(&order, &root, &asked.node.selection_set.node, &[], 1)
    }

    /// The fields that are there in any case, and the dearest of the types that it may be.
    fn set(&self, order: &Order, ty: &str, set: &SelectionSet, sized: &[String], size: u64) -> u64 {
        let mut always = 0;
        let mut of_type: HashMap<&str, u64> = HashMap::new();
        for item in &set.items {
            let (condition, inner) = match &item.node {
                Selection::Field(field) => {
                    let field = &field.node;
                    let name = field.name.node.as_str();
                    let beneath = &field.selection_set.node;
                    let Some(known) = self.0.get(ty).and_then(|it| it.get(name)) else {
                        assert_eq!(name, "__typename");
                        always += 1;
                        continue;
                    };
                    let (of, is_list) = match &known.ty.node.base {
                        BaseType::Named(of) => (of.to_string(), false),
                        BaseType::List(inner) => match &inner.base {
                            BaseType::Named(of) => (of.to_string(), true),
                            BaseType::List(_) => panic!("a list of lists"),
                        },
                    };
                    let own = page(order, field, &known.directives);
                    let names = said(&known.directives, "listSize", "sizedFields");
                    let names: Vec<String> = names.map(strings).unwrap_or_default();
                    let inner = self.set(order, &of, beneath, &names, own.unwrap_or(1));
                    let times = match (is_list, own) {
                        (true, Some(own)) => own,
                        (true, None) if sized.iter().any(|it| it == name) => size,
                        _ => 1,
                    };
                    let weight = match said(&known.directives, "cost", "weight") {
                        Some(Value::String(weight)) => weight.parse().unwrap(),
                        _ => 1,
                    };
                    always += weight + times * inner;
                    continue;
                }
                Selection::InlineFragment(it) => {
                    let condition = it.node.type_condition.as_ref();
                    (
                        condition.map(|it| it.node.on.node.as_str()),
                        &it.node.selection_set.node,
                    )
                }
                Selection::FragmentSpread(it) => {
                    let fragment = &order.document.fragments[&it.node.fragment_name.node].node;
                    (
                        Some(fragment.type_condition.node.on.node.as_str()),
                        &fragment.selection_set.node,
                    )
                }
            };
            let cost = self.set(order, condition.unwrap_or(ty), inner, sized, size);
            match condition.filter(|it| *it != ty) {
                Some(condition) => *of_type.entry(condition).or_default() += cost,
                None => always += cost,
            }
        }
        always + of_type.into_values().max().unwrap_or(0)
    }
}

fn page(
    order: &Order,
    field: &async_graphql::parser::types::Field,
    directives: &[Positioned<ConstDirective>],
) -> Option<u64> {
    let slicing = strings(said(directives, "listSize", "slicingArguments")?);
    let given = slicing.iter().find_map(|name| {
        let given = field.get_argument(name)?.node.clone();
        let variable = |name: async_graphql::Name| {
            let variable = &order.variables[name.as_str()];
            Value::from_json(variable.clone()).map_err(|_| ())
        };
        match given.into_const_with(variable).unwrap() {
            Value::Number(many) => many.as_u64(),
            Value::List(items) => Some(items.len() as u64),
            _ => None,
        }
    });
    let assumed = || match said(directives, "listSize", "assumedSize")? {
        Value::Number(many) => many.as_u64(),
        _ => None,
    };
    Some(given.or_else(assumed)?.max(1))
}

fn said(
    directives: &[Positioned<ConstDirective>],
    directive: &str,
    argument: &str,
) -> Option<Value> {
    let found = directives
        .iter()
        .find(|it| it.node.name.node == directive)?;
    Some(found.node.get_argument(argument)?.node.clone())
}

fn strings(list: Value) -> Vec<String> {
    let Value::List(items) = list else {
        panic!("{list} is no list")
    };
    let text = |it| match it {
        Value::String(text) => text,
        other => panic!("{other} is no text"),
    };
    items.into_iter().map(text).collect()
}
