//! The form that was handed in, looked through from end to end: every fault is told at once.

use chrono::NaiveDate;

use super::{Problem, ProblemCode};
use crate::domain::care::{CollectionYear, codes};

/// The longest text that is taken, in characters.
pub const TEXT: usize = 20_000;
/// The longest name, code or line.
pub const LINE: usize = 200;
/// No record of this product goes back further.
const EARLIEST: NaiveDate = match NaiveDate::from_ymd_opt(1900, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Gathers the faults of an input.
#[derive(Debug, Default)]
pub struct Check(Vec<Problem>);

impl Check {
    /// A text that must be there.
    pub fn text(&mut self, field: &'static str, text: &str) {
        if text.trim().is_empty() {
            self.0.push(Problem::of(
                ProblemCode::Required,
                field,
                "It must say something.",
            ));
        }
        self.length(field, text, TEXT);
        // Not every database keeps a NUL, and no reader shows the others.
        if text.chars().any(|it| it.is_control() && !is_blank(it)) {
            self.0.push(Problem::of(
                ProblemCode::Invalid,
                field,
                "It has control characters in it.",
            ));
        }
    }

    /// A text that may be left out, and is not empty where it is given.
    pub fn text_if(&mut self, field: &'static str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(field, text);
        }
    }

    /// A name, a code, a number: one line.
    pub fn line(&mut self, field: &'static str, text: &str) {
        self.text(field, text);
        self.length(field, text, LINE);
        if text.chars().any(is_blank) {
            self.0.push(Problem::of(
                ProblemCode::Invalid,
                field,
                "One line is expected.",
            ));
        }
    }

    /// A code of the national return, by the collection year of a day.
    pub fn code(&mut self, field: &'static str, set: &str, code: &str, on: NaiveDate) {
        if let Some(expected) = codes::objection(set, code, CollectionYear::of(on)) {
            self.0.push(Problem::of(
                ProblemCode::Invalid,
                field,
                format!("Expected: {expected}."),
            ));
        }
    }

    pub fn code_if(&mut self, field: &'static str, set: &str, code: Option<&str>, on: NaiveDate) {
        if let Some(code) = code {
            self.code(field, set, code, on);
        }
    }

    /// A day on which something happened: not after today.
    pub fn past(&mut self, field: &'static str, day: NaiveDate, today: NaiveDate) {
        if day > today {
            self.0.push(Problem::of(
                ProblemCode::OutOfRange,
                field,
                "It has not happened yet: the day is after today.",
            ));
        }
        self.after(field, day, EARLIEST, "The day is before 1900.");
    }

    /// A day on which something is to happen: today or later.
    pub fn future(&mut self, field: &'static str, day: NaiveDate, today: NaiveDate) {
        self.after(field, day, today, "The day is before today.");
        self.before_the_end(field, day);
    }

    /// A day of whatever time, that a calendar here has.
    pub fn day_if(&mut self, field: &'static str, day: Option<NaiveDate>) {
        if let Some(day) = day {
            self.after(field, day, EARLIEST, "The day is before 1900.");
            self.before_the_end(field, day);
        }
    }

    /// A day that must not lie before another.
    pub fn after(
        &mut self,
        field: &'static str,
        day: NaiveDate,
        earliest: NaiveDate,
        message: &str,
    ) {
        self.holds(
            day >= earliest,
            Problem::of(ProblemCode::OutOfRange, field, message),
        );
    }

    /// A day that is not past every calendar here.
    pub fn before_the_end(&mut self, field: &'static str, day: NaiveDate) {
        use chrono::Datelike;
        self.holds(
            day.year() < 2200,
            Problem::of(ProblemCode::OutOfRange, field, "The day is after 2199."),
        );
    }

    fn length(&mut self, field: &'static str, text: &str, most: usize) {
        if text.chars().count() > most {
            self.0.push(Problem::of(
                ProblemCode::OutOfRange,
                field,
                format!("It has more than {most} characters."),
            ));
        }
    }

    /// A line that may be left out.
    pub fn line_if(&mut self, field: &'static str, text: Option<&str>) {
        if let Some(text) = text {
            self.line(field, text);
        }
    }

    pub fn holds(&mut self, holds: bool, problem: Problem) {
        if !holds {
            self.0.push(problem);
        }
    }

    pub fn done(self) -> Result<(), Vec<Problem>> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.0)
        }
    }
}

/// The control characters of ordinary text.
fn is_blank(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\t')
}
