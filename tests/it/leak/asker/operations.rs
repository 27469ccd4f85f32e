//! The operations, generated from the schema: together they select every field.

use super::super::schema::Schema;

/// The operations, generated from the schema.
pub struct Operations {
    pub(super) child: String,
    pub(super) summary_of_child: String,
    pub(super) plan: String,
    pub(super) case: String,
    pub(super) summary: String,
    pub(super) difference: String,
    pub(super) connection: String,
    pub(super) viewer: String,
    pub(super) visibility: String,
    pub(super) lookup: String,
    pub(super) apply: String,
}

impl Operations {
    pub fn of(schema: &Schema) -> Self {
        let whole = |name: &str, skip: &[&str]| schema.all_of(name, skip);
        let child = whole("Child", &["Child.planSummary"]);
        let summary = whole("PlanSummary", &[]);
        let in_plan = whole("Child", &["Child.planSummary", "Child.plan"]);
        let plan = whole("Plan", &["Plan.child"]);
        for asked in [
            "Child.planSummary",
            "Plan.child",
            "ChildConnection.edges",
            "ChildConnection.nodes",
            "ChildConnection.pageInfo",
            "ChildConnection.totalCount",
            "ChildEdge.cursor",
            "ChildEdge.node",
            "Node.id",
            "Query.child",
            "Query.children",
            "Query.node",
            "Query.nodes",
            "Query.plan",
            "Query.planSummary",
            "Query.planSummaryDifference",
            "Query.proceedings",
            "Query.viewer",
            "Query.visibility",
        ] {
            schema.asked(asked);
        }
        Self {
            summary_of_child: format!("{{ __typename id planSummary {summary} }}"),
            plan: format!("{{ child {in_plan} {}", plan.trim_start_matches('{')),
            case: whole("Proceedings", &[]),
            connection: format!(
                "{{ totalCount pageInfo {} edges {{ cursor node {{ __typename id viewerStandings }} }} nodes {{ __typename id }} }}",
                whole("PageInfo", &[])
            ),
            viewer: whole("Viewer", &[]),
            visibility: whole("ClassVisibility", &[]),
            lookup: format!(
                "... on NotFoundOrNotPermitted {}",
                whole("NotFoundOrNotPermitted", &[])
            ),
            apply: format!(
                "... on AccessByApplication {}",
                whole("AccessByApplication", &[])
            ),
            difference: whole("PlanSummaryDifference", &[]),
            child,
            summary,
        }
    }
}
