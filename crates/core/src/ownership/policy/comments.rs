//! Writing a policy over an earlier text of it, so that what people wrote between the lines stays: rules that did not change stand as they
//! stood, a rule that changed keeps its comments above it.

use super::{Policy, Rule};

/// What a text is made of: what stands before the first rule, and each rule with the comments directly above it.
struct Cut<'a> {
    head: Vec<&'a str>,
    rules: Vec<Vec<&'a str>>,
}

/// The line that begins a rule.
const BEGINS: &str = "[[rule]]";

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

fn cut(text: &str) -> Cut<'_> {
    let mut cut = Cut { head: Vec::new(), rules: Vec::new() };
    for line in text.lines() {
        if line.trim_start().starts_with(BEGINS) {
            let before = cut.rules.last_mut().unwrap_or(&mut cut.head);
            let own = before.iter().rev().take_while(|line| is_comment(line)).count();
            let begun = before.split_off(before.len() - own);
            cut.rules.push(begun);
        }
        cut.rules.last_mut().unwrap_or(&mut cut.head).push(line);
    }
    cut
}

impl Policy {
    /// The policy as a file, written over the text that `earlier` was read from. A text that cannot be cut into its rules is written anew.
    ///
    /// Whoever keeps the answer reads it once more: where it does not say the same as [`Policy::to_toml`], that one counts.
    pub fn to_toml_over(&self, earlier: &Self, text: &str) -> String {
        let Cut { head, rules } = cut(text);
        if rules.len() != earlier.rules.len() {
            return self.to_toml();
        }
        let mut lines: Vec<String> = if self.head() == earlier.head() {
            head.iter().map(ToString::to_string).collect()
        } else {
            comments(&head).chain(self.head().lines().map(str::to_string)).collect()
        };
        for (at, rule) in self.rules.iter().enumerate() {
            let found = earlier.place_of(rule, at, self);
            if lines.last().is_some_and(|line| !line.trim().is_empty()) {
                lines.push(String::new());
            }
            match found {
                Some(place) if earlier.rules[place].to_toml() == rule.to_toml() => {
                    lines.extend(rules[place].iter().map(ToString::to_string))
                }
                Some(place) => {
                    lines.extend(comments(&rules[place]));
                    lines.extend(rule.to_toml().trim_start().lines().map(str::to_string));
                }
                None => lines.extend(rule.to_toml().trim_start().lines().map(str::to_string)),
            }
        }
        let mut text = lines.join("\n");
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }

    /// What stands before the rules.
    fn head(&self) -> String {
        self.to_toml_of(&self.inputs(), std::iter::empty())
    }

    /// Where a rule of `later` stood here: by its name, or by its place where it was renamed.
    fn place_of(&self, rule: &Rule, at: usize, later: &Self) -> Option<usize> {
        let by_name = self.rules.iter().position(|known| known.id == rule.id);
        let renamed = || {
            let here = self.rules.get(at).filter(|_| self.rules.len() == later.rules.len())?;
            (!later.rules.iter().any(|other| other.id == here.id)).then_some(at)
        };
        by_name.or_else(renamed)
    }
}

/// The whole-line comments among lines.
fn comments<'a>(lines: &'a [&'a str]) -> impl Iterator<Item = String> + 'a {
    lines.iter().filter(|line| is_comment(line)).map(ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;
    use crate::primitives::Currency;

    fn read(text: &str) -> Policy {
        Policy::parse("policy.toml", text, Currency::USD, &["joint-120"]).unwrap()
    }

    /// The starter policy with comments in the head, above rules, within them, at ends of lines, and after the last.
    fn commented() -> String {
        let mut text = String::from("# Agreed with Sales in March.\n");
        for (at, line) in catalog::STARTER_POLICY.1.lines().filter(|line| !is_comment(line)).enumerate() {
            match line {
                "[[rule]]" => text.push_str(&format!("# why {at}\n{line} # begins\n# within {at}\n")),
                _ => text.push_str(&format!("{line}\n")),
            }
        }
        text + "\n# Look again in autumn.\n"
    }

    #[test]
    fn an_edited_rule_keeps_its_comments_and_leaves_every_other_line_as_it_was() {
        let text = commented();
        let earlier = read(&text);
        assert_eq!(earlier.to_toml_over(&earlier, &text), text, "nothing changed");
        // As a form makes it: read from a text of its own, in which rules stand on other lines.
        let mut edited = read(&earlier.to_toml());
        edited.rules[1].note = "Changed".into();
        let written = edited.to_toml_over(&earlier, &text);
        assert_eq!(read(&written).to_toml(), edited.to_toml());
        let missing: Vec<&str> = text.lines().filter(|line| is_comment(line) && !written.lines().any(|other| other == *line)).collect();
        assert_eq!(missing, [] as [&str; 0]);
        let blocks = cut(&text).rules;
        for (at, block) in blocks.iter().enumerate().filter(|(at, _)| *at != 1) {
            assert!(written.contains(block.join("\n").trim()), "rule {at} was rewritten:\n{written}");
        }
    }

    #[test]
    fn moved_added_removed_and_renamed_rules_say_what_the_policy_says() {
        let text = commented();
        let earlier = read(&text);
        let mut moved = earlier.clone();
        moved.rules.swap(0, 1);
        let mut removed = earlier.clone();
        removed.rules.remove(0);
        let mut added = earlier.clone();
        added.rules.insert(1, Rule { id: "newcomer".into(), ..earlier.rules[0].clone() });
        let mut renamed = Policy { name: "Another".into(), ..earlier.clone() };
        renamed.rules[0].id = "renamed".into();
        for later in [moved, removed, added, renamed] {
            let written = later.to_toml_over(&earlier, &text);
            assert_eq!(read(&written).to_toml(), later.to_toml(), "{written}");
            assert!(written.starts_with("# Agreed with Sales in March.\n"), "{written}");
        }
    }

    #[test]
    fn shipped_policies_written_over_themselves_stay_as_they_are_to_the_byte() {
        for (name, text) in catalog::POLICY_FILES {
            let policy = read(text);
            assert_eq!(policy.to_toml_over(&policy, text), *text, "{name}");
        }
    }
}
