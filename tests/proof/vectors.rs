//! The test vectors of the page.

use care2mosaic::reconcile::digest::{Digest, Digester, MerkleTree, RecordBytes};
use care2mosaic::target::hex;
use serde_json::Value;

const PAGE: &str = include_str!("../../PROOF.md");

fn vectors() -> Value {
    let (_, rest) = PAGE.split_once("```json\n").unwrap();
    let (json, _) = rest.split_once("```").unwrap();
    serde_json::from_str::<Value>(json).unwrap()["vectors"].take()
}

fn bytes(value: &Value) -> Digest {
    let text = value.as_str().unwrap();
    let mut digest = [0; 32];
    for (place, byte) in digest.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * place..2 * place + 2], 16).unwrap();
    }
    digest
}

#[test]
fn records_and_case_files_have_the_digests_of_the_page() {
    let vectors = vectors();
    let digester = Digester::new(&bytes(&vectors["proof_key"]));
    for one in vectors["records"].as_array().unwrap() {
        let fields = one["fields"].as_object().unwrap();
        let (entity, identity) = (one["entity"].as_str().unwrap(), one["identity"].as_str().unwrap());
        let mut record = RecordBytes::new();
        record.begin(entity, identity, fields.len());
        let mut names: Vec<_> = fields.keys().collect();
        names.sort();
        for name in names {
            record.field(name, fields[name].as_str());
        }
        let prefix = format!("record\0{entity}\0{identity}\0").len();
        assert_eq!(hex(&record.as_bytes()[prefix..]), one["record_bytes"].as_str().unwrap());
        assert_eq!(hex(&digester.record(&record)), one["digest"].as_str().unwrap());
    }
    for one in vectors["case_files"].as_array().unwrap() {
        let mut digest = digester.case_file(one["case_file"].as_u64().unwrap());
        one["records"].as_array().unwrap().iter().for_each(|record| digest.add(&bytes(&record[2])));
        assert_eq!(hex(&digest.finish()), one["digest"].as_str().unwrap());
    }
}

#[test]
fn trees_have_the_roots_of_the_page() {
    for one in vectors()["trees"].as_array().unwrap() {
        let mut tree = MerkleTree::new();
        one["leaves"].as_array().unwrap().iter().for_each(|leaf| tree.push(&bytes(leaf)));
        assert_eq!(hex(&tree.root()), one["root"].as_str().unwrap());
    }
}
