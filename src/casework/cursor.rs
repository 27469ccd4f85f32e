//! Page cursors: encrypted and authenticated, so that nothing can be read out of one, and one made for
//! another viewer, list or filter is refused.

use std::sync::Arc;

use aws_lc_rs::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

use super::Trouble;
use crate::{domain::access::Viewer, store::Randomness};

pub const KEY_LENGTH: usize = 32;

/// The key that a configured secret stands for.
pub fn key_of(secret: &str) -> [u8; KEY_LENGTH] {
    use sha2::{Digest, Sha256};
    Sha256::digest(secret.as_bytes()).into()
}

#[derive(Clone)]
pub struct Cursors {
    key: Arc<LessSafeKey>,
    stamps: Arc<hmac::Key>,
    randomness: Arc<dyn Randomness>,
}

impl Cursors {
    /// Processes that serve the same clients share a key; then a cursor outlives a restart.
    pub fn new(key: [u8; KEY_LENGTH], randomness: Arc<dyn Randomness>) -> Result<Self, Trouble> {
        // A key of its own purpose, drawn from the one that is configured.
        let stamps = hmac::Key::new(
            hmac::HMAC_SHA256,
            hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), b"revisions").as_ref(),
        );
        let key = UnboundKey::new(&CHACHA20_POLY1305, &key)
            .map_err(|_| Trouble::BadInput("the cursor key is not 32 bytes".to_owned()))?;
        Ok(Self {
            key: Arc::new(LessSafeKey::new(key)),
            stamps: Arc::new(stamps),
            randomness,
        })
    }

    /// The revision of something as a client reads it: the same as long as nothing changed, and no count.
    pub fn stamp(&self, public_id: &[u8], revision: i64) -> String {
        let mut text = public_id.to_vec();
        text.extend_from_slice(&revision.to_be_bytes());
        let tag = hmac::sign(&self.stamps, &text);
        URL_SAFE_NO_PAD.encode(&tag.as_ref()[..16])
    }

    /// A cursor for one viewer and one list (`list` names the field and its filter).
    pub fn seal<T: Serialize>(
        &self,
        viewer: &Viewer,
        list: &str,
        place: &T,
    ) -> Result<String, Trouble> {
        let mut sealed = serde_json::to_vec(place).map_err(|_| Trouble::CursorInvalid)?;
        let mut nonce = [0; NONCE_LEN];
        self.randomness.fill(&mut nonce);
        self.key
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(bound_to(viewer, list)),
                &mut sealed,
            )
            .map_err(|_| Trouble::CursorInvalid)?;
        Ok(URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }

    pub fn open<T: DeserializeOwned>(
        &self,
        viewer: &Viewer,
        list: &str,
        cursor: &str,
    ) -> Result<T, Trouble> {
        let bytes = URL_SAFE_NO_PAD
            .decode(cursor)
            .map_err(|_| Trouble::CursorInvalid)?;
        let (nonce, sealed) = bytes
            .split_first_chunk::<NONCE_LEN>()
            .ok_or(Trouble::CursorInvalid)?;
        let mut sealed = sealed.to_vec();
        let place = self
            .key
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(bound_to(viewer, list)),
                &mut sealed,
            )
            .map_err(|_| Trouble::CursorInvalid)?;
        serde_json::from_slice(place).map_err(|_| Trouble::CursorInvalid)
    }
}

fn bound_to(viewer: &Viewer, list: &str) -> Vec<u8> {
    [
        viewer.issuer.as_str(),
        &viewer.subject,
        viewer.role.word(),
        list,
    ]
    .join("\0")
    .into_bytes()
}
