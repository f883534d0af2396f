//! The signature under the root document.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::check::SIGNATURE;
use super::finding::Findings;
use super::verified::SignedBy;
use crate::seal::{AllowedSigners, NAMESPACE, SealError, Signature};

/// Who may have signed: a list, and perhaps one name in it.
#[derive(Debug)]
pub(in crate::pipeline) struct Allowed<'a> {
    list: AllowedSigners,
    name: &'a Path,
    signer: Option<&'a str>,
}

impl<'a> Allowed<'a> {
    /// Reads a list of allowed signers, where one is given.
    pub(in crate::pipeline) fn read(
        list: Option<&'a PathBuf>,
        signer: Option<&'a str>,
    ) -> Result<Option<Self>, SealError> {
        let read = |name: &'a PathBuf| Ok(Self { list: AllowedSigners::read(name)?, name, signer });
        list.map(read).transpose()
    }
}

/// Checks the signature beside a root document; there must be one where somebody asks who made it.
pub(in crate::pipeline) fn check_signature(
    (document, signature): (&Path, &Path),
    name: &str,
    allowed: Option<&Allowed<'_>>,
    findings: &mut Findings,
) -> Option<SignedBy> {
    let Ok(text) = std::fs::read(signature) else {
        if allowed.is_some() {
            findings.add(&SIGNATURE, name, "expected the signature of the root document, found none");
        }
        return None;
    };
    let Some(parsed) = Signature::parse(&text) else {
        findings.add(&SIGNATURE, name, "expected an SSH signature (SSHSIG)");
        return None;
    };
    if parsed.namespace() != NAMESPACE {
        findings.add(&SIGNATURE, name, format!("expected a signature in the namespace {NAMESPACE}"));
        return None;
    }
    let document = std::fs::read(document).unwrap_or_default();
    let key = parsed.fingerprint();
    if !parsed.is_over(&document) {
        let expected =
            format!("expected a signature by {key} over this root document, found one over another");
        findings.add(&SIGNATURE, name, expected);
        return None;
    }
    let mut signed = SignedBy { key, principals: Vec::new() };
    if let Some(allowed) = allowed {
        signed.principals = allowed.list.allowing(&parsed, allowed.signer, Timestamp::now());
        if signed.principals.is_empty() {
            let who = allowed.signer.map(|who| format!(" as {who}")).unwrap_or_default();
            let (list, key) = (allowed.name.display(), &signed.key);
            let expected = format!("expected a signer that {list} allows{who} today, found {key}");
            findings.add(&SIGNATURE, name, expected);
        }
    }
    Some(signed)
}
