//! A Rust file as tokens. Comments and documentation are left out; what stands inside macros is not.

use std::str::FromStr as _;

use proc_macro2::{Delimiter, LexError, TokenStream, TokenTree};

use crate::Source;

/// A string literal.
#[derive(Debug, Clone)]
pub struct Literal {
    /// Where it begins.
    pub line: usize,
    /// What it says, escapes read.
    pub value: String,
    /// Whether it stands in a test.
    pub in_test: bool,
}

/// A function.
#[derive(Debug, Clone)]
pub struct Function {
    /// Where its name stands.
    pub line: usize,
    /// Its name.
    pub name: String,
    /// Whether it is a test, or helps one.
    pub in_test: bool,
}

/// A call whose first argument is a string literal, or any other.
#[derive(Debug, Clone)]
pub struct Call {
    /// Where.
    pub line: usize,
    /// The name of the function.
    pub name: String,
    /// The first argument, where it is a string literal.
    pub first: Option<String>,
}

/// A call of a macro.
#[derive(Debug, Clone)]
pub struct MacroCall {
    /// Where.
    pub line: usize,
    /// Its name.
    pub name: String,
}

/// A test that is not run by itself.
#[derive(Debug, Clone)]
pub struct Ignored {
    /// Where.
    pub line: usize,
    /// Whether it says why.
    pub says_why: bool,
}

/// What a Rust file holds.
#[derive(Debug, Clone, Default)]
pub struct RustFile {
    /// Its string literals.
    pub literals: Vec<Literal>,
    /// Its functions.
    pub functions: Vec<Function>,
    /// Its calls.
    pub calls: Vec<Call>,
    /// Its calls of macros.
    pub macros: Vec<MacroCall>,
    /// Its tests that are left out.
    pub ignored: Vec<Ignored>,
}

impl RustFile {
    /// Reads a file.
    ///
    /// # Errors
    /// When it is no Rust.
    pub fn of(source: &Source) -> Result<Self, LexError> {
        let mut file = Self::default();
        file.walk(TokenStream::from_str(&source.text)?, source.is_test());
        Ok(file)
    }

    fn walk(&mut self, stream: TokenStream, in_test: bool) {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        // An attribute of a test counts for the next braces, or up to the next semicolon.
        let mut next_is_test = false;
        let mut index = 0;
        while index < tokens.len() {
            let rest = &tokens[index..];
            if let Some((attribute, length)) = attribute(rest) {
                next_is_test |= self.attribute(attribute);
                index += length;
                continue;
            }
            match &rest[0] {
                TokenTree::Ident(ident) => self.word(&ident.to_string(), rest, in_test || next_is_test),
                TokenTree::Literal(literal) => {
                    if let Some(value) = string_value(&literal.to_string()) {
                        self.literals.push(Literal {
                            line: line(&rest[0]),
                            value,
                            in_test: in_test || next_is_test,
                        });
                    }
                }
                TokenTree::Punct(punct) if punct.as_char() == ';' => next_is_test = false,
                TokenTree::Group(group) => {
                    self.walk(group.stream(), in_test || next_is_test);
                    if group.delimiter() == Delimiter::Brace {
                        next_is_test = false;
                    }
                }
                TokenTree::Punct(_) => {}
            }
            index += 1;
        }
    }

    /// Reads an attribute; says whether it makes a test of what follows.
    fn attribute(&mut self, stream: TokenStream) -> bool {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        let Some(TokenTree::Ident(name)) = tokens.first() else {
            return false;
        };
        let words = |word: &str| tokens.iter().any(|token| token.to_string().contains(word));
        match name.to_string().as_str() {
            "ignore" => {
                self.ignored.push(Ignored { line: line(&tokens[0]), says_why: tokens.len() > 1 });
                true
            }
            "test" | "rstest" | "apply" => true,
            "cfg" => words("test"),
            _ => false,
        }
    }

    fn word(&mut self, word: &str, rest: &[TokenTree], in_test: bool) {
        match rest.get(1) {
            Some(TokenTree::Ident(name)) if word == "fn" => {
                self.functions.push(Function { line: line(&rest[1]), name: name.to_string(), in_test });
            }
            Some(TokenTree::Punct(punct)) if punct.as_char() == '!' => {
                if matches!(rest.get(2), Some(TokenTree::Group(_))) {
                    self.macros.push(MacroCall { line: line(&rest[0]), name: word.to_owned() });
                }
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
                let first = group.stream().into_iter().next().and_then(|token| match token {
                    TokenTree::Literal(literal) => string_value(&literal.to_string()),
                    _ => None,
                });
                self.calls.push(Call { line: line(&rest[0]), name: word.to_owned(), first });
            }
            _ => {}
        }
    }
}

/// `#[…]` or `#![…]` at the beginning, and how many tokens it takes.
fn attribute(tokens: &[TokenTree]) -> Option<(TokenStream, usize)> {
    let mark = |token: Option<&TokenTree>, sign: char| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign);
    if !mark(tokens.first(), '#') {
        return None;
    }
    let at = if mark(tokens.get(1), '!') { 2 } else { 1 };
    match tokens.get(at) {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => {
            Some((group.stream(), at + 1))
        }
        _ => None,
    }
}

fn line(token: &TokenTree) -> usize {
    token.span().start().line
}

/// What a string literal says; nothing for numbers, characters and bytes.
fn string_value(text: &str) -> Option<String> {
    if let Some(raw) = text.strip_prefix('r') {
        let raw = raw.trim_matches('#');
        return Some(raw.strip_prefix('"')?.strip_suffix('"')?.to_owned());
    }
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let (mut value, mut characters) = (String::new(), inner.chars().peekable());
    while let Some(character) = characters.next() {
        if character != '\\' {
            value.push(character);
            continue;
        }
        match characters.next() {
            Some('n') => value.push('\n'),
            Some('t') => value.push('\t'),
            // The text goes on after the blanks of the next line.
            Some('\n') => while characters.next_if(|next| next.is_whitespace()).is_some() {},
            Some(other) => value.push(other),
            None => {}
        }
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> RustFile {
        let source = Source { path: "crates/slices/area/src/lib.rs".to_owned(), text: text.to_owned() };
        RustFile::of(&source).expect("Rust")
    }

    #[test]
    fn strings_are_found_with_their_line_inside_macros_too_and_documentation_is_not() {
        let file = read("/// \"SELECT 0\"\nfn a() {\n    b!(\"SELECT \\\n        1\", r#\"x\"#);\n}\n");
        let found: Vec<_> =
            file.literals.iter().map(|literal| (literal.line, literal.value.as_str())).collect();
        assert_eq!(found, [(3, "SELECT 1"), (4, "x")]);
    }

    #[test]
    fn what_stands_in_a_test_is_told_apart_from_what_stands_after_it() {
        let file = read(
            "#[cfg(test)]\nmod tests;\nfn a() { \"1\"; }\n#[test]\nfn b(c: C) { \"2\"; }\nfn d() { \"3\"; }\n",
        );
        let literals: Vec<_> = file.literals.iter().map(|literal| literal.in_test).collect();
        assert_eq!(literals, [false, true, false]);
        let functions: Vec<_> = file.functions.iter().map(|function| function.in_test).collect();
        assert_eq!(functions, [false, true, false]);
    }

    #[test]
    fn a_test_left_out_without_a_reason_is_known() {
        let file = read("#[test]\n#[ignore]\nfn a() {}\n#[test]\n#[ignore = \"takes an hour\"]\nfn b() {}\n");
        assert_eq!(file.ignored.iter().map(|ignored| ignored.says_why).collect::<Vec<_>>(), [false, true]);
    }
}
