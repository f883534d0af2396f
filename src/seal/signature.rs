//! A signature.

use ssh_key::public::KeyData;
use ssh_key::{HashAlg, LineEnding, PublicKey, SshSig};

use super::NAMESPACE;

/// An SSH signature in the form of `ssh-keygen -Y sign`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature(SshSig);

impl Signature {
    pub(super) fn new(signature: SshSig) -> Self {
        Self(signature)
    }

    /// Reads a signature; none where the text is none.
    pub fn parse(text: &[u8]) -> Option<Self> {
        SshSig::from_pem(text).ok().map(Self)
    }

    /// The text of the file: `-----BEGIN SSH SIGNATURE-----` and what follows; none where it cannot be written.
    pub fn to_text(&self) -> Option<String> {
        let text = self.0.to_pem(LineEnding::LF).ok()?;
        Some(if text.ends_with('\n') { text } else { text + "\n" })
    }

    /// What it was made for.
    pub fn namespace(&self) -> &str {
        self.0.namespace()
    }

    /// The fingerprint of its key, as `ssh-keygen -l` prints it.
    pub fn fingerprint(&self) -> String {
        self.0.public_key().fingerprint(HashAlg::Sha256).to_string()
    }

    /// Whether its key signed this message, for this program.
    pub fn is_over(&self, message: &[u8]) -> bool {
        PublicKey::new(self.key().clone(), "").verify(NAMESPACE, message, &self.0).is_ok()
    }

    pub(super) fn key(&self) -> &KeyData {
        self.0.public_key()
    }
}
