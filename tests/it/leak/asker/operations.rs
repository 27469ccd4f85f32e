//! The operations, generated from the schema: together they select every field.

use super::super::schema::Schema;

/// The operations, generated from the schema.
pub struct Operations {
    pub(super) child: String,
    pub(super) with_deadlines: String,
    pub(super) summary_of_child: String,
    pub(super) plan: String,
    pub(super) case: String,
    pub(super) summary: String,
    pub(super) difference: String,
    pub(super) connection: String,
    pub(super) viewer: String,
    pub(super) visibility: String,
    pub(super) rules: String,
    pub(super) colleagues: String,
    pub(super) court: String,
    pub(super) acts: String,
    pub(super) limits: String,
    pub(super) work: String,
    pub(super) change: String,
    pub(super) lookup: String,
    pub(super) apply: String,
}

impl Operations {
    pub fn of(schema: &Schema) -> Self {
        let whole = |name: &str, skip: &[&str]| schema.all_of(name, skip);
        // What is due comes from one place by whatever path a child is reached: it is asked for by one of them, and the
        // steps to each date, which are reckoned anew, in the worklist.
        let (due, steps) = ("Child.deadlines", "Deadline.explanation");
        let child = whole("Child", &["Child.planSummary", due]);
        let with_deadlines = whole("Child", &["Child.planSummary", steps]);
        let summary = whole("PlanSummary", &[steps]);
        let in_plan = whole("Child", &["Child.planSummary", "Child.plan", due]);
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
            "CaseStatus.answer",
            "CaseStatus.id",
            "Change.child",
            "ChangePage.changes",
            "ChangePage.cursor",
            "ChangePage.hasMore",
            "Query.caseStatuses",
            "Query.changes",
            "Query.child",
            "Query.children",
            "Query.node",
            "Query.nodes",
            "Query.plan",
            "Query.planSummary",
            "Query.planSummaryDifference",
            "Query.proceedings",
            "Query.acts",
            "Query.apiLimits",
            "Query.courts",
            "Query.deadlineRules",
            "Query.officerTeams",
            "Query.professionals",
            "Query.viewer",
            "Query.visibility",
            "Query.worklist",
            "WorkItem.act",
            "WorkItem.child",
            "WorkItem.deadline",
            "WorkItem.id",
            "WorkItemConnection.nodes",
            "WorkItemConnection.pageInfo",
            "WorkItemConnection.totalCount",
            // Whoever waits hears what they would be answered: feed/socket.rs holds the two against each other.
            "Subscription.changes",
        ] {
            schema.asked(asked);
        }
        // All acts are tried by everybody in acts/who.rs; here their payloads are asked for, each type of them.
        for act in schema.types["Mutation"].keys() {
            schema.asked(&format!("Mutation.{act}"));
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
            rules: whole("DeadlineRule", &[]),
            colleagues: whole("ColleagueConnection", &[]),
            court: whole("Court", &[]),
            acts: whole("ActRule", &[]),
            limits: whole("ApiLimit", &[]),
            work: format!(
                "{{ totalCount pageInfo {{ hasNextPage }} nodes {{ id act child {{ __typename id viewerStandings }} deadline {} }} }}",
                whole("Deadline", &[])
            ),
            change: format!(
                "{{ child {{ __typename ... on Child {{ id viewerStandings }} }} {}",
                whole("Change", &["Change.child"]).trim_start_matches('{')
            ),
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
            with_deadlines,
            summary,
        }
    }
}
