//! Addresses as a proof names them: compared by scheme, host, port and path, never by what follows (RFC 9449, 4.3).

/// An address in one writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    scheme: &'static str,
    authority: String,
    path: String,
}

impl Address {
    /// Written in one way: case of scheme and host, the port that goes without saying, the path of nothing. The scheme
    /// of a WebSocket is that of the request that opens it.
    pub(in crate::auth) fn of(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let (scheme, port) = match scheme.to_ascii_lowercase().as_str() {
            "https" | "wss" => ("https", ":443"),
            "http" | "ws" => ("http", ":80"),
            _ => return None,
        };
        let rest = rest.split(['?', '#']).next()?;
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let authority = authority.to_ascii_lowercase();
        let authority = authority.strip_suffix(port).unwrap_or(&authority);
        let odd = |it: char| it.is_whitespace() || it.is_control() || matches!(it, '@' | '\\');
        if authority.is_empty() || url.contains(odd) {
            return None;
        }
        Some(Self {
            scheme,
            authority: authority.to_owned(),
            path: if path.is_empty() { "/" } else { path }.to_owned(),
        })
    }

    /// Where a service is reached, without a path of its own.
    pub(in crate::auth) fn base(url: &str) -> Option<Self> {
        let address = Self::of(url)?;
        (address.path == "/" && !url.contains(['?', '#'])).then_some(address)
    }

    pub(in crate::auth) fn at(&self, path: &str) -> Self {
        Self {
            path: path.to_owned(),
            ..self.clone()
        }
    }

    pub(in crate::auth) fn is_secure(&self) -> bool {
        self.scheme == "https"
    }

    pub(in crate::auth) fn is_of_this_machine(&self) -> bool {
        let host = match self.authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|it| it.is_ascii_digit()) => host,
            _ => &self.authority,
        };
        matches!(host, "localhost" | "127.0.0.1" | "[::1]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_address_is_equal_and_nothing_else_is() {
        let here = Address::of("https://api.example/graphql").unwrap();
        for (url, same) in [
            ("HTTPS://API.example:443/graphql?a=1#b", true),
            ("wss://api.example/graphql", true),
            ("http://api.example/graphql", false),
            ("https://api.example:8443/graphql", false),
            ("https://api.example/GraphQL", false),
            ("https://api.example/graphql/", false),
            ("https://api.example.evil/graphql", false),
            ("https://api.example@evil.example/graphql", false),
            ("api.example/graphql", false),
        ] {
            assert_eq!(Address::of(url).as_ref() == Some(&here), same, "{url}");
        }
    }

    #[test]
    fn this_machine_is_told_from_others() {
        for (url, local) in [
            ("http://127.0.0.1:8080/keys", true),
            ("http://[::1]/keys", true),
            ("http://localhost/keys", true),
            ("http://localhost.evil.example/keys", false),
            ("http://127.0.0.1.evil.example:80/keys", false),
        ] {
            assert_eq!(
                Address::of(url).unwrap().is_of_this_machine(),
                local,
                "{url}"
            );
        }
    }
}
