//! Working days, against the second counter, for every day of the calendar.

use chrono::{Datelike, Days, NaiveDate};
use permanence::domain::deadlines::{Calendar, CalendarError, Limit, Refused};

use super::counter::{Counter, Serial, days_off, serial};
use super::story::{CALENDAR, on};

fn date(day: Serial) -> NaiveDate {
    NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + Days::new(u64::try_from(day).unwrap())
}

#[test]
fn the_second_counter_knows_its_dates() {
    assert_eq!(date(serial(2019, 4, 19)), on("2019-04-19"));
    for (year, friday) in [(2019, (4, 19)), (2024, (3, 29)), (2025, (4, 18))] {
        assert!(
            days_off(year).contains(&serial(year, friday.0, friday.1)),
            "{year}"
        );
    }
}

#[test]
fn every_day_is_a_working_day_or_none_as_the_second_counter_says() {
    let counter = Counter::new();
    for day in counter.days() {
        assert_eq!(
            CALENDAR.is_working_day(date(day)),
            Ok(counter.is_working(day)),
            "{}",
            date(day)
        );
    }
}

#[test]
fn the_list_names_the_days_that_the_second_counter_finds_and_no_others() {
    let mut found: Vec<NaiveDate> = (2015..=2030).flat_map(days_off).map(date).collect();
    found.sort();
    let listed: Vec<NaiveDate> = CALENDAR.holidays().map(|(on, _)| on).collect();
    assert_eq!(listed, found);
}

#[test]
fn counts_of_every_length_in_use_agree_from_every_day() {
    let counter = Counter::new();
    for day in counter.days() {
        for number in [1, 2, 5, 6, 7, 10, 15, 20] {
            let ours = CALENDAR.working_days_after(date(day), number).ok();
            let theirs = counter.after(day, number);
            assert_eq!(
                ours.map(|it| it.0),
                theirs.map(date),
                "{number} after {}",
                date(day)
            );
            let ours = CALENDAR.working_days_before(date(day), number).ok();
            let theirs = counter.before(day, number);
            assert_eq!(
                ours.map(|it| it.0),
                theirs.map(date),
                "{number} before {}",
                date(day)
            );
        }
    }
}

#[test]
fn the_courts_day_12_is_eleven_working_days_after_issue_or_the_next_business_day() {
    let counter = Counter::new();
    for day in counter.days().take(365 * 15) {
        let first = (day..).find(|day| counter.is_working(*day)).unwrap();
        let ours = CALENDAR.count(Limit::working_days(12).day_1(), date(day));
        let theirs = counter.after(first, 11).map(date);
        assert_eq!(ours.ok().map(|counted| counted.on), theirs, "{}", date(day));
    }
}

#[test]
fn nothing_is_counted_outside_the_calendar() {
    let late = Refused::PastCalendar {
        complete_to: on("2030-12-31"),
    };
    let early = Refused::BeforeCalendar {
        first: on("2015-01-01"),
    };
    assert_eq!(CALENDAR.working_days_after(on("2030-12-20"), 20), Err(late));
    assert_eq!(CALENDAR.working_days_after(on("2031-01-01"), 1), Err(late));
    assert_eq!(CALENDAR.working_days_after(on("2014-12-31"), 1), Err(early));
    assert_eq!(
        CALENDAR.working_days_before(on("2015-01-08"), 10),
        Err(early)
    );
    assert_eq!(CALENDAR.working_days_after(NaiveDate::MAX, 1), Err(late));
    assert_eq!(CALENDAR.working_days_before(NaiveDate::MIN, 1), Err(early));
    assert_eq!(CALENDAR.count(Limit::days(1), NaiveDate::MAX), Err(late));
    assert_eq!(
        CALENDAR.count(Limit::months(1).before(), NaiveDate::MIN),
        Err(early)
    );
    assert_eq!(
        CALENDAR.count(Limit::AS_STATED, on("2020-01-01")),
        Err(Refused::NotStated)
    );
}

#[test]
fn police_protection_ends_three_days_later_or_the_evening_before_when_the_clocks_go_back() {
    // The clocks went back on Sunday 2025-10-26.
    for (taken, ends) in [
        ("2025-10-22", "2025-10-25"),
        ("2025-10-23", "2025-10-26"),
        ("2025-10-24", "2025-10-26"),
        ("2025-10-25", "2025-10-27"),
        ("2025-10-26", "2025-10-28"),
        ("2025-10-27", "2025-10-30"),
        ("2025-03-28", "2025-03-31"),
    ] {
        let counted = CALENDAR.count(Limit::hours(72), on(taken)).unwrap();
        assert_eq!(counted.on, on(ends), "{taken}");
    }
}

#[test]
fn a_list_with_a_fault_is_refused_with_the_line_named() {
    let good = "from,2020-01-01,\nto,2020-12-31,\nholiday,2020-01-01,New Year's Day\n";
    let calendar = Calendar::parse(good).unwrap();
    assert_eq!(calendar.complete_to().year(), 2020);
    let with = |row: &str| Calendar::parse(&format!("{good}{row}\n")).unwrap_err();
    assert!(matches!(
        with("holiday,2020-02-30,X"),
        CalendarError::Line { line: 4, .. }
    ));
    assert!(matches!(
        with("feast,2020-02-03,X"),
        CalendarError::Line { line: 4, .. }
    ));
    assert!(matches!(
        with("to,2020-12-31,"),
        CalendarError::Line { line: 4, .. }
    ));
    let twice = on("2020-01-01");
    assert_eq!(
        with("holiday,2020-01-01,Again"),
        CalendarError::Misplaced { on: twice }
    );
    let outside = on("2021-01-01");
    assert_eq!(
        with("holiday,2021-01-01,Later"),
        CalendarError::Misplaced { on: outside }
    );
    assert_eq!(
        Calendar::parse("holiday,2020-01-01,New Year's Day").unwrap_err(),
        CalendarError::NoRange
    );
}
