//! A life as its page tells it: turns in the order of days, each with whoever asks, the request, and what is held of the
//! answer. A line that is not understood is a fault, so that nothing on the page goes unread.

use chrono::NaiveDate;

#[derive(Debug)]
pub struct Page {
    pub turns: Vec<Turn>,
}

/// One request.
#[derive(Debug)]
pub struct Turn {
    /// Of the page, counted from 1.
    pub line: usize,
    pub on: NaiveDate,
    /// Each asks the same in turn.
    pub people: Vec<String>,
    pub document: String,
    pub held: Vec<Held>,
    /// What stood against the act, in order.
    pub refused: Vec<String>,
}

#[derive(Debug)]
pub struct Held {
    pub line: usize,
    pub kind: HeldKind,
    pub path: String,
}

#[derive(Debug)]
pub enum HeldKind {
    /// By which name it is kept.
    Keep(String),
    /// What it is, as JSON.
    Expect(String),
}

impl Turn {
    pub fn is_act(&self) -> bool {
        self.document.trim_start().starts_with("mutation")
    }
}

impl Page {
    pub fn read(text: &str) -> Result<Self, String> {
        let mut turns: Vec<Turn> = Vec::new();
        let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line));
        while let Some((line, text)) = lines.next() {
            let fault = |says: &str| format!("{line}: {says}");
            if text.starts_with("**") {
                turns.push(turn(line, text)?);
            } else if text.starts_with("```graphql") {
                let body = lines.by_ref().map(|it| it.1);
                let document: Vec<&str> = body.take_while(|it| *it != "```").collect();
                let turn = turns.last_mut().filter(|it| it.document.is_empty());
                turn.ok_or_else(|| fault("a request of nobody"))?.document = document.join("\n");
            } else if let Some(item) = text.strip_prefix("- ") {
                let turn = turns.last_mut().filter(|it| !it.document.is_empty());
                let turn = turn.ok_or_else(|| fault("what is held of no answer"))?;
                hold(turn, line, item).ok_or_else(|| fault("it is not understood"))?;
            } else if text.starts_with("```") || text.starts_with("* ") {
                return Err(fault("it is not understood"));
            }
        }
        for (turn, next) in turns.iter().zip(turns.iter().skip(1)) {
            if next.on < turn.on {
                return Err(format!("{}: it goes back in time", next.line));
            }
        }
        match turns.iter().find(|turn| turn.document.is_empty()) {
            Some(turn) => Err(format!("{}: nothing is asked", turn.line)),
            None => Ok(Self { turns }),
        }
    }
}

/// `**8 June 2026**, `judge`, `guardian`. Whatever is said of it.`
fn turn(line: usize, text: &str) -> Result<Turn, String> {
    let fault = |says: &str| format!("{line}: {says}");
    let rest = text.trim_start_matches("**");
    let (day, rest) = rest.split_once("**, ").ok_or_else(|| fault("no day"))?;
    let on = NaiveDate::parse_from_str(day, "%d %B %Y").map_err(|_| fault("no day"))?;
    let (people, _) = rest.split_once('.').ok_or_else(|| fault("nobody asks"))?;
    let named = |person: &str| {
        person
            .strip_prefix('`')?
            .strip_suffix('`')
            .map(str::to_owned)
    };
    let people: Option<Vec<String>> = people.split(", ").map(named).collect();
    Ok(Turn {
        line,
        on,
        people: people.ok_or_else(|| fault("nobody asks"))?,
        document: String::new(),
        held: Vec::new(),
        refused: Vec::new(),
    })
}

/// `keep `name` = `path``, `expect `path` = `JSON`` or `refused `CODE GUARD``.
fn hold(turn: &mut Turn, line: usize, item: &str) -> Option<()> {
    let (word, rest) = item.split_once(" `")?;
    let rest = rest.strip_suffix('`')?;
    if word == "refused" {
        turn.refused.push(rest.to_owned());
        return Some(());
    }
    let (left, right) = rest.split_once("` = `")?;
    let (kind, path) = match word {
        "keep" => (HeldKind::Keep(left.to_owned()), right),
        "expect" => (HeldKind::Expect(right.to_owned()), left),
        _ => return None,
    };
    let path = path.to_owned();
    turn.held.push(Held { line, kind, path });
    Some(())
}

#[test]
fn what_is_not_understood_is_a_fault_with_its_line() {
    let day = "**8 June 2026**, `judge`. Text.\n\n";
    let asked = format!("{day}```graphql\n{{ viewer {{ name }} }}\n```\n\n");
    for (text, fault) in [
        ("**8 Jun 2026 `judge`.**".to_owned(), "1: no day"),
        ("**8 June 2026**, judge.".to_owned(), "1: nobody asks"),
        (day.to_owned(), "1: nothing is asked"),
        (
            "```graphql\n{ a }\n```".to_owned(),
            "1: a request of nobody",
        ),
        (
            format!("{day}- expect `a` = `1`"),
            "3: what is held of no answer",
        ),
        (
            format!("{asked}- expects `a` = `1`"),
            "7: it is not understood",
        ),
        (format!("{asked}- expect `a`"), "7: it is not understood"),
        (format!("{asked}```json\n"), "7: it is not understood"),
        (
            format!("{asked}**7 June 2026**, `judge`.\n```graphql\n{{ a }}\n```"),
            "7: it goes back in time",
        ),
    ] {
        assert_eq!(Page::read(&text).unwrap_err(), fault, "{text}");
    }
    let page = Page::read(&format!(
        "{asked}- keep `a` = `viewer.name`\n- refused `DUPLICATE`"
    ))
    .unwrap();
    assert_eq!(page.turns[0].people, ["judge"]);
    assert_eq!(
        (page.turns[0].held.len(), page.turns[0].refused.len()),
        (1, 1)
    );
}
