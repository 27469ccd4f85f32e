//! The root fields.

use std::collections::HashMap;

use async_graphql::{Context, ID, MergedObject, Object, Result};

use super::{
    access::{self, Agency, ClassVisibility, Viewer, Whole},
    acts::{ActRule, acts},
    changes::{self, ChangePage},
    children::{
        CaseStatus, Child, ChildConnection, ChildEdge, ChildFilter, ChildLookup, ChildOrder,
        ChildReference, NotFoundOrNotPermitted, PlanSummaryDifference, PlanSummaryDifferenceLookup,
        PlanSummaryLookup, PlanSummaryReference, listing, public_id, public_ids, summary_named,
        writable,
    },
    deadlines::{DeadlineRule, WorkFilter, WorkItemConnection, deadline_rules, work_connection},
    document::Limits,
    limits::{ApiLimit, api_limits},
    lookup::{
        Node, find_case, find_node, find_plan, find_summary, look_up, selected, told, wanted_here,
    },
    paging::{MAX_PAGE, PageInfo, Window, bad_input},
    plans::PlanLookup,
    proceedings::{ProceedingsLookup, ProceedingsReference},
    request::{Request, refuse, response_key},
};
use crate::{
    casework::{deadlines::WorkAsked, proceedings::CaseReference},
    domain::{
        access::Standing,
        ids::{Kind, decode, encode},
        proceedings::case_key,
    },
};

/// What can be asked. Every field is answered as far as your standing on each child goes.
#[derive(MergedObject, Default)]
pub struct Query(Records, access::Directory);

#[derive(Default)]
pub struct Records;

#[Object]
impl Records {
    /// Who you are here, and what the policy gives the standings of your role.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Viewer> {
        let request = ctx.data::<Request>()?;
        // Needs no ledger entry: it shows nothing of a child.
        let person = request.asking.person();
        let token = &request.asking.viewer;
        let agency = person.map_or_else(
            || Agency {
                name: token.agency.clone(),
                kind: Some(token.role.agency_kind().into()),
            },
            |person| Agency {
                name: person.agency_name.clone(),
                kind: Some(person.agency_kind.into()),
            },
        );
        Ok(Viewer {
            name: person.map_or_else(|| token.subject.clone(), |person| person.name.clone()),
            role: token.role.into(),
            agency,
            email: person.and_then(|person| person.email.clone()),
            visibility: access::visibility(&request.casework.policy, token.role.standings()),
        })
    }

    /// One child.
    async fn child(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which child.")] by: ChildReference,
    ) -> Result<Whole<ChildLookup>> {
        let found = match by {
            ChildReference::Id(id) => look_up(ctx, "child", &id, Kind::Child).await?,
            ChildReference::LocalIdentifier(local) => {
                let request = ctx.data::<Request>()?;
                request
                    .casework
                    .child_by_identifier(
                        &request.asking,
                        local.authority_code.trim(),
                        &local.value,
                        &wanted_here(ctx)?,
                    )
                    .await
                    .map_err(refuse)?
            }
        };
        let request = ctx.data::<Request>()?;
        Ok(Whole(told(request, &response_key(ctx), found)))
    }

    /// Your children, a page at a time.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn children(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 25 unless told, at most 100.")] first: Option<i32>,
        #[graphql(desc = "The `endCursor` of the page before.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100; not with `first` or `after`.")] last: Option<i32>,
        #[graphql(desc = "The `startCursor` of the page after.")] before: Option<String>,
        #[graphql(desc = "Which of them.")] filter: Option<ChildFilter>,
        #[graphql(desc = "In what order.")] order_by: Option<ChildOrder>,
    ) -> Result<ChildConnection> {
        let request = ctx.data::<Request>()?;
        let root = response_key(ctx);
        let with_total = selected(ctx)?.selected.has("ChildConnection", "totalCount");
        let window = Window::of(first, after, last, before)?;
        let listing = listing(window, filter, order_by, with_total)?;
        let page = request
            .casework
            .children(&request.asking, listing, &wanted_here(ctx)?)
            .await
            .map_err(refuse)?;
        let edges: Vec<ChildEdge> = page
            .children
            .into_iter()
            .map(|(view, cursor)| ChildEdge {
                cursor,
                node: Child::of(request, root.clone(), view),
            })
            .collect();
        Ok(ChildConnection {
            nodes: edges.iter().map(|edge| edge.node.clone()).collect(),
            page_info: PageInfo {
                has_next_page: page.has_next,
                has_previous_page: page.has_previous,
                start_cursor: edges.first().map(|edge| edge.cursor.clone()),
                end_cursor: edges.last().map(|edge| edge.cursor.clone()),
            },
            total_count: page.total.unwrap_or_default(),
            edges,
        })
    }

    /// How it stands with many children at once: an answer for each id, in the order asked. What is not a child of yours is answered alike, whatever it is.
    async fn case_statuses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Ids of children, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<CaseStatus>> {
        let request = ctx.data::<Request>()?;
        let root = response_key(ctx);
        let named = public_ids(ids.clone())?;
        let found = request
            .casework
            .statuses(&request.asking, &named, &wanted_here(ctx)?)
            .await
            .map_err(refuse)?;
        let answers: HashMap<Vec<u8>, ChildLookup> = found
            .into_iter()
            .map(|(id, found)| (id, told(request, &root, found)))
            .collect();
        let statuses = ids.into_iter().map(|id| {
            let answer = public_id(&id).and_then(|named| answers.get(&named).cloned());
            let answer = answer.unwrap_or_else(ChildLookup::nothing);
            CaseStatus {
                id,
                answer: Whole(answer),
            }
        });
        Ok(statuses.collect())
    }

    /// One version of a plan.
    async fn plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
    ) -> Result<Whole<PlanLookup>> {
        Ok(Whole(find_plan(ctx, &id).await?.map_or_else(
            || PlanLookup::NotFoundOrNotPermitted(NotFoundOrNotPermitted::default()),
            PlanLookup::Plan,
        )))
    }

    /// A court case, if it covers a child whose proceedings you may see. A case number finds the case, never a child.
    async fn proceedings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which case.")] by: ProceedingsReference,
    ) -> Result<Whole<ProceedingsLookup>> {
        let reference = match by {
            ProceedingsReference::Id(id) => match decode(&id) {
                Some((Kind::Proceedings, random)) => CaseReference::PublicId(random.to_vec()),
                _ => CaseReference::PublicId(Vec::new()),
            },
            ProceedingsReference::CaseNumber(number) => CaseReference::CaseKey(case_key(&number)),
        };
        Ok(Whole(find_case(ctx, &reference).await?.map_or_else(
            || ProceedingsLookup::NotFoundOrNotPermitted(NotFoundOrNotPermitted::default()),
            ProceedingsLookup::Proceedings,
        )))
    }

    /// The summary of a child's plan, as prepared for your role.
    async fn plan_summary(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which summary.")] by: PlanSummaryReference,
    ) -> Result<Whole<PlanSummaryLookup>> {
        let found = find_summary(ctx, "planSummary", &by.read()).await?;
        Ok(Whole(found.map_or_else(
            || PlanSummaryLookup::NotFoundOrNotPermitted(NotFoundOrNotPermitted::default()),
            PlanSummaryLookup::PlanSummary,
        )))
    }

    /// What changed between two versions of one child's plan summary. Either may be the summary as it is now.
    async fn plan_summary_difference(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the earlier version.")] from: ID,
        #[graphql(desc = "The id of the later version.")] to: ID,
    ) -> Result<Whole<PlanSummaryDifferenceLookup>> {
        let request = ctx.data::<Request>()?;
        let found = request
            .casework
            .plan_summary_difference(
                &request.asking,
                &summary_named(&from),
                &summary_named(&to),
                wanted_here(ctx)?.contacts,
            )
            .await
            .map_err(refuse)?;
        Ok(Whole(found.map_or_else(
            || {
                let nothing = NotFoundOrNotPermitted::default();
                PlanSummaryDifferenceLookup::NotFoundOrNotPermitted(nothing)
            },
            |found| {
                let found = PlanSummaryDifference::of(request, response_key(ctx), found);
                PlanSummaryDifferenceLookup::PlanSummaryDifference(found)
            },
        )))
    }

    /// Anything by its id; null where there is nothing that you may see.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id.")] id: ID,
    ) -> Result<Option<Whole<Node>>> {
        Ok(find_node(ctx, &id).await?.map(Whole))
    }

    /// Several at once, in the order asked for; null where there is nothing that you may see. Children are found together; plans, summaries and cases one by one, at most ten of them.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ids, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Whole<Node>>>> {
        const OTHERS: usize = 10;
        if ids.len() > MAX_PAGE as usize {
            return Err(bad_input(format!("At most {MAX_PAGE} ids at a time.")));
        }
        let is_child = |id: &ID| matches!(decode(id), Some((Kind::Child, _)));
        if ids
            .iter()
            .filter(|id| !is_child(id) && decode(id).is_some())
            .count()
            > OTHERS
        {
            return Err(bad_input(format!(
                "At most {OTHERS} ids of anything but children."
            )));
        }
        let request = ctx.data::<Request>()?;
        let root = response_key(ctx);
        let children: Vec<ID> = ids.iter().filter(|id| is_child(id)).cloned().collect();
        let mut views = Vec::new();
        if !children.is_empty() {
            views = request
                .casework
                .children_by_ids(&request.asking, &public_ids(children)?, &wanted_here(ctx)?)
                .await
                .map_err(refuse)?;
        }
        let found: Vec<Child> = views
            .into_iter()
            .map(|view| Child::of(request, root.clone(), view))
            .collect();
        let mut nodes = Vec::with_capacity(ids.len());
        for id in &ids {
            let node = if is_child(id) {
                let named = |child: &&Child| encode(Kind::Child, child.public_id()) == id.as_str();
                found.iter().find(named).cloned().map(Node::Child)
            } else {
                find_node(ctx, id).await?
            };
            nodes.push(node.map(Whole));
        }
        Ok(nodes)
    }

    /// What you have to see to over all your children, the most urgent first: what is due and open, and falls to a standing that you hold on the child.
    async fn worklist(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 25 unless told, at most 100.")] first: Option<i32>,
        #[graphql(desc = "The `endCursor` of the page before.")] after: Option<String>,
        #[graphql(desc = "Which of it.")] filter: Option<WorkFilter>,
    ) -> Result<WorkItemConnection> {
        let request = ctx.data::<Request>()?;
        let with_total = selected(ctx)?
            .selected
            .has("WorkItemConnection", "totalCount");
        let window = Window::of(first, after, None, None)?;
        let filter = filter.unwrap_or_default();
        let due_before = filter.due_before.map(|day| writable("dueBefore", day));
        let has_previous = window.cursor.is_some();
        let asked = WorkAsked {
            due_before: due_before.transpose()?,
            kinds: filter
                .kind
                .map(|kinds| kinds.into_iter().map(Into::into).collect()),
            size: window.size,
            after: window.cursor,
            with_total,
            with_steps: selected(ctx)?.selected.has("Deadline", "explanation"),
        };
        let tasks = request
            .casework
            .worklist(&request.asking, asked, &wanted_here(ctx)?)
            .await
            .map_err(refuse)?;
        Ok(work_connection(
            request,
            response_key(ctx),
            tasks,
            has_previous,
        ))
    }

    /// What changed of your children since a cursor, which children are new to you, and which are no longer yours. Without a cursor nothing is told but the cursor to go on from: take it first, then read your children.
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The `cursor` of the page before, good for 90 days; null to begin from now."
        )]
        after: Option<String>,
        #[graphql(desc = "How many, 25 unless told, at most 100.")] first: Option<i32>,
    ) -> Result<ChangePage> {
        changes::page(ctx, after, first).await
    }

    /// The table of time limits: each with its numbers, its source and how sure it is.
    async fn deadline_rules(&self) -> Vec<DeadlineRule> {
        deadline_rules()
    }

    /// What one request may ask for here, and how much of it.
    async fn api_limits(&self, ctx: &Context<'_>) -> Result<Vec<ApiLimit>> {
        Ok(api_limits(ctx.data::<Limits>()?))
    }

    /// Who may do what: each act, and under which standings it is done.
    async fn acts(&self) -> Vec<ActRule> {
        acts()
    }

    /// The visibility policy as data: for each class and standing, how it is answered.
    async fn visibility(&self, ctx: &Context<'_>) -> Result<Vec<ClassVisibility>> {
        let request = ctx.data::<Request>()?;
        Ok(access::visibility(&request.casework.policy, Standing::ALL))
    }
}
