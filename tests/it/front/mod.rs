//! The front of the service: tokens, documents, requests, keys.

mod documents;
mod headers;
mod issuers;
mod keys;
mod origins;
mod out;
mod requests;
mod service;
mod shapes;
mod slow;
mod spending;
mod tls;
mod tokens;
mod trusted;
