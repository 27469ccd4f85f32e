//! The one walk over the operation that will run: its limits, its sections that may be withheld, and what each
//! root field reaches.

use std::collections::HashMap;

use async_graphql::{
    Positioned, Variables,
    parser::types::{
        ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet,
    },
};

use super::{
    super::code::ErrorCode, Limits, Refusal, SchemaMap, Selected, found::Found,
    schema_map::WITHHELD, variables::Given,
};

/// What an accepted operation asks for. Put into the request, where each root resolver finds its own part.
#[derive(Debug, Clone)]
pub struct Inspection {
    pub roots: Vec<RootSelection>,
    /// By the formula of `docs/limits.md`.
    pub cost: u64,
    pub is_subscription: bool,
    pub is_mutation: bool,
}

#[derive(Debug, Clone)]
pub struct RootSelection {
    /// The alias, or the name where there is none.
    pub response_key: String,
    pub field: String,
    /// What will really run: `@skip` and `@include` are honoured.
    pub selected: Selected,
}

impl Inspection {
    /// Whether it reads what there is to be asked, instead of asking.
    pub fn asks_for_the_schema(&self) -> bool {
        let of_schema = |root: &RootSelection| matches!(&*root.field, "__schema" | "__type");
        self.roots.iter().any(of_schema)
    }

    pub fn root(&self, response_key: &str) -> Option<&RootSelection> {
        self.roots
            .iter()
            .find(|root| root.response_key == response_key)
    }
}

/// Accepts or refuses an operation of a document that `Documents::parse` has taken: it is of a size that can be walked.
/// Names that the schema does not have are left to the validator.
pub fn inspect(
    map: &SchemaMap,
    document: &ExecutableDocument,
    operation_name: Option<&str>,
    variables: &Variables,
    limits: &Limits,
) -> Result<Inspection, Refusal> {
    let operation = choose(document, operation_name)?;
    let given = Given::new(operation, variables, limits)?;
    let mut walk = Walk {
        map,
        document,
        given,
        most: limits.page,
        found: Found::default(),
    };
    let top = At {
        parent: map.root(operation.ty),
        live: true,
        ..At::default()
    };
    let cost = walk.set(&operation.selection_set.node, top)?;
    let found = walk.found;
    for (code, what, value, limit) in [
        (
            ErrorCode::LimitRootFields,
            "Fields at the top",
            found.root_fields,
            limits.root_fields,
        ),
        (
            ErrorCode::LimitAliases,
            "Aliases, with each fragment written out",
            found.aliases,
            limits.aliases,
        ),
        (
            ErrorCode::LimitDepth,
            "Fields nested",
            found.depth,
            limits.depth,
        ),
        (ErrorCode::LimitCost, "Cost", cost, limits.cost),
    ] {
        if value > limit {
            return Err(Refusal::limit(code, what, value, limit));
        }
    }
    found.all_withheld_handled()?;
    Ok(Inspection {
        roots: found.roots,
        cost,
        is_subscription: operation.ty == OperationType::Subscription,
        is_mutation: operation.ty == OperationType::Mutation,
    })
}

fn choose<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Result<&'a OperationDefinition, Refusal> {
    let mut operations = document.operations.iter();
    let chosen = match name {
        Some(name) => operations.find(|(it, _)| it.is_some_and(|it| it == name)),
        None if operations.len() == 1 => operations.next(),
        None => None,
    };
    chosen.map(|(_, operation)| &operation.node).ok_or_else(|| {
        let message = match name {
            Some(_) => "The document has no operation of the name given in `operationName`.",
            None => "The document has several operations: say which one to run in `operationName`.",
        };
        Refusal::new(ErrorCode::OperationResolution, message)
    })
}

/// Where the walk stands. `'a` is the life of the document and the schema.
#[derive(Clone, Copy, Default)]
struct At<'a> {
    /// The type of the selection set; `None` in introspection and beneath names that the schema does not have.
    parent: Option<&'a str>,
    depth: u64,
    /// Whether this part will run.
    live: bool,
    /// How many items those of these fields have that are the connection's, and which those are.
    page: Option<(u64, &'a [String])>,
    /// The field of a union with `Withheld` whose selection set this is, as its place in `Found::sections`.
    section: Option<usize>,
    /// In introspection, how many of its lists are nested.
    introspection: Option<u64>,
}

struct Walk<'a> {
    map: &'a SchemaMap,
    document: &'a ExecutableDocument,
    given: Given<'a>,
    /// The largest page.
    most: u64,
    found: Found,
}

impl<'a> Walk<'a> {
    /// Walks a selection set and answers its cost: its fields, and the dearest of the types that it can be.
    fn set(&mut self, set: &'a SelectionSet, at: At<'a>) -> Result<u64, Refusal> {
        let mut always = 0u64;
        let mut by_type: HashMap<&str, u64> = HashMap::new();
        for item in &set.items {
            let live = at.live && self.given.runs(item.node.directives());
            let at = At { live, ..at };
            let (condition, inner) = match &item.node {
                Selection::Field(field) => {
                    always = always.saturating_add(self.field(field, at)?);
                    continue;
                }
                Selection::InlineFragment(fragment) => {
                    let condition = fragment
                        .node
                        .type_condition
                        .as_ref()
                        .map(|it| it.node.on.node.as_str());
                    (condition, &fragment.node.selection_set.node)
                }
                Selection::FragmentSpread(spread) => {
                    let Some(definition) =
                        self.document.fragments.get(&spread.node.fragment_name.node)
                    else {
                        continue;
                    };
                    let condition = definition.node.type_condition.node.on.node.as_str();
                    (Some(condition), &definition.node.selection_set.node)
                }
            };
            let parent = if at.introspection.is_some() {
                None
            } else {
                condition.or(at.parent)
            };
            let cost = self.set(inner, At { parent, ..at })?;
            match condition.filter(|it| Some(*it) != at.parent && self.map.is_object(it)) {
                Some(object) => {
                    let sum = by_type.entry(object).or_default();
                    *sum = sum.saturating_add(cost);
                }
                None => always = always.saturating_add(cost),
            }
        }
        Ok(always.saturating_add(by_type.into_values().max().unwrap_or(0)))
    }

    fn field(
        &mut self,
        field: &'a Positioned<async_graphql::parser::types::Field>,
        at: At<'a>,
    ) -> Result<u64, Refusal> {
        let node = &field.node;
        let name = node.name.node.as_str();
        self.found.aliases += u64::from(node.alias.is_some());
        let introspection = introspection(name, at);
        let depth = at.depth + 1;
        if let Some(lists) = introspection {
            if lists > INTROSPECTION_LISTS {
                let what = "Lists nested in introspection";
                return Err(Refusal::limit(
                    ErrorCode::LimitDepth,
                    what,
                    lists,
                    INTROSPECTION_LISTS,
                )
                .at(field.pos));
            }
        } else {
            self.found.depth = self.found.depth.max(depth);
        }
        if at.depth == 0 {
            self.found.root_fields += 1;
            if at.live {
                self.found
                    .enter_root(self.map, node.response_key().node.as_str(), name);
            }
        }
        if at.parent == Some(WITHHELD) && at.live && !name.starts_with("__") {
            self.found.handle(at.section);
        }
        let known = at.parent.and_then(|parent| self.map.field(parent, name));
        if let (Some(parent), true, Some(known)) = (at.parent, at.live, known) {
            self.found.select(known);
            if known.output == DEADLINES && !self.given.names_only(node, "status", &OPEN) {
                self.found.read_past_deadlines();
            }
            for object in self.map.possible(parent) {
                self.found.select_option(self.map.field(object, name));
            }
        }
        let size = known.and_then(|it| it.size.as_ref());
        if let Some((argument, size)) = self.given.sized(node, size)
            && size > self.most
        {
            let what = format!("Items by `{argument}`");
            return Err(
                Refusal::limit(ErrorCode::BadUserInput, &what, size, self.most).at(field.pos),
            );
        }
        let weight = known.map_or(1, |it| it.weight);
        if node.selection_set.node.items.is_empty()
            && known.is_none_or(|it| !self.map.may_be_withheld(&it.output))
        {
            return Ok(weight);
        }

        self.found.path.push(node.response_key().node.to_string());
        let section = match (at.parent, known) {
            (Some(parent), Some(known)) if at.live && self.map.may_be_withheld(&known.output) => {
                Some(self.found.section(format!("{parent}.{name}")))
            }
            _ => None,
        };
        let own_page = self.given.page(node, size);
        let list = known.is_some_and(|it| it.list);
        let beneath = At {
            parent: known.map(|it| it.output.as_str()),
            depth,
            live: at.live,
            page: own_page.zip(size.map(|it| it.sized.as_slice())),
            section,
            introspection,
        };
        let cost = self.set(&node.selection_set.node, beneath)?;
        self.found.path.pop();
        let of_page = || {
            at.page
                .filter(|(_, lists)| lists.iter().any(|it| it == name))
        };
        let times = match list {
            true => own_page.or_else(|| of_page().map(|it| it.0)).unwrap_or(1),
            false => 1,
        };
        Ok(cost.saturating_mul(times).saturating_add(weight))
    }
}

/// The connection of a child's deadlines, and the states of those that are open still.
const DEADLINES: &str = "DeadlineConnection";
const OPEN: [&str; 4] = ["DUE", "DUE_SOON", "OVERDUE", "NOT_COMPUTED"];

/// Introspection may go through the schema's own lists this often: type, field, and the type of the field again
/// would otherwise multiply without end. The standard query of the tools nests one.
const INTROSPECTION_LISTS: u64 = 2;

fn introspection(name: &str, at: At<'_>) -> Option<u64> {
    match (at.introspection, name) {
        (None, "__schema" | "__type") => Some(0),
        (None, _) => None,
        (Some(lists), "fields" | "interfaces" | "possibleTypes" | "inputFields") => Some(lists + 1),
        (some, _) => some,
    }
}
