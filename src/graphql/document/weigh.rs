//! What is written into a document beside its selections: directives, arguments and values. Each definition is read
//! once, as it stands, and every one counts: validation reads them all.

use std::convert::Infallible;

use async_graphql::{
    Positioned, Value,
    parser::types::{Directive, ExecutableDocument, Field, Selection, SelectionSet},
};

use super::{super::code::ErrorCode, Limits, Refusal};

pub(super) fn check(document: &ExecutableDocument, limits: &Limits) -> Result<(), Refusal> {
    let mut scale = Scale {
        limits,
        directives: 0,
        values: 0,
    };
    for (_, operation) in document.operations.iter() {
        let operation = &operation.node;
        scale.directives(&operation.directives)?;
        for variable in &operation.variable_definitions {
            scale.directives(&variable.node.directives)?;
            if let Some(default) = &variable.node.default_value {
                scale.value(&default.node)?;
            }
        }
        scale.set(&operation.selection_set.node)?;
    }
    for fragment in document.fragments.values() {
        scale.directives(&fragment.node.directives)?;
        scale.set(&fragment.node.selection_set.node)?;
    }
    Ok(())
}

struct Scale<'a> {
    limits: &'a Limits,
    directives: u64,
    values: u64,
}

impl Scale<'_> {
    fn set(&mut self, set: &SelectionSet) -> Result<(), Refusal> {
        for item in &set.items {
            self.directives(item.node.directives())?;
            match &item.node {
                Selection::Field(field) => {
                    self.field(&field.node)?;
                    self.set(&field.node.selection_set.node)?;
                }
                Selection::InlineFragment(fragment) => {
                    self.set(&fragment.node.selection_set.node)?
                }
                Selection::FragmentSpread(_) => {}
            }
        }
        Ok(())
    }

    fn directives(&mut self, directives: &[Positioned<Directive>]) -> Result<(), Refusal> {
        let here = directives.len() as u64;
        self.directives += here;
        within("Directives in one place", here, self.limits.directives_each)?;
        within("Directives", self.directives, self.limits.directives)?;
        for directive in directives {
            let arguments = &directive.node.arguments;
            self.arguments(arguments.len())?;
            for (_, argument) in arguments {
                self.value(&constant(argument.node.clone().into_const_with(null)))?;
            }
        }
        Ok(())
    }

    fn field(&mut self, field: &Field) -> Result<(), Refusal> {
        self.arguments(field.arguments.len())?;
        for (_, argument) in &field.arguments {
            self.value(&constant(argument.node.clone().into_const_with(null)))?;
        }
        Ok(())
    }

    fn arguments(&self, many: usize) -> Result<(), Refusal> {
        within("Arguments in one place", many as u64, self.limits.arguments)
    }

    fn value(&mut self, value: &Value) -> Result<(), Refusal> {
        self.one()?;
        match value {
            Value::List(items) => items.iter().try_for_each(|it| self.value(it)),
            Value::Object(fields) => fields.values().try_for_each(|it| self.value(it)),
            _ => Ok(()),
        }
    }

    fn one(&mut self) -> Result<(), Refusal> {
        self.values += 1;
        within("Values in the document", self.values, self.limits.literals)
    }
}

/// A variable counts as one value here; what it holds is counted with the variables.
fn null(_: async_graphql::Name) -> Result<Value, Infallible> {
    Ok(Value::Null)
}

fn constant(value: Result<Value, Infallible>) -> Value {
    match value {
        Ok(value) => value,
        Err(never) => match never {},
    }
}

fn within(what: &str, value: u64, limit: u64) -> Result<(), Refusal> {
    if value > limit {
        return Err(Refusal::limit(ErrorCode::LimitTokens, what, value, limit));
    }
    Ok(())
}
