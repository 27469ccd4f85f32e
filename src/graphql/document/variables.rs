//! The variables of a request, as far as they decide something before it runs.

use async_graphql::{
    Name, Positioned, Value, Variables,
    parser::types::{Directive, Field, OperationDefinition},
};

use super::{super::code::ErrorCode, Limits, Refusal, prices::ListSize};

/// The given variables over the defaults of the operation.
pub(super) struct Given<'a> {
    operation: &'a OperationDefinition,
    variables: &'a Variables,
}

impl<'a> Given<'a> {
    pub fn new(
        operation: &'a OperationDefinition,
        variables: &'a Variables,
        limits: &Limits,
    ) -> Result<Self, Refusal> {
        let depth = variables.values().map(depth).max().unwrap_or(0);
        if depth > limits.variables_depth {
            return Err(Refusal::limit(
                ErrorCode::LimitDepth,
                "Variables nested",
                depth,
                limits.variables_depth,
            ));
        }
        let mut weight = Weight::default();
        for (name, value) in variables.iter() {
            weight.add_key(name);
            weight.add(value);
        }
        for (what, value, limit) in [
            (
                "Values in variables",
                weight.values,
                limits.variables_values,
            ),
            ("Bytes in variables", weight.bytes, limits.variables_bytes),
            (
                "Bytes of one string in variables",
                weight.longest,
                limits.string_bytes,
            ),
        ] {
            if value > limit {
                return Err(Refusal::limit(ErrorCode::LimitTokens, what, value, limit));
            }
        }
        let given = Self {
            operation,
            variables,
        };
        for definition in operation.variable_definitions.iter().map(|it| &it.node) {
            let name = &definition.name.node;
            if !definition.var_type.node.nullable
                && matches!(given.value(name), None | Some(Value::Null))
            {
                let message = format!(
                    "The variable `${name}` needs a value of type `{}`.",
                    definition.var_type.node
                );
                return Err(Refusal::new(ErrorCode::BadUserInput, message).at(definition.name.pos));
            }
        }
        Ok(given)
    }

    fn value(&self, name: &Name) -> Option<&Value> {
        self.variables.get(name).or_else(|| {
            let declared = self
                .operation
                .variable_definitions
                .iter()
                .find(|it| it.node.name.node == *name)?;
            declared.node.default_value.as_ref().map(|it| &it.node)
        })
    }

    /// Whether `@skip` and `@include` let a selection run. One that cannot be decided counts as running.
    pub fn runs(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().all(|directive| {
            let stops_on = match directive.node.name.node.as_str() {
                "skip" => true,
                "include" => false,
                _ => return true,
            };
            let condition = directive.node.get_argument("if");
            let condition = condition.and_then(|it| {
                it.node
                    .clone()
                    .into_const_with(|name| self.known(&name))
                    .ok()
            });
            !matches!(condition, Some(Value::Boolean(value)) if value == stops_on)
        })
    }

    /// How many items a field answers at most, where that is asked for.
    pub fn page(&self, field: &Field, size: Option<&ListSize>) -> Option<u64> {
        match self.sized(field, size) {
            Some((_, size)) => Some(size.max(1)),
            None => size?.assumed,
        }
    }

    /// The argument that says how many items there are at most, and how many.
    pub fn sized<'s>(&self, field: &Field, size: Option<&'s ListSize>) -> Option<(&'s str, u64)> {
        size?.slicing.iter().find_map(|name| {
            let argument = field.get_argument(name)?.node.clone();
            let many = match argument.into_const_with(|name| self.known(&name)).ok()? {
                Value::Number(number) => number.as_u64().unwrap_or(0),
                Value::List(items) => items.len() as u64,
                _ => return None,
            };
            Some((name.as_str(), many))
        })
    }

    /// Whether a list argument is given and names nothing but these words.
    pub fn names_only(&self, field: &Field, argument: &str, words: &[&str]) -> bool {
        let is_one = |value: &Value| match value {
            Value::Enum(word) => words.contains(&word.as_str()),
            Value::String(word) => words.contains(&word.as_str()),
            _ => false,
        };
        let given = field.get_argument(argument).and_then(|it| {
            it.node
                .clone()
                .into_const_with(|name| self.known(&name))
                .ok()
        });
        match given {
            Some(Value::List(items)) => items.iter().all(is_one),
            Some(single) => is_one(&single),
            None => false,
        }
    }

    fn known(&self, name: &Name) -> Result<Value, ()> {
        self.value(name).cloned().ok_or(())
    }
}

fn depth(value: &Value) -> u64 {
    match value {
        Value::List(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(fields) => 1 + fields.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// How much the variables hold.
#[derive(Default)]
struct Weight {
    values: u64,
    bytes: u64,
    longest: u64,
}

impl Weight {
    fn add(&mut self, value: &Value) {
        self.values += 1;
        match value {
            Value::List(items) => items.iter().for_each(|item| self.add(item)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    self.add_key(name);
                    self.add(value);
                }
            }
            Value::String(text) => self.add_key(text),
            Value::Enum(word) => self.add_key(word),
            _ => {}
        }
    }

    fn add_key(&mut self, text: &str) {
        let bytes = text.len() as u64;
        self.bytes += bytes;
        self.longest = self.longest.max(bytes);
    }
}
