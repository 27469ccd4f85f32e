//! The variables of a request, as far as they decide something before it runs.

use async_graphql::{
    Name, Positioned, Value, Variables,
    parser::types::{Directive, Field, OperationDefinition},
};

use super::{super::code::ErrorCode, Limits, Refusal, limits::DEFAULT_PAGE};

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

    /// How many items a field answers at most, as far as its arguments say.
    pub fn page(&self, field: &Field, paged: bool) -> Option<u64> {
        let argument = |name| {
            let argument = field.get_argument(name)?;
            argument
                .node
                .clone()
                .into_const_with(|name| self.known(&name))
                .ok()
        };
        let size = |value| match value {
            Some(Value::Number(number)) => Some(number.as_u64().unwrap_or(1).max(1)),
            _ => None,
        };
        match argument("ids") {
            Some(Value::List(ids)) => Some((ids.len() as u64).max(1)),
            _ if paged => Some(
                size(argument("first"))
                    .or_else(|| size(argument("last")))
                    .unwrap_or(DEFAULT_PAGE),
            ),
            _ => None,
        }
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
