//! What the demo prints for each of its cast: who they are, a token, and a query to paste.

use crate::{
    domain::access::Class,
    exchange::synthetic::{Expect, Persona},
};

/// Asks for one child, section by section. What may be seen is in the answer, and what may not is named.
pub fn query(child: &str) -> String {
    let sections: Vec<String> = Class::ALL.iter().map(|class| section(*class)).collect();
    format!(
        "{{ child(by: {{id: \"{child}\"}}) {{ __typename ... on Child {{ {} }} }} }} \
         fragment Held on Withheld {{ informationClass withheldBecause }}",
        sections.join(" ")
    )
}

/// A section has the name of its class; of three of them something is read besides.
fn section(class: Class) -> String {
    let read = match class {
        Class::Identity => " ... on Identity { givenNames familyName }",
        Class::Plan => " ... on PlanRecord { current { state primaryOption } }",
        Class::Proceedings => " ... on ProceedingsRecord { basis }",
        _ => "",
    };
    format!("{} {{ __typename{read} ...Held }}", field(class))
}

fn field(class: Class) -> String {
    let mut words = class.word().split('_').map(str::to_lowercase);
    let first = words.next().unwrap_or_default();
    words.fold(first, |name, word| {
        let (initial, rest) = word.split_at(word.len().min(1));
        name + &initial.to_uppercase() + rest
    })
}

/// A line that a shell runs.
pub fn curl(address: &str, token: &str, query: &str) -> String {
    let body = serde_json::json!({ "query": query });
    format!(
        "curl -s http://{address}/graphql -H 'content-type: application/json' \\\n     -H 'authorization: Bearer {token}' \\\n     -d '{body}'"
    )
}

/// One of the cast, as a paragraph.
pub fn paragraph(persona: &Persona, address: &str, token: &str) -> String {
    let expect = match persona.expect {
        Expect::Allowed => "is shown what the table gives",
        Expect::Refused => "finds nothing: not found, or not permitted",
    };
    let standing = persona
        .standing
        .as_deref()
        .map(|key| format!(", {key}"))
        .unwrap_or_default();
    let head = format!(
        "{} ({}{standing}): {}, {} of {}; {expect}",
        persona.persona, persona.role, persona.name, persona.subject, persona.agency
    );
    let child = persona
        .children
        .first()
        .map(|child| child.id.as_str())
        .unwrap_or_default();
    format!(
        "{head}\ntoken: {token}\n{}\n",
        curl(address, token, &query(child))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_called_by_its_class() {
        assert_eq!(field(Class::PlanNarrative), "planNarrative");
        assert_eq!(field(Class::Team), "team");
    }

    #[test]
    fn the_line_can_be_pasted_into_a_shell() {
        let line = curl("127.0.0.1:8080", "t", &query("abc"));
        assert_eq!(line.matches('\'').count() % 2, 0);
        assert!(line.contains(r#"\"abc\""#), "{line}");
    }
}
