//! What all operations have in common, said once: how they fail, and the headers of those that change something.

use super::change::{KEY_HEADER, KEY_LENGTH};
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{Content, OpenApi, PathItem, Ref, RefOr, Required, Response, ResponseBuilder};
use utoipa::{Modify, OpenApi as _};

/// Operations that change nothing of the book: what is sent is judged, or the book is copied.
const UNCHANGING: [&str; 4] = ["check_policy", "make_backup", "plan_playbook", "plan_policy"];

/// Changes that concern no account yet, or several: a revision has no meaning for them.
const OF_SEVERAL_ACCOUNTS: [&str; 48] = [
    "activate_draft",
    "activate_policy",
    "add_account",
    "add_channel",
    "add_person",
    "adjust_forecast",
    "answer_advisor",
    "begin_draft",
    "bring_back_finding",
    "change_draft",
    "complete_tasks",
    "discard_draft",
    "dismiss_finding",
    "end_absence",
    "give_tasks",
    "import_book",
    "merge_accounts",
    "move_contract",
    "move_person",
    "publish_playbook",
    "put_off_tasks",
    "record_departure",
    "remove_channel",
    "remove_exchange_rate",
    "remove_field",
    "remove_country_holiday",
    "remove_holiday",
    "remove_plan_rate",
    "remove_product",
    "retry_job",
    "review_draft",
    "seal_report",
    "see_notices",
    "set_absence",
    "set_care",
    "set_discount_limit",
    "set_exchange_rate",
    "set_field",
    "set_handoff_clocks",
    "set_country_holiday",
    "set_holiday",
    "set_ledger_rules",
    "set_notice_preference",
    "set_organisation",
    "set_plan_rate",
    "set_product",
    "set_profile",
    "submit_forecast",
];

#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Tenure", description = "Who owns every renewal. Send a token of your settings page as a bearer token."),
    components(schemas(super::Problem)),
    modifiers(&BearerToken),
    security(("token" = []))
)]
struct Document;

struct BearerToken;

impl Modify for BearerToken {
    fn modify(&self, document: &mut OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        document.components.get_or_insert_default().add_security_scheme("token", scheme);
    }
}

/// The document before its operations.
pub(super) fn head() -> OpenApi {
    Document::openapi()
}

/// Adds to every operation what it shares with others.
pub(super) fn complete(mut document: OpenApi) -> OpenApi {
    for (path, item) in &mut document.paths.paths {
        for (changes, operation) in operations(item) {
            let changes = changes && !operation.operation_id.as_deref().is_some_and(|id| UNCHANGING.contains(&id));
            let is_revised = changes && !operation.operation_id.as_deref().is_some_and(|id| OF_SEVERAL_ACCOUNTS.contains(&id));
            if changes {
                operation.parameters.get_or_insert_default().push(key_parameter().into());
            }
            if is_revised {
                operation.parameters.get_or_insert_default().push(if_match_parameter().into());
                let stale = described("The account was changed since it was read: see `current`");
                operation.responses.responses.insert("412".into(), stale.into());
            }
            for (status, description) in failures(operation, path.contains('{'), changes) {
                let known = operation.responses.responses.entry(status).or_insert_with(|| described(description).into());
                if let RefOr::T(response) = known {
                    response.content = [("application/problem+json".to_string(), problem().into())].into();
                }
            }
        }
    }
    document
}

/// The operations of a path, each with whether its method changes something.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (bool, &mut Operation)> {
    let reads = item.get.iter_mut().map(|operation| (false, operation));
    let changes = [&mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
    reads.chain(changes.into_iter().flatten().map(|operation| (true, operation)))
}

/// The statuses with which an operation may fail: those it names itself, and those that follow from its shape.
fn failures(operation: &Operation, is_named: bool, changes: bool) -> Vec<(String, &'static str)> {
    let own = operation.responses.responses.keys().filter(|status| status.starts_with('4')).cloned();
    let mut failures: Vec<(String, &'static str)> = own.map(|status| (status, "")).collect();
    let mut add = |status: &str, description| failures.push((status.to_string(), description));
    add("401", "No working token");
    add("422", "Not accepted: what was sent does not fit, or has a parameter that is unknown");
    add("503", "The database did not answer; nothing was changed");
    if is_named {
        add("404", "There is no such thing");
    }
    if changes || operation.request_body.is_some() {
        add("400", "The body is no JSON");
        add("413", "The body is too large");
        add("415", "The body is not declared as application/json");
    }
    if changes {
        add("403", "The user may not do this");
    }
    failures
}

fn described(description: &str) -> Response {
    ResponseBuilder::new().description(description).build()
}

fn problem() -> Content {
    Content::new(Some(Ref::from_schema_name("Problem")))
}

fn key_parameter() -> Parameter {
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(KEY_LENGTH))
        .pattern(Some("^[!-~]+$"))
        .description(Some("Carried out once for each key; the answer is kept for a day"));
    header(KEY_HEADER, schema, "A key of your own for this request. Sent again with it, the request is answered but not repeated.")
}

fn if_match_parameter() -> Parameter {
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(200))
        .pattern(Some(r#"^(\*|(W/)?"[0-9]{1,18}"(, (W/)?"[0-9]{1,18}")*)$"#));
    header("If-Match", schema, "The ETag of what you read. Where it was changed meanwhile, nothing is done.")
}

fn header(name: &str, schema: ObjectBuilder, description: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(schema))
        .build()
}
