//! An answer that is never null, also where the question names none of its members.

use std::borrow::Cow;

use async_graphql::{
    ContextSelectionSet, OutputType, Positioned, ServerResult, Value, indexmap::IndexMap,
    parser::types::Field, registry::Registry,
};

/// A union of which the operation selects nothing for the member that is there. The library would answer null in a
/// place that is never null, which a client could only read as "no data": the answer is an empty object.
pub struct Whole<T>(pub T);

impl<T: OutputType> OutputType for Whole<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn introspection_type_name(&self) -> Cow<'static, str> {
        self.0.introspection_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        Ok(match self.0.resolve(ctx, field).await? {
            Value::Null => Value::Object(IndexMap::new()),
            value => value,
        })
    }
}
