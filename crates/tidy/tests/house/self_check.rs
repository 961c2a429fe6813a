//! The helpers see code as the compiler does.

use tenure_tidy::{code_only, has_word, without_tests};

#[test]
fn comments_strings_and_characters_are_blanked() {
    let code = code_only("let a = \"f64 \\\" {\"; // HashMap\nlet b = '\\''; let c: &'static str = r#\"}\"#;");
    assert_eq!(code.lines().count(), 2);
    assert!(!code.contains("f64") && !code.contains("HashMap") && !code.contains('}') && code.contains("&'static str"));
}

#[test]
fn a_word_stands_alone() {
    assert!(has_word("x: f64,", "f64"));
    assert!(!has_word("as_f64()", "f64"));
    assert!(has_word("jiff::Timestamp::now()", "Timestamp::now"));
}

#[test]
fn the_test_module_is_left_out() {
    assert_eq!(without_tests("fn a() {}\n#[cfg(test)]\nmod tests {}\n"), "fn a() {}\n");
    assert_eq!(without_tests("#[cfg(test)]\nuse x;\nfn a() {}\n"), "#[cfg(test)]\nuse x;\nfn a() {}\n");
}
