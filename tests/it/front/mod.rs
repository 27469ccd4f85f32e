//! The front of the service: tokens, documents, requests, keys.

mod documents;
mod issuers;
mod keys;
mod requests;
mod service;
mod slow;
mod tokens;
