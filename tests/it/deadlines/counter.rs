//! A second counter of working days, written from the statutes and by the rules of the calendar: Easter by the computus,
//! bank holidays by their weekdays, special days one by one. It shares no code and no data with the product.

/// Days since 1970-01-01.
pub type Serial = i64;

/// From a civil date, by the era method.
pub fn serial(year: i64, month: i64, day: i64) -> Serial {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// 0 is Monday.
fn weekday(day: Serial) -> i64 {
    (day + 3).rem_euclid(7)
}

fn easter_sunday(year: i64) -> Serial {
    let golden = year % 19;
    let century = year / 100;
    let skipped = century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15;
    let epact = skipped.rem_euclid(30);
    let moon = epact - (epact / 28) * (1 - (29 / (epact + 1)) * ((21 - golden) / 11));
    let sunday = (year + year / 4 + moon + 2 - century + century / 4).rem_euclid(7);
    let offset = moon - sunday;
    let month = 3 + (offset + 40) / 44;
    let day = offset + 28 - 31 * (month / 4);
    serial(year, month, day)
}

fn first_monday(year: i64, month: i64) -> Serial {
    let first = serial(year, month, 1);
    first + (7 - weekday(first)) % 7
}

/// Of a month with 31 days.
fn last_monday(year: i64, month: i64) -> Serial {
    let last = serial(year, month, 31);
    last - weekday(last)
}

/// Every day of the year, weekends aside, on which no working day is counted.
pub fn days_off(year: i64) -> Vec<Serial> {
    let mut off = Vec::new();
    let new_year = serial(year, 1, 1);
    off.push(match weekday(new_year) {
        5 => new_year + 2,
        6 => new_year + 1,
        _ => new_year,
    });
    off.push(easter_sunday(year) - 2);
    off.push(easter_sunday(year) + 1);
    off.push(if year == 2020 {
        serial(2020, 5, 8)
    } else {
        first_monday(year, 5)
    });
    if year == 2022 {
        off.extend([serial(2022, 6, 2), serial(2022, 6, 3), serial(2022, 9, 19)]);
    } else {
        off.push(last_monday(year, 5));
    }
    if year == 2023 {
        off.push(serial(2023, 5, 8));
    }
    off.push(last_monday(year, 8));
    let christmas = serial(year, 12, 25);
    off.extend(match weekday(christmas) {
        // Friday: Boxing Day is a Saturday. Saturday: both are moved. Sunday: Boxing Day stays, Christmas is moved.
        4 => [christmas, christmas + 3],
        5 => [christmas + 2, christmas + 3],
        6 => [christmas + 1, christmas + 2],
        _ => [christmas, christmas + 1],
    });
    off
}

/// Which days of the years from 2015 to 2030 are working days, the first being 2015-01-01.
pub struct Counter {
    first: Serial,
    working: Vec<bool>,
}

impl Counter {
    pub fn new() -> Self {
        let first = serial(2015, 1, 1);
        let after = serial(2031, 1, 1);
        let off: std::collections::HashSet<Serial> = (2015..=2030).flat_map(days_off).collect();
        let working = (first..after)
            .map(|day| weekday(day) < 5 && !off.contains(&day))
            .collect();
        Self { first, working }
    }

    pub fn days(&self) -> std::ops::Range<Serial> {
        let length = i64::try_from(self.working.len()).expect("sixteen years");
        self.first..self.first + length
    }

    pub fn is_working(&self, day: Serial) -> bool {
        let at = usize::try_from(day - self.first).expect("a day of the years");
        self.working[at]
    }

    /// None past the end.
    pub fn after(&self, day: Serial, number: u16) -> Option<Serial> {
        (day + 1..self.days().end)
            .filter(|day| self.is_working(*day))
            .nth(usize::from(number) - 1)
    }

    /// None before the beginning.
    pub fn before(&self, day: Serial, number: u16) -> Option<Serial> {
        (self.days().start..day)
            .rev()
            .filter(|day| self.is_working(*day))
            .nth(usize::from(number) - 1)
    }
}
