//! An output folder, made once and copied for each change.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::support::copy_folder;
use care2mosaic::pipeline::{
    Cancel, MigrateRequest, SealRequest, Silent, Verified, VerifyFinding, VerifyRequest, migrate, seal,
    verify,
};
use care2mosaic::report::html::to_html;
use care2mosaic::report::model::Report;
use care2mosaic::report::summary::PlaceNames;
use care2mosaic::seal::SigningKey;
use care2mosaic::synth::{SynthOptions, synth};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// A council with hard cases, dry-run, migrated, and sealed.
struct Original(TempDir);

/// A copy of its output folder, to be changed.
pub(super) struct Folder {
    folder: TempDir,
}

fn original() -> &'static Original {
    static ORIGINAL: OnceLock<Original> = OnceLock::new();
    ORIGINAL.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let drop = folder.path().join("drop");
        synth(&drop, &SynthOptions { people: 90, seed: 7, defects: Some(0.3) }).unwrap();
        let mut request = MigrateRequest {
            corrections: Vec::new(),
            export: drop,
            out: folder.path().join("out"),
            mappings: Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings"),
            profile: None,
            dry_run: true,
            reconcile: true,
            proof_key: None,
            ledger: None,
            lease: care2mosaic::pipeline::LEASE,
            batch_size: 40,
            threads: 2,
            typed_in: None,
        };
        migrate(&request, &Silent, &Cancel::default()).unwrap();
        request.dry_run = false;
        migrate(&request, &Silent, &Cancel::default()).unwrap();
        sign(folder.path());
        Original(folder)
    })
}

fn sign(folder: &Path) {
    let key = folder.join("key");
    let status = std::process::Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(&key)
        .status()
        .unwrap();
    assert!(status.success());
    let request = SealRequest { out: folder.join("out"), replace: false, ledger: None, threads: 2 };
    seal(&request, &SigningKey::read(&key).unwrap(), &Silent, &Cancel::default()).unwrap();
}

impl Folder {
    /// A copy that nobody changed.
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_folder(&original().0.path().join("out"), &folder.path().join("out"));
        Self { folder }
    }

    /// A path within the output folder.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("out").join(name)
    }

    /// The key that sealed it.
    pub(super) fn key() -> SigningKey {
        SigningKey::read(&original().0.path().join("key")).unwrap()
    }

    fn request(&self) -> VerifyRequest {
        VerifyRequest {
            out: self.path(""),
            sources: Vec::new(),
            case_file: None,
            allowed_signers: None,
            signer: None,
            ledger: None,
            threads: 1,
        }
    }

    /// Verifies it from the folder alone.
    pub(super) fn verify(&self) -> Verified {
        verify(&self.request(), &Silent, &Cancel::default()).unwrap()
    }

    /// Verifies it with the export.
    pub(super) fn verify_with_source(&self) -> Verified {
        let request = VerifyRequest { sources: vec![original().0.path().join("drop")], ..self.request() };
        verify(&request, &Silent, &Cancel::default()).unwrap()
    }

    /// Verifies one case file, from the folder alone or with the export.
    pub(super) fn verify_case_file(&self, number: u64, with_source: bool) -> Verified {
        let sources = if with_source { vec![original().0.path().join("drop")] } else { Vec::new() };
        let request = VerifyRequest { sources, case_file: Some(number), ..self.request() };
        verify(&request, &Silent, &Cancel::default()).unwrap()
    }

    /// The ids of the checks that find something.
    pub(super) fn finders(&self) -> BTreeSet<&'static str> {
        finders(&self.verify())
    }

    /// Every file, by its path within the output folder.
    pub(super) fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = crate::support::files(&self.path("")).into_keys().collect();
        names.sort();
        names
    }

    /// The first file under a folder.
    pub(super) fn first(&self, under: &str) -> String {
        self.files().into_iter().find(|name| name.starts_with(under)).unwrap()
    }

    /// Changes the text of a file.
    pub(super) fn edit(&self, name: &str, change: impl FnOnce(String) -> String) {
        let before = fs::read_to_string(self.path(name)).unwrap();
        let after = change(before.clone());
        assert!(after != before, "{name} is not changed");
        fs::write(self.path(name), after).unwrap();
    }

    /// Changes the report, and the page that shows it.
    pub(super) fn edit_report(&self, change: impl FnOnce(&mut Report)) {
        let path = self.path("reconciliation/report.json");
        let mut report = Report::read(&path).unwrap();
        change(&mut report);
        fs::write(path, report.to_json()).unwrap();
        fs::write(self.path("reconciliation/report.html"), to_html(&report, &PlaceNames::stand_ins(&report)))
            .unwrap();
    }

    /// Carries every change of bytes through manifests, bag, and ledger.
    pub(super) fn carry(&self) {
        let mut batches: Vec<String> = fs::read_dir(self.path("data/batches"))
            .unwrap()
            .map(|one| one.unwrap().file_name().into_string().unwrap())
            .collect();
        batches.sort();
        for batch in &batches {
            self.carry_batch(batch);
        }
        self.carry_bag();
    }

    fn carry_batch(&self, batch: &str) {
        let name = format!("data/batches/{batch}/manifest.json");
        let mut manifest: serde_json::Value =
            serde_json::from_slice(&fs::read(self.path(&name)).unwrap()).unwrap();
        for file in manifest["files"].as_array_mut().unwrap() {
            let path = format!("data/batches/{batch}/{}", file["path"].as_str().unwrap());
            let bytes = fs::read(self.path(&path)).unwrap();
            file["bytes"] = bytes.len().into();
            file["sha256"] = sha256(&bytes).into();
            if file["rows"].is_number() {
                let rows = csv::Reader::from_path(self.path(&path)).unwrap().into_records().count();
                file["rows"] = rows.into();
            }
        }
        fs::write(self.path(&name), format!("{manifest:#}\n")).unwrap();
        self.carry_manifest(batch);
    }

    /// Makes the ledger bear out a manifest as it is now.
    pub(super) fn carry_manifest(&self, batch: &str) {
        let bytes = fs::read(self.path(&format!("data/batches/{batch}/manifest.json"))).unwrap();
        let number: u32 = batch.parse().unwrap();
        self.sql(&format!("UPDATE batch SET manifest_sha256 = '{}' WHERE number = {number}", sha256(&bytes)));
    }

    /// Makes the bag's own files bear out everything as it is now, and the ledger these.
    pub(super) fn carry_bag(&self) {
        let files = crate::support::files(&self.path(""));
        let lines = |under: &str| {
            let mut own: Vec<_> = files.iter().filter(|(name, _)| name.starts_with(under)).collect();
            own.sort_by_key(|(name, _)| PathBuf::from(name));
            own.into_iter().map(|(name, bytes)| digest_line(name, bytes)).collect::<String>()
        };
        let payload: Vec<_> = files.iter().filter(|(name, _)| name.starts_with("data/")).collect();
        let size: usize = payload.iter().map(|(_, bytes)| bytes.len()).sum();
        let info = fs::read_to_string(self.path("bag-info.txt")).unwrap();
        let agent = info.lines().next().unwrap();
        fs::write(self.path("bag-info.txt"), format!("{agent}\nPayload-Oxum: {size}.{}\n", payload.len()))
            .unwrap();
        fs::write(self.path("manifest-sha256.txt"), lines("data/")).unwrap();
        self.carry_tags();
    }

    /// Makes the tag manifest and the ledger bear out the bag's own files as they are now.
    pub(super) fn carry_tags(&self) {
        let files = crate::support::files(&self.path(""));
        let is_tag = |name: &str| {
            name.starts_with("mappings/")
                || ["bagit.txt", "bag-info.txt", "manifest-sha256.txt"].contains(&name)
        };
        let tags = files.iter().filter(|(name, _)| is_tag(name));
        let tags: String = tags.map(|(name, bytes)| digest_line(name, bytes)).collect();
        fs::write(self.path("tagmanifest-sha256.txt"), tags).unwrap();
        self.carry_ledger();
    }

    /// Makes the ledger bear out the files that later commands rewrite, as they are now.
    pub(super) fn carry_ledger(&self) {
        crate::support::note_files(&self.path(""));
    }

    /// Edits the ledger.
    pub(super) fn sql(&self, statements: &str) {
        crate::support::edit_ledger(&self.path(""), statements);
    }
}

/// The ids of the checks that find something.
pub(super) fn finders(verified: &Verified) -> BTreeSet<&'static str> {
    verified.findings.iter().map(|one| one.check).collect()
}

/// Whether a finding names a file.
pub(super) fn named(verified: &Verified, file: &str) -> bool {
    verified.findings.iter().any(|one: &VerifyFinding| one.file == file)
}

fn sha256(bytes: &[u8]) -> String {
    care2mosaic::target::hex(&Sha256::digest(bytes))
}

/// A line of a bag's manifest.
fn digest_line(name: &str, bytes: &[u8]) -> String {
    format!("{}  {name}\n", sha256(bytes))
}
