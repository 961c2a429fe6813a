//! The core decides without a clock, an environment, floating point or hash order; only the binary reads clock and environment.

use tenure_tidy::{code_only, has_word, none_of, read, sources, without_tests};

const PASSED_IN: [&str; 6] = ["core", "store", "app", "web", "sim", "connect"];
const CLOCK_AND_ENVIRONMENT: [&str; 7] =
    ["Timestamp::now", "Zoned::now", "SystemTime::now", "Instant::now", "env::var", "env::var_os", "env::vars"];
const NOT_IN_CORE: [(&str, &str); 4] = [
    ("f32", "use Money, basis points or i128"),
    ("f64", "use Money, basis points or i128"),
    ("HashMap", "use BTreeMap: its order is the same every time"),
    ("HashSet", "use BTreeSet: its order is the same every time"),
];

#[test]
fn only_the_binary_reads_the_clock_and_the_environment() {
    let mut faults = Vec::new();
    for path in PASSED_IN.iter().flat_map(|krate| sources(krate)) {
        each_line(&path, |number, line| {
            if let Some(call) = CLOCK_AND_ENVIRONMENT.iter().find(|call| has_word(line, call)) {
                faults.push(format!("{path}:{number}: `{call}`; take the value as a parameter, crates/tenure reads it"));
            }
        });
    }
    none_of("clock and environment", &faults);
}

#[test]
fn core_has_no_floats_and_no_hash_order() {
    let mut faults = Vec::new();
    for path in sources("core") {
        each_line(&path, |number, line| {
            for (word, instead) in NOT_IN_CORE {
                if has_word(line, word) {
                    faults.push(format!("{path}:{number}: `{word}`; {instead}"));
                }
            }
        });
    }
    none_of("core", &faults);
}

/// Calls `see` with each numbered line of a file's code: no comments, no strings, no tests.
fn each_line(path: &str, mut see: impl FnMut(usize, &str)) {
    let text = read(path).expect("a source file");
    for (number, line) in code_only(without_tests(&text)).lines().enumerate() {
        see(number + 1, line);
    }
}
