//! Short files, short functions, and a first line that says what a file is.

use tenure_tidy::{code_only, crates, files, none_of, read, sources, without_tests};

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 70;

/// Files over the limit that we mean to split: path and the length it may not pass. Only ever shorter.
const LONG_FILES: &[(&str, usize)] = &[];
/// Functions over the limit that we mean to split: path, name and the length it may not pass. Only ever shorter.
const LONG_FUNCTIONS: &[(&str, &str, usize)] = &[];

#[test]
fn files_stay_under_the_limit() {
    let mut faults = Vec::new();
    for path in crates().iter().flat_map(|krate| sources(krate)) {
        let text = read(&path).expect("a source file");
        let lines = without_tests(&text).lines().count();
        let allowed = LONG_FILES.iter().find(|(long, _)| *long == path).map_or(FILE_LINES, |(_, lines)| *lines);
        if lines > allowed {
            faults.push(format!("{path}:{lines}: {lines} lines without tests, {allowed} allowed; split it by noun"));
        }
    }
    none_of("file length", &faults);
}

#[test]
fn functions_stay_under_the_limit() {
    let mut faults = Vec::new();
    for path in crates().iter().flat_map(|krate| sources(krate)) {
        let text = read(&path).expect("a source file");
        for (name, line, lines) in functions(without_tests(&text)) {
            let ratchet = LONG_FUNCTIONS.iter().find(|(file, function, _)| *file == path && *function == name);
            let allowed = ratchet.map_or(FUNCTION_LINES, |(_, _, lines)| *lines);
            if lines > allowed {
                faults.push(format!("{path}:{line}: `{name}` has {lines} lines, {allowed} allowed; name its parts as functions"));
            }
        }
    }
    none_of("function length", &faults);
}

#[test]
fn source_files_open_by_saying_what_they_are() {
    let mut faults = Vec::new();
    for path in crates().iter().flat_map(|krate| files(&format!("crates/{krate}/src"), "rs")) {
        if !read(&path).expect("a source file").starts_with("//!") {
            faults.push(format!("{path}:1: open with `//!` and say what the file is"));
        }
    }
    none_of("first lines", &faults);
}

/// Each function with a body: its name, its first line, and its length in lines from `fn` to the closing brace.
fn functions(text: &str) -> Vec<(String, usize, usize)> {
    let code = code_only(text);
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        if code[..at].chars().next_back().is_some_and(|before| before.is_alphanumeric() || before == '_') {
            continue;
        }
        let name: String = code[at + 3..].chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect();
        if name.is_empty() {
            continue;
        }
        if let Some(length) = body_end(&code[at..]) {
            let line = code[..at].lines().count().max(1);
            found.push((name, line, code[at..at + length].lines().count()));
        }
    }
    found
}

/// Bytes from `fn` to the end of its body; none for a declaration without one.
fn body_end(code: &str) -> Option<usize> {
    let (mut braces, mut brackets) = (0_usize, 0_usize);
    for (at, byte) in code.bytes().enumerate() {
        match byte {
            b'(' | b'[' => brackets += 1,
            b')' | b']' => brackets = brackets.saturating_sub(1),
            b';' if braces == 0 && brackets == 0 => return None,
            b'{' => braces += 1,
            b'}' => {
                braces = braces.saturating_sub(1);
                if braces == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

#[test]
fn a_function_is_counted_from_its_name_to_its_brace() {
    let text =
        "trait T { fn no(&self, x: [u8; 2]); }\nimpl fmt::Display for U {\n    fn yes() -> char {\n        // }\n        '}'\n    }\n}\n";
    assert_eq!(functions(text), [("yes".to_owned(), 3, 4)]);
}
