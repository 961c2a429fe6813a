//! What people of ours say about a customer, and its documents that lie elsewhere.

use super::parts::{avatar_beside, icon};
use super::words::{account_url, contract_url, count, renewal_url};
use maud::{Markup, html};
use tenure_app::{CommentItem, DocumentItem, Person, TalkView};
use tenure_core::primitives::{display_date, weekday_date};
use tenure_core::room::COMMENT_MAX;

/// Comments, the newest last, and where the next one is written. `renewal` is the one whose page it is.
pub(super) fn comments(talk: &TalkView, (account, renewal): (&str, Option<&str>)) -> Markup {
    html! {
        section aria-labelledby="comments-h" {
            div class="section-head" { h2 id="comments-h" { "Comments" } span class="note" { (count(talk.comments.len() as u64, "comment")) ", the newest last" } }
            @if talk.comments.is_empty() { p class="quiet" { "Nobody said anything here yet. An @ and a name tell that person." } }
            @else { ul class="values talk" { @for item in &talk.comments { (comment(item, (account, renewal))) } } }
            @if talk.may { (composer(account, renewal)) }
        }
    }
}

fn composer(account: &str, renewal: Option<&str>) -> Markup {
    html! {
        form class="say" method="post" action={ (account_url(account)) "/comments/new" } {
            @if let Some(renewal) = renewal { input type="hidden" name="renewal" value=(renewal); }
            label for="say-text" { "Your comment" }
            textarea class="input" id="say-text" name="text" rows="3" maxlength=(COMMENT_MAX) required aria-describedby="say-hint" {}
            div class="actions" {
                button class="btn" type="submit" { "Comment" }
                span class="small quiet" id="say-hint" { "Write @ and a name or an e-mail to tell somebody." }
            }
        }
    }
}

fn comment(item: &CommentItem, (account, renewal): (&str, Option<&str>)) -> Markup {
    let said = &item.comment;
    let to = |verb: &str| format!("{}/comments/{}/{verb}", account_url(account), said.id);
    let elsewhere = item.renewal.as_deref().filter(|about| Some(*about) != renewal);
    html! {
        li id={ "comment-" (said.id) } {
            div {
                p class="small" {
                    @if let Some(person) = &item.writer { (avatar_beside(person)) " " }
                    b { (said.author) } " "
                    a class="quiet" href={ "#comment-" (said.id) } { time datetime=(item.at.to_string()) { (weekday_date(item.at.date())) ", " (item.at.strftime("%H:%M").to_string()) } }
                    @if let Some(about) = elsewhere { " " span class="quiet" { "on " a class="link" href=(renewal_url(about)) { (about) } } }
                }
                div class="words" { (words(&said.text, &item.mentions)) }
                @if !item.unseeing.is_empty() { p class="small quiet" { (item.unseeing.join(" and ")) " cannot sign in here and does not see this: tell them yourself." } }
                @if !item.earlier.is_empty() {
                    details class="small quiet" {
                        summary { "Corrected on " (display_date(said.written_on)) "; it said before" }
                        @for text in &item.earlier { div class="words" { (words(text, &[])) } }
                    }
                }
            }
            @if item.mine || item.may_withdraw { div class="actions" {
                @if item.mine { a class="btn small plain" href=(to("correction")) { "Correct" span class="vh" { " comment of " (said.author) ", " (item.at.strftime("%-d %b, %H:%M").to_string()) } } }
                @if item.may_withdraw { a class="btn small plain" href=(to("withdrawal")) { "Withdraw" span class="vh" { " comment of " (said.author) ", " (item.at.strftime("%-d %b, %H:%M").to_string()) } } }
            } }
        }
    }
}

/// A comment as it was typed, in its paragraphs, whom it mentions marked.
fn words(text: &str, mentions: &[Person]) -> Markup {
    let lines = text.split('\n').map(str::trim_end).filter(|line| !line.is_empty());
    html! { @for line in lines { p { @for (part, is_name) in parts(line, mentions) { @if is_name { b class="mention" { (part) } } @else { (part) } } } } }
}

/// A line cut where it mentions somebody: the parts in order, and whether each is a mention.
fn parts<'a>(line: &'a str, mentions: &[Person]) -> Vec<(&'a str, bool)> {
    let (mut parts, mut rest) = (Vec::new(), line);
    loop {
        let ends = mentions.iter().filter_map(|person| {
            let name = format!("@{}", person.name);
            rest.find(&name).map(|start| (start, std::cmp::Reverse(name.len())))
        });
        let Some((start, std::cmp::Reverse(length))) = ends.min() else { break };
        let (before, after) = rest.split_at(start);
        let (name, after) = after.split_at(length);
        parts.extend([(before, false), (name, true)]);
        rest = after;
    }
    parts.push((rest, false));
    parts
}

/// Documents. `renewal` is the one whose page it is.
pub(super) fn documents(talk: &TalkView, (account, renewal, may): (&str, Option<&str>, bool)) -> Markup {
    html! {
        section aria-labelledby="documents-h" {
            div class="section-head" { h2 id="documents-h" { "Documents" } span class="note" { "links; nothing is fetched" }
                @if may { a class="btn small end" href={ (account_url(account)) "/documents/new" @if let Some(renewal) = renewal { "?renewal=" (renewal) } } { "Add document" } } }
            @if talk.documents.is_empty() { p class="quiet" { "None linked. Contract, quote and deck belong here, so that nobody searches for them." } }
            @else { ul class="values short" { @for item in &talk.documents { (document(item, (account, renewal, may))) } } }
        }
    }
}

fn document(item: &DocumentItem, (account, renewal, may): (&str, Option<&str>, bool)) -> Markup {
    let known = &item.document;
    let to = |verb: &str| format!("{}/documents/{}{verb}", account_url(account), known.id);
    let about = item.renewal.as_deref().filter(|about| Some(*about) != renewal);
    html! {
        li {
            div {
                p { span class="tag" { (known.kind.label()) } " " a class="link" href=(known.address) rel="external noopener noreferrer" { (known.title) } }
                p class="small quiet" {
                    (host(&known.address)) ", added by " (known.author) ", " (display_date(item.added_on))
                    @if let Some(contract) = &item.contract { ", contract " a class="link" href=(contract_url(contract)) { (contract) } }
                    @if let Some(about) = about { ", " a class="link" href=(renewal_url(about)) { (about) } }
                }
            }
            @if may { div class="actions" {
                a class="btn small plain" href=(to("")) { (icon("edit")) "Edit" span class="vh" { ": " (known.title) } }
                a class="btn small plain" href=(to("/withdrawal")) { "Withdraw" span class="vh" { ": " (known.title) } }
            } }
        }
    }
}

/// The host of an address, so that the reader sees where a link leads.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_shows_where_it_leads() {
        assert_eq!(host("https://files.example:8443/a/b?c"), "files.example:8443");
        assert_eq!(host("http://files.example#x"), "files.example");
    }
}
