//! The key that seals.

use std::path::{Path, PathBuf};

use ssh_key::{Algorithm, EcdsaCurve, HashAlg, PrivateKey};

use super::{NAMESPACE, SealError, Signature};

/// A private SSH key that signs root documents.
pub struct SigningKey {
    path: PathBuf,
    key: PrivateKey,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({})", self.path.display())
    }
}

impl SigningKey {
    /// Reads a private key in OpenSSH's form, as `ssh-keygen` writes it.
    ///
    /// # Errors
    /// If the file cannot be read, is no private key, or is of a kind that does not sign here.
    pub fn read(path: &Path) -> Result<Self, SealError> {
        let text = std::fs::read(path)
            .map_err(|source| SealError::KeyUnread { path: path.to_path_buf(), source })?;
        let no_key = |_| SealError::NoKey { path: path.to_path_buf() };
        let key = PrivateKey::from_openssh(text).map_err(no_key)?;
        match key.algorithm() {
            Algorithm::Ed25519 | Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 } => {
                Ok(Self { path: path.to_path_buf(), key })
            }
            kind => Err(SealError::Kind { path: path.to_path_buf(), kind: kind.to_string() }),
        }
    }

    /// The file it was read from.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it is under a passphrase.
    pub fn is_locked(&self) -> bool {
        self.key.is_encrypted()
    }

    /// The same key, opened by its passphrase.
    pub fn unlock(self, passphrase: &str) -> Result<Self, SealError> {
        match self.key.decrypt(passphrase) {
            Ok(key) => Ok(Self { key, path: self.path }),
            Err(_) => Err(SealError::Passphrase { path: self.path }),
        }
    }

    /// Its fingerprint, as `ssh-keygen -l` prints it.
    pub fn fingerprint(&self) -> String {
        self.key.fingerprint(HashAlg::Sha256).to_string()
    }

    /// Signs a message in the namespace `care2mosaic`.
    pub fn sign(&self, message: &[u8]) -> Result<Signature, SealError> {
        let signed = self.key.sign(NAMESPACE, HashAlg::Sha512, message);
        signed.map(Signature::new).map_err(|_| SealError::Sign { path: self.path.clone() })
    }
}
