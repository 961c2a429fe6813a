//! Raw colours are named in tokens.css only. The design's own few elsewhere are counted and may only become fewer.

use tenure_tidy::{files, none_of, read};

const TOKENS: &str = "crates/web/assets/tokens.css";

/// Raw colours each stylesheet may still hold.
const RATCHET: &[(&str, usize)] =
    &[("crates/web/assets/components.css", 42), ("crates/web/assets/layout.css", 5), ("crates/web/assets/screens.css", 2)];

#[test]
fn raw_colours_stand_in_the_tokens_only() {
    let mut faults = Vec::new();
    for path in files("crates/web/assets", "css").iter().filter(|path| *path != TOKENS) {
        let text = read(path).expect("a stylesheet");
        let found: Vec<(usize, &str)> =
            text.lines().enumerate().flat_map(|(at, line)| raw_colours(line).into_iter().map(move |raw| (at + 1, raw))).collect();
        let allowed = RATCHET.iter().find(|(sheet, _)| sheet == path).map_or(0, |(_, count)| *count);
        if found.len() > allowed {
            let all: Vec<String> = found.iter().map(|(line, raw)| format!("{line} {raw}")).collect();
            faults.push(format!(
                "{path}: {} raw colours, {allowed} allowed; give the new one a token in {TOKENS} ({})",
                found.len(),
                all.join(", ")
            ));
        } else if found.len() < allowed {
            faults.push(format!("{path}: {} raw colours, fewer than before; lower its number in RATCHET", found.len()));
        }
    }
    none_of("raw colours", &faults);
}

/// `#rgb` to `#rrggbbaa`, and `rgb(`, outside an address such as `url(#id)`.
fn raw_colours(line: &str) -> Vec<&str> {
    let hexes = line.match_indices('#').filter_map(|(at, _)| {
        let digits = line[at + 1..].bytes().take_while(u8::is_ascii_hexdigit).count();
        let ends = !line[at + 1 + digits..].starts_with(|next: char| next.is_alphanumeric() || next == '-' || next == '_');
        ([3, 4, 6, 8].contains(&digits) && ends).then(|| &line[at..=at + digits])
    });
    hexes.chain(line.matches("rgb(")).collect()
}

#[test]
fn an_id_is_not_a_colour() {
    assert_eq!(raw_colours("#keys { color: #fff; background: rgb(0 0 0 / .5) } #added-row {}"), ["#fff", "rgb("]);
}
