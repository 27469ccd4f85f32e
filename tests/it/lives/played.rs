//! A life played on a council: each turn sent as its person on its day, and its answer held against the page.

use std::collections::BTreeMap;

use chrono::Duration;
use serde_json::{Map, Value};

use super::{
    held::at,
    page::{HeldKind, Page, Turn},
};
use crate::acts::{Council, key, problems};

pub struct Player<'a> {
    council: &'a Council,
    kept: BTreeMap<String, Value>,
    /// Turns of one day follow each other by a second.
    turns: i64,
}

impl<'a> Player<'a> {
    pub fn over(council: &'a Council) -> Self {
        Self {
            council,
            kept: BTreeMap::new(),
            turns: 0,
        }
    }

    pub fn keep(&mut self, name: &str, value: impl Into<Value>) {
        self.kept.insert(name.to_owned(), value.into());
    }

    pub fn kept(&self, name: &str) -> &str {
        self.kept[name].as_str().unwrap()
    }

    /// Plays all of it. What comes back is the first line of the page that is not so, and why.
    pub async fn all(&mut self, page: &Page) -> Result<(), String> {
        for turn in &page.turns {
            self.turn(turn).await?;
        }
        Ok(())
    }

    /// Plays it up to an act, which is not done: its day has come.
    pub async fn up_to(&mut self, page: &Page, act: &str) -> Result<(), String> {
        let last = page
            .turns
            .iter()
            .rposition(|turn| turn.document.contains(act));
        let last = last.ok_or_else(|| format!("0: nobody does `{act}`"))?;
        for turn in &page.turns[..last] {
            self.turn(turn).await?;
        }
        self.comes(&page.turns[last]);
        Ok(())
    }

    fn comes(&mut self, turn: &Turn) {
        self.turns += 1;
        let hour = turn.on.and_hms_opt(10, 0, 0).unwrap().and_utc();
        let moment = hour + Duration::seconds(self.turns);
        self.council.app.set_clock(moment);
    }

    async fn turn(&mut self, turn: &Turn) -> Result<(), String> {
        self.comes(turn);
        for who in &turn.people {
            let fault = |says: String| format!("{}: `{who}`: {says}", turn.line);
            let variables = self.variables(turn).map_err(fault)?;
            let viewer = self.council.viewer(who);
            let answer = self
                .council
                .app
                .ask(&viewer, &turn.document, variables)
                .await;
            if answer.status != 200 || !answer.body["errors"].is_null() {
                return Err(fault(answer.text));
            }
            let data = &answer.body["data"];
            self.refusals(turn, data).map_err(fault)?;
            self.held(turn, data)?;
        }
        Ok(())
    }

    /// Of what was kept, what the request names.
    fn variables(&self, turn: &Turn) -> Result<Value, String> {
        let mut named = Map::new();
        for word in turn.document.split('$').skip(1) {
            let end = word
                .find(|it: char| !it.is_alphanumeric())
                .unwrap_or(word.len());
            let name = &word[..end];
            let value = match name {
                "key" | "key2" => Value::from(key()),
                _ => {
                    let kept = self.kept.get(name);
                    kept.ok_or_else(|| format!("nothing was kept as `{name}`"))?
                        .clone()
                }
            };
            named.entry(name).or_insert(value);
        }
        Ok(Value::Object(named))
    }

    fn refusals(&self, turn: &Turn, data: &Value) -> Result<(), String> {
        if !turn.is_act() {
            return match turn.refused.is_empty() {
                true => Ok(()),
                false => Err("it asks, and nothing can stand against it".to_owned()),
            };
        }
        let payloads = data.as_object().into_iter().flat_map(Map::values);
        let mut stood = Vec::new();
        for payload in payloads {
            if !payload["problems"].is_array() {
                return Err("an act asks for its problems".to_owned());
            }
            stood.extend(problems(payload));
        }
        match stood == turn.refused {
            true => Ok(()),
            false => Err(format!("{stood:?} stood against it: {data}")),
        }
    }

    fn held(&mut self, turn: &Turn, data: &Value) -> Result<(), String> {
        for held in &turn.held {
            let (line, path) = (held.line, &held.path);
            let found =
                at(data, path).ok_or_else(|| format!("{line}: there is no `{path}` in {data}"))?;
            match &held.kind {
                HeldKind::Keep(name) => {
                    self.kept.insert(name.clone(), found.clone());
                }
                HeldKind::Expect(json) => {
                    let due: Value =
                        serde_json::from_str(json).map_err(|it| format!("{line}: {it}"))?;
                    if *found != due {
                        return Err(format!("{line}: `{path}` is {found}"));
                    }
                }
            }
        }
        Ok(())
    }
}
