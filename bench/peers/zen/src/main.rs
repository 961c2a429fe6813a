//! The table and the renewals that `crates/core/benches/ten_rules.rs` wrote, decided by the GoRules zen engine: the answers must be the same on
//! every renewal. Arguments: the folder, and the two rates that were printed here. Fails where an answer differs.

use serde_json::{Value, json};
use std::error::Error;
use std::time::Instant;
use zen_engine::model::DecisionContent;
use zen_engine::{DecisionEngine, Variable};

/// The table as a decision; `each` reads a list of renewals and answers with a list.
fn decision(table: &Value, each: bool) -> Result<DecisionContent, serde_json::Error> {
    let fields: Vec<&str> = table["fields"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let rule = |(at, cells): (usize, &Value)| {
        let mut rule = serde_json::Map::new();
        rule.insert("_id".into(), json!(format!("r{at}")));
        fields.iter().enumerate().for_each(|(place, field)| drop(rule.insert((*field).into(), cells[place].clone())));
        rule.insert("out".into(), json!(at.to_string()));
        Value::Object(rule)
    };
    let rules: Vec<Value> = table["rules"].as_array().into_iter().flatten().enumerate().map(rule).collect();
    let inputs: Vec<Value> = fields.iter().map(|field| json!({ "id": field, "name": field, "field": field })).collect();
    let mut content = json!({
        "hitPolicy": "first", "rules": rules, "inputs": inputs, "outputs": [{ "id": "out", "name": "rule", "field": "rule" }],
        "passThrough": false
    });
    if each {
        content["inputField"] = json!("book");
        content["outputPath"] = json!("answers");
        content["executionMode"] = json!("loop");
    }
    serde_json::from_value(json!({
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            { "id": "in", "name": "in", "type": "inputNode", "content": {} },
            { "id": "table", "name": "table", "type": "decisionTableNode", "content": content },
            { "id": "out", "name": "out", "type": "outputNode", "content": {} }
        ],
        "edges": [{ "id": "a", "sourceId": "in", "targetId": "table" }, { "id": "b", "sourceId": "table", "targetId": "out" }]
    }))
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, rates @ ..] = arguments.as_slice() else { return Err("names no folder".into()) };
    let rates: Vec<f64> = rates.iter().map(|rate| rate.parse()).collect::<Result<_, _>>()?;
    let table: Value = serde_json::from_str(&std::fs::read_to_string(format!("{folder}/table.json"))?)?;
    let lines = std::fs::read_to_string(format!("{folder}/book.json"))?;
    let mut book: Vec<Value> = lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let expected: Vec<Value> = book.iter_mut().map(|renewal| renewal.as_object_mut().and_then(|of| of.remove("rule")).unwrap_or_default()).collect();

    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let engine = DecisionEngine::default();
    let mut single = engine.create_decision(decision(&table, false)?.into())?;
    single.compile();
    let mut looped = engine.create_decision(decision(&table, true)?.into())?;
    looped.compile();

    // Every renewal is a value of theirs before the clock runs, as ours are values of ours.
    let contexts: Vec<Variable> = book.iter().cloned().map(Variable::from).collect();
    let start = Instant::now();
    let mut answers = Vec::with_capacity(book.len());
    for context in &contexts {
        answers.push(runtime.block_on(single.evaluate(context.clone()))?.result);
    }
    let one_by_one = book.len() as f64 / start.elapsed().as_secs_f64();

    let whole = Variable::from(json!({ "book": book }));
    let start = Instant::now();
    let listed = runtime.block_on(looped.evaluate(whole))?.result;
    let as_a_list = book.len() as f64 / start.elapsed().as_secs_f64();

    let listed = listed.to_value();
    let same = |answer: &Value, rule: &Value| answer["rule"].as_f64().is_some() && answer["rule"].as_f64() == rule.as_f64();
    for (at, rule) in expected.iter().enumerate() {
        if !same(&answers[at].to_value(), rule) || !same(&listed["answers"][at], rule) {
            return Err(format!("renewal {at}, {}: {rule} here, {} and {} there", book[at], answers[at].to_value(), listed["answers"][at]).into());
        }
    }
    let used: std::collections::BTreeSet<u64> = expected.iter().filter_map(Value::as_u64).collect();
    println!("{} renewals, {} rules decide, the same answer everywhere", book.len(), used.len());
    println!("zen 2.1.6, compiled: {:.3} million a second one by one, {:.3} million over a list", one_by_one / 1e6, as_a_list / 1e6);
    let best = one_by_one.max(as_a_list);
    for (rate, from) in rates.iter().zip(["from renewals", "from renewals that were read into the table once"]) {
        println!("here, {from}: {:.1} million a second, {:.0} times zen's faster way", rate / 1e6, rate / best);
    }
    Ok(())
}
