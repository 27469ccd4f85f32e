//! The closed list of error codes, and the only way to make an error that a client may read.

use std::fmt;

use async_graphql::{Error, ErrorExtensionValues};

/// Declares the codes once: the word on the wire, the HTTP status, and when it is given.
macro_rules! codes {
    ($($variant:ident = $word:literal, $status:literal, $when:literal;)+) => {
        /// Why a request, or a part of it, was refused. Partners switch on these words; the list only grows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ErrorCode { $(#[doc = $when] $variant,)+ }

        impl ErrorCode {
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The HTTP status of an answer that holds nothing but this refusal.
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)+ }
            }

            /// When it is given, as `docs/errors.md` prints it.
            pub const fn when(self) -> &'static str {
                match self { $(Self::$variant => $when,)+ }
            }
        }
    };
}

codes! {
    BadRequest = "BAD_REQUEST", 400, "The body is not the JSON object that GraphQL over HTTP asks for, there is nothing at this address, or the token grants several roles and the request names none.";
    ParseFailed = "GRAPHQL_PARSE_FAILED", 400, "The document is not GraphQL.";
    ValidationFailed = "GRAPHQL_VALIDATION_FAILED", 422, "The document does not fit the schema.";
    BadUserInput = "BAD_USER_INPUT", 422, "A variable or an argument has a value that cannot be used.";
    CursorInvalid = "CURSOR_INVALID", 422, "The cursor was not given out by this service for this list.";
    CursorExpired = "CURSOR_EXPIRED", 422, "The cursor is too old to go on from; start again from a snapshot.";
    OperationResolution = "OPERATION_RESOLUTION_FAILURE", 422, "No operation of the document, or more than one, answers to the request.";
    WithheldNotHandled = "WITHHELD_NOT_HANDLED", 422, "A section that may be withheld is read without a field of `Withheld`.";
    LimitDepth = "LIMIT_DEPTH", 422, "Brackets, fields, fragments, introspection or variables are nested too deep.";
    LimitCost = "LIMIT_COST", 422, "The operation costs too much, or selects too much once its fragments are written out.";
    LimitAliases = "LIMIT_ALIASES", 422, "Too many fields are renamed.";
    LimitRootFields = "LIMIT_ROOT_FIELDS", 422, "Too many fields at the top of the operation.";
    LimitTokens = "LIMIT_TOKENS", 422, "The document or its variables are too long: in tokens, directives, arguments or values, or in one name or string.";
    Unauthenticated = "UNAUTHENTICATED", 401, "There is no token, or it is not one that this service accepts.";
    TokenExpired = "TOKEN_EXPIRED", 401, "The token was good and is out of date.";
    Forbidden = "FORBIDDEN", 403, "The role of the token may never do this, or the token does not grant the role that the request names.";
    FilterNotPermitted = "FILTER_NOT_PERMITTED", 403, "A filter or sort reads a class that no standing of the role can have.";
    StrictAccessRefused = "STRICT_ACCESS_REFUSED", 403, "Strict mode was asked for and something would be withheld.";
    DocumentNotTrusted = "DOCUMENT_NOT_TRUSTED", 403, "Only registered documents are run here, and this is not one.";
    PersistedDocumentNotFound = "PERSISTED_DOCUMENT_NOT_FOUND", 404, "No document is registered under this name.";
    MethodNotAllowed = "METHOD_NOT_ALLOWED", 405, "The method is not one of those in `Allow`.";
    NotAcceptable = "NOT_ACCEPTABLE", 406, "`Accept` admits neither `application/graphql-response+json` nor `application/json`, or for a page not `text/html`.";
    PayloadTooLarge = "PAYLOAD_TOO_LARGE", 413, "The body is larger than the limit.";
    UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE", 415, "The body is not `application/json` in UTF-8.";
    RateLimited = "RATE_LIMITED", 429, "Too many requests; `Retry-After` says when to come back.";
    Timeout = "TIMEOUT", 503, "The request, or its answer, took too long and was cut.";
    Unavailable = "UNAVAILABLE", 503, "The database is away or the ledger cannot be written; nothing was disclosed.";
    Internal = "INTERNAL", 500, "A fault of ours. The log has the detail under the request id.";
}

impl ErrorCode {
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.word() == word)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// An error that the client may read as it is: `message` must hold nothing of a child's record.
pub fn error(code: ErrorCode, message: impl Into<String>) -> Error {
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", code.word());
    Error {
        message: message.into(),
        source: None,
        extensions: Some(extensions),
    }
}

/// What the log may say of a fault of ours. Whoever makes one vouches that it names no person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause(pub &'static str);

/// A fault of ours: the client reads `INTERNAL` and no more, the log reads the cause.
pub fn internal(cause: Cause) -> Error {
    let mut error = error(ErrorCode::Internal, "Something went wrong on our side.");
    error.source = Some(std::sync::Arc::new(cause));
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_used_once_and_finds_its_code_again() {
        for code in ErrorCode::ALL {
            assert_eq!(ErrorCode::from_word(code.word()), Some(*code));
        }
        assert_eq!(ErrorCode::from_word("SOMETHING_ELSE"), None);
    }

    #[test]
    fn the_page_for_partners_lists_exactly_these_codes() {
        let page = include_str!("../../docs/errors.md");
        let rows: Vec<&str> = page
            .lines()
            .filter(|line| line.starts_with("| `"))
            .collect();
        let expected: Vec<String> = ErrorCode::ALL
            .iter()
            .map(|code| {
                format!(
                    "| `{}` | {} | {} |",
                    code.word(),
                    code.status(),
                    code.when()
                )
            })
            .collect();
        assert_eq!(rows, expected);
    }
}
