//! Contrast of the colour tokens in both themes: WCAG 2.2, text 4.5 to 1, shapes and edges 3 to 1.
#![allow(clippy::float_arithmetic, reason = "relative luminance is defined over reals")]

use std::collections::BTreeMap;

use tenure_tidy::{none_of, read};

const TOKENS: &str = "crates/web/assets/tokens.css";
const TEXT: f64 = 4.5;
const SHAPE: f64 = 3.0;
const PAPER: [&str; 5] = ["canvas", "surface", "sunken", "hover", "raised"];
const INKS: [&str; 9] = ["ink", "ink-2", "ink-3", "accent-ink", "red-ink", "green-ink", "yellow-ink", "expansion-ink", "unknown-ink"];
const RISKS: [&str; 5] = ["green", "yellow", "red", "expansion", "unknown"];
const FAMILIES: [&str; 5] = ["cs", "sales", "desk", "ops", "exec"];
const MARKS: [&str; 12] = ["c1", "c2", "c3", "c4", "c5", "c6", "c-up", "c-down", "c-total", "control", "accent", "focus"];

#[test]
fn every_colour_can_be_read_on_the_paper_it_stands_on() {
    let mut pairs: Vec<(String, String, f64)> = Vec::new();
    let mut pair = |front: &str, back: &str, least: f64| pairs.push((front.to_owned(), back.to_owned(), least));
    for ink in INKS {
        for paper in PAPER.iter().chain(&["accent-soft"]) {
            pair(ink, paper, TEXT);
        }
    }
    for risk in RISKS {
        let soft = format!("{risk}-soft");
        pair(&format!("{risk}-ink"), &soft, TEXT);
        PAPER.iter().for_each(|paper| pair(risk, paper, SHAPE));
        if risk != "yellow" {
            pair(risk, &soft, SHAPE);
        }
    }
    for family in FAMILIES {
        pair(&format!("{family}-ink"), &format!("{family}-soft"), TEXT);
        pair(&format!("{family}-ink"), "surface", TEXT);
        pair(family, "surface", SHAPE);
    }
    for mark in MARKS {
        pair(mark, "surface", SHAPE);
        pair(mark, "canvas", SHAPE);
    }
    pair("ink-inverse", "ink", TEXT);
    let tokens = tokens();
    let faults: Vec<String> = pairs.iter().flat_map(|(front, back, least)| too_close(&tokens, front, back, *least)).collect();
    none_of("contrast", &faults);
}

/// The faults of one pair, in either theme.
fn too_close(tokens: &BTreeMap<String, Token>, front: &str, back: &str, least: f64) -> Vec<String> {
    let (Some(ink), Some(paper)) = (tokens.get(front), tokens.get(back)) else {
        return vec![format!("{TOKENS}: --{front} or --{back} is missing; it must read light-dark(#rrggbb, #rrggbb)")];
    };
    let themes = [("light", ratio(ink.light, paper.light)), ("dark", ratio(ink.dark, paper.dark))];
    let fault =
        |theme, found| format!("{TOKENS}:{}: {theme} --{front} on --{back} is {found:.2}, needs {least}; move the colour", ink.line);
    themes.into_iter().filter(|(_, found)| *found < least).map(|(theme, found)| fault(theme, found)).collect()
}

struct Token {
    line: usize,
    light: [u8; 3],
    dark: [u8; 3],
}

/// Every `--name: light-dark(#rrggbb, #rrggbb)`.
fn tokens() -> BTreeMap<String, Token> {
    let mut tokens = BTreeMap::new();
    for (number, line) in read(TOKENS).expect("the tokens").lines().enumerate() {
        for declaration in line.split("--").skip(1) {
            let Some((name, value)) = declaration.split_once(": light-dark(") else { continue };
            let Some((light, dark)) = value.split_once(", ") else { continue };
            if let (Some(light), Some(dark)) = (colour(light), colour(dark)) {
                tokens.insert(name.to_owned(), Token { line: number + 1, light, dark });
            }
        }
    }
    tokens
}

fn colour(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#')?.get(..6)?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

fn luminance(colour: [u8; 3]) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.03928 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
}

fn ratio(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn black_on_white_is_21_to_1() {
    assert!((ratio([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
    assert!(tokens().len() > 50, "the tokens are no longer written as light-dark(#rrggbb, #rrggbb)");
}
