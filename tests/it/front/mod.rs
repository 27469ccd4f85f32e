//! The front of the service: tokens, documents, requests, keys.

mod documents;
mod keys;
mod requests;
mod service;
mod slow;
mod tokens;
