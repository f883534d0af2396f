#!/usr/bin/env python3
"""A second verifier of output folders, written from PROOF.md alone with the standard library.

    verifier.py OUT                   manifests, bag, lists, and the root, from the folder alone
    verifier.py OUT --source EXPORT   also every case-file digest that can be computed from the export
    verifier.py --proof FILE          the inclusion proof of one case file
    verifier.py --vectors PROOF.md    the test vectors of the page

It prints what it found as JSON and ends with 0 if everything agrees, else with 3.
"""
import csv
import datetime
import hashlib
import hmac
import json
import pathlib
import re
import struct
import sys
import tomllib

NULL = object()


def sha256(data):
    return hashlib.sha256(data).digest()


# ---- the tree: PROOF.md, "The tree"

def leaf_hash(leaf):
    return sha256(b"\x00" + leaf)


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


def root(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(root(leaves[:split]), root(leaves[split:]))


def lead(digest, leaf, leaves, path):
    """The root that an audit path leads to, or None."""
    if leaf >= leaves:
        return None
    place, last, value = leaf, leaves - 1, leaf_hash(digest)
    for beside in path:
        if last == 0:
            return None
        if place % 2 == 1 or place == last:
            value = node_hash(beside, value)
            while place % 2 == 0 and place != 0:
                place //= 2
                last //= 2
        else:
            value = node_hash(value, beside)
        place //= 2
        last //= 2
    return value if last == 0 else None


# ---- digests: PROOF.md, "Digests"

def record_bytes(fields):
    """The bytes of a record: fields is a list of (name, text or None)."""
    out = struct.pack("<I", len(fields))
    for name, value in sorted(fields, key=lambda field: field[0].encode()):
        name, text = name.encode(), ("" if value is None else value).encode()
        out += struct.pack("<I", len(name)) + name + (b"\x00" if value is None else b"\x01")
        out += struct.pack("<I", len(text)) + text
    return out


def keyed(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def record_digest(key, entity, identity, fields):
    return keyed(key, b"record\0" + entity.encode() + b"\0" + identity.encode() + b"\0" + record_bytes(fields))


def case_file_digest(key, number, records):
    """records is a list of (entity, identity, digest)."""
    ordered = sorted(records, key=lambda one: (one[0].encode(), one[1].encode()))
    return keyed(key, b"case-file\0%d\0" % number + b"".join(digest for _, _, digest in ordered))


# ---- normal forms: PROOF.md, "Normal forms"

SENTINELS = {"1900-01-01", "0001-01-01", "1753-01-01", "9999-12-31", "2079-06-06", "2300-01-01"}


def last_sunday(year, month):
    day = datetime.datetime(year, month, 31)
    return day - datetime.timedelta(days=(day.weekday() + 1) % 7)


def wall_time(text):
    """Universal time as the clock in London shows it; the rule of the years since 1996."""
    time = datetime.datetime.strptime(text[:19], "%Y-%m-%d %H:%M:%S")
    if time.year < 1996:
        raise NotComputable("a time before 1996")
    start = last_sunday(time.year, 3) + datetime.timedelta(hours=1)
    end = last_sunday(time.year, 10) + datetime.timedelta(hours=1)
    if start <= time < end:
        time += datetime.timedelta(hours=1)
    return time.strftime("%Y-%m-%d %H:%M:%S")


class NotComputable(Exception):
    """This verifier does not know how."""


def normal(value, column, status, steps):
    """The normal form of a value of the export; value is NULL or a text."""
    if value is NULL:
        return None
    kind = column["TYPE"]
    if kind == "guid":
        return value.strip().lower() or None
    if kind == "date" or kind.startswith("datetime"):
        text = value.strip()
        if text[:10] in SENTINELS or not text:
            return None
        return text if kind == "date" else wall_time(text)
    if kind in ("bit", "int"):
        return (str(int(value)) if value.strip() else None)
    if kind.startswith("decimal") or kind == "money":
        return "%.2f" % float(value) if value.strip() else None
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    if status == "remainder":
        return text
    for step in steps:
        if step == "digits":
            text = re.sub(r"\s", "", text)
        elif step == "postcode":
            compact = re.sub(r"\s", "", text).upper()
            known = re.fullmatch(r"[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}", compact)
            text = compact[:-3] + " " + compact[-3:] if known or compact == "GIR0AA" else text.strip()
        elif step == "uprn":
            text = text.strip().lstrip("0")
        elif step == "upn":
            text = text.upper()
            text = "" if re.fullmatch(r"UN[1-9]", text) else text
        elif step == "trim":
            text = text.strip()
        elif step in ("html", "markup"):
            raise NotComputable("markup")
    return text or None


# ---- reading

def import_rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def export_rows(path):
    """Rows of a table of the standard drop: an empty field without quotes is null, one with quotes is the empty text."""
    with open(path, encoding="utf-8", newline="") as file:
        data = file.read()
    data += "" if data.endswith("\n") else "\n"
    records, record, field, quoted, was_quoted, at = [], [], [], False, False, 0
    while at < len(data):
        c = data[at]
        if quoted:
            if c == '"' and data[at + 1:at + 2] == '"':
                field.append('"')
                at += 1
            elif c == '"':
                quoted = False
            else:
                field.append(c)
        elif c == '"':
            quoted = was_quoted = True
        elif c in ",\n":
            text = "".join(field)
            if c == "\n" and not was_quoted:
                text = text.rstrip("\r")
            record.append(NULL if not text and not was_quoted else text)
            field, was_quoted = [], False
            if c == "\n":
                records.append(record)
                record = []
        elif not (c == "\r" and was_quoted):
            field.append(c)
        at += 1
    header = records[0]
    return [dict(zip(header, row)) for row in records[1:] if len(row) == len(header)]


class Verifier:
    def __init__(self, out):
        self.out, self.findings = pathlib.Path(out), []
        self.told = {}

    def find(self, file, what):
        self.findings.append({"file": str(file), "expected": what})

    def folder(self):
        self.bag("manifest-sha256.txt", self.files("data"))
        tags = self.files("mappings") | {"bag-info.txt", "bagit.txt", "manifest-sha256.txt"}
        self.bag("tagmanifest-sha256.txt", tags)
        for manifest in sorted(self.out.glob("data/batches/*/manifest.json")):
            self.batch(manifest)
        self.root()

    def files(self, under):
        return {str(path.relative_to(self.out)) for path in (self.out / under).rglob("*") if path.is_file()}

    def bag(self, name, there):
        listed = {}
        for line in (self.out / name).read_text(encoding="utf-8").splitlines():
            digest, _, path = line.partition("  ")
            listed[path.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")] = digest
        for path in sorted(there | set(listed)):
            file = self.out / path
            if path not in listed:
                self.find(path, f"no file that {name} does not list")
            elif not file.is_file() or sha256(file.read_bytes()).hex() != listed[path]:
                self.find(path, f"SHA-256 {listed[path]} of {name}")

    def batch(self, path):
        manifest = json.loads(path.read_text(encoding="utf-8"))
        listed = {file["path"]: file for file in manifest["files"]}
        there = {str(file.relative_to(path.parent)) for file in path.parent.rglob("*") if file.is_file()}
        for name in sorted((there - {"manifest.json"}) | set(listed)):
            file = path.parent / name
            if name not in listed or not file.is_file():
                self.find(file.relative_to(self.out), "the files that manifest.json lists")
                continue
            data, own = file.read_bytes(), listed[name]
            if len(data) != own["bytes"] or sha256(data).hex() != own["sha256"]:
                self.find(file.relative_to(self.out), "size and SHA-256 of manifest.json")
            elif own["rows"] is not None and len(import_rows(file)) != own["rows"]:
                self.find(file.relative_to(self.out), f"{own['rows']} rows")

    def root(self):
        self.case_files = import_rows(self.out / "reconciliation/case-files.csv")
        self.joining = import_rows(self.out / "reconciliation/joining.csv")
        leaves = [bytes.fromhex(line["DIGEST"]) for line in self.case_files if line["DIGEST"]]
        leaves += [bytes.fromhex(line["DIGEST"]) for line in self.joining]
        self.told["root"], self.told["leaves"] = root(leaves).hex(), len(leaves)
        document = json.loads((self.out / "reconciliation/root.json").read_text(encoding="utf-8"))
        report = json.loads((self.out / "reconciliation/report.json").read_text(encoding="utf-8"))
        own = (self.told["root"], self.told["leaves"])
        if (document["root"], document["leaves"]) != own:
            self.find("reconciliation/root.json", f"root {own[0]} over {own[1]} leaves")
        if (report["root"]["value"], report["root"]["leaves"]) != own:
            self.find("reconciliation/report.json", f"root {own[0]} over {own[1]} leaves")

    def source(self, export):
        """Every case file whose rows all name their person directly, with nothing merged or turned away; attached files."""
        Source(self, pathlib.Path(export)).compare()
        self.attached(pathlib.Path(export))

    def attached(self, export):
        """Path and SHA-256 of every attached file against those of the root document."""
        report = json.loads((self.out / "reconciliation/report.json").read_text(encoding="utf-8"))
        copy = sorted((self.out / "mappings").iterdir())[-1]
        profile = copy / "profiles" / (report["mappings"]["profile"] + ".toml")
        profile = tomllib.loads(profile.read_text(encoding="utf-8"))
        folder = profile["documents"]["folder"]
        files = [file for file in (export / folder).rglob("*") if file.is_file()]
        files = {file.relative_to(export).as_posix(): file for file in files}
        left_out = [rule["pattern"].lower() for rule in profile["ignore"]]
        for path in [path for path in files if any(pathlib.PurePath("/" + path.lower()).match(one) for one in left_out)]:
            del files[path]
        own = {told: sha256(files[path].read_bytes()).hex() for path, told in told_paths(folder, files).items()}
        document = json.loads((self.out / "reconciliation/root.json").read_text(encoding="utf-8"))
        listed = {one["path"]: one["sha256"] for one in document["sources"] if one["path"].startswith(folder + "/")}
        self.told["attached"] = len(own)
        for path in sorted(own.keys() | listed.keys()):
            if own.get(path) != listed.get(path):
                self.find("reconciliation/root.json", f"{path} with SHA-256 {own.get(path)}")


# ---- how attached files are told: PROOF.md, "Files"

ENDINGS = set("""bmp csv doc docm docx dot dotx eml gif heic htm html jpeg jpg m4a mov mp3 mp4 msg odp ods odt pdf png ppt pptx
rtf tif tiff txt wav webp xls xlsx xml zip""".split())
KEY = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def ending(name):
    last = name.rpartition(".")[2].lower() if "." in name else ""
    return "." + last if last in ENDINGS else ""


def told_paths(folder, paths):
    """How each path below the folder is told."""
    names = {}
    for path in paths:
        parts = path[len(folder) + 1:].split("/")
        for place, name in enumerate(parts):
            if not KEY.fullmatch(name[:len(name) - len(ending(name))]):
                names.setdefault(tuple(parts[:place]), set()).add(name.encode())
    names = {above: sorted(own) for above, own in names.items()}

    def told(parts, place):
        name, own = parts[place], names.get(tuple(parts[:place]), [])
        if name.encode() not in own:
            return name
        return str(own.index(name.encode()) + 1) + (ending(name) if place == len(parts) - 1 else "")

    parted = {path: path[len(folder) + 1:].split("/") for path in paths}
    return {path: "/".join([folder, *(told(parts, place) for place in range(len(parts)))])
            for path, parts in parted.items()}


class Source:
    def __init__(self, verifier, export):
        self.verifier, self.out, self.export = verifier, verifier.out, export
        self.key = (self.out / "proof.key").read_bytes()
        copy = sorted((self.out / "mappings").iterdir())[-1]
        self.columns = {}
        with open(copy / "dictionary.csv", encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                self.columns.setdefault(line["TABLE"], {})[line["COLUMN"]] = line
        self.mappings = {}
        for path in copy.glob("*.toml"):
            mapping = tomllib.loads(path.read_text(encoding="utf-8"))
            if "entity" in mapping:
                self.mappings[mapping["entity"]] = mapping
        report = json.loads((self.out / "reconciliation/report.json").read_text(encoding="utf-8"))
        self.fields = {}
        for field in report["fields"]:
            if field["status"] in ("carried", "remainder"):
                self.fields.setdefault(field["entity"], {})[field["column"]] = field["status"]
        self.away = {(line["ENTITY"], line["SOURCE_ID"]) for line in import_rows(self.out / "exceptions/values.csv")}

    def steps(self, entity):
        """The steps that lead a column to a cell, by column."""
        found = {}

        def look(node):
            if isinstance(node, dict):
                if isinstance(node.get("from"), str) and isinstance(node.get("steps"), list):
                    names = [step if isinstance(step, str) else
                             ("upn" if step.get("check") == "upn" else next(iter(step))) for step in node["steps"]]
                    found.setdefault(node["from"], names)
                for value in node.values():
                    look(value)
            elif isinstance(node, list):
                for value in node:
                    look(value)

        look({name: part for name, part in self.mappings[entity].items() if name not in ("remainder", "example")})
        return found

    def direct(self):
        """Entities whose records name their person: key, column of the person, whether they join two case files."""
        for entity, mapping in sorted(self.mappings.items()):
            owner = mapping.get("owner")
            own = entity == "Person" or (isinstance(owner, dict) and set(owner) == {"person"})
            if own and (self.export / f"{entity}.csv").is_file():
                person = "PersonId" if entity == "Person" else owner["person"]
                yield entity, mapping["key"], person, "joins" in mapping

    def compare(self):
        people = {row["PersonId"].lower(): row for row in export_rows(self.export / "Person.csv")
                  if row["PersonId"] is not NULL}
        self.masters = {key: row["MasterId"].lower() for key, row in people.items() if row["MasterId"] is not NULL}
        records, joining = {}, {}
        for entity, key, owner, joins in self.direct():
            steps = self.steps(entity)
            for row in export_rows(self.export / f"{entity}.csv"):
                if row[owner] is NULL or row[key] is NULL or row[owner].lower() not in people:
                    continue
                identity = row[key].lower()
                try:
                    digest = None if (entity, identity) in self.away else self.record(entity, identity, row, steps)
                except (NotComputable, ValueError):
                    digest = None
                if joins:
                    joining[entity, identity] = digest
                name = None if joins else entity
                records.setdefault(row[owner].lower(), []).append((name, identity, digest))
        numbers = {int(row["PersonNumber"]): key for key, row in people.items() if row["PersonNumber"] is not NULL}
        computed = skipped = 0
        for line in self.verifier.case_files:
            if not line["DIGEST"]:
                continue
            own = records.get(numbers.get(int(line["CASE_FILE"])), [])
            whole = len(own) == int(line["READ"]) == int(line["MIGRATED"])
            if not whole or any(digest is None for entity, _, digest in own if entity):
                skipped += 1
                continue
            computed += 1
            own = [one for one in own if one[0] is not None]
            if case_file_digest(self.key, int(line["CASE_FILE"]), own).hex() != line["DIGEST"]:
                self.verifier.find("reconciliation/case-files.csv", f"the digest of case file {line['CASE_FILE']}")
        for line in self.verifier.joining:
            digest = joining.get((line["ENTITY"], line["SOURCE_ID"]))
            if digest is not None and digest.hex() != line["DIGEST"]:
                self.verifier.find("reconciliation/joining.csv", f"the digest of {line['SOURCE_ID']}")
        self.verifier.told["joining_computed"] = sum(digest is not None for digest in joining.values())
        self.verifier.told["computed"], self.verifier.told["not_computed"] = computed, skipped

    def record(self, entity, identity, row, steps):
        columns, fields = self.columns[entity], []
        for name, status in self.fields.get(entity, {}).items():
            value = normal(row.get(name, NULL), columns[name], status, steps.get(name, []))
            if columns[name]["REFERS_TO"] == "Person" and value in self.masters:
                raise NotComputable("a person who was merged")
            fields.append((name, value))
        return record_digest(self.key, entity, identity, fields)


def check_proof(path):
    proof = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    way = [bytes.fromhex(beside) for beside in proof["path"]]
    found = lead(bytes.fromhex(proof["digest"]), proof["leaf"], proof["leaves"], way)
    return found is not None and found.hex() == proof["root"]


def check_vectors(page):
    """The JSON block of the page that begins with "vectors"."""
    text = pathlib.Path(page).read_text(encoding="utf-8")
    vectors = json.loads(re.search(r"```json\n(\{\s*\"vectors\".*?)```", text, re.S).group(1))["vectors"]
    wrong = []
    key = bytes.fromhex(vectors["proof_key"])
    for one in vectors["records"]:
        fields = [(name, value) for name, value in one["fields"].items()]
        if record_bytes(fields).hex() != one["record_bytes"]:
            wrong.append(one["identity"] + " bytes")
        if record_digest(key, one["entity"], one["identity"], fields).hex() != one["digest"]:
            wrong.append(one["identity"])
    for one in vectors["case_files"]:
        records = [(entity, identity, bytes.fromhex(digest)) for entity, identity, digest in one["records"]]
        if case_file_digest(key, one["case_file"], records).hex() != one["digest"]:
            wrong.append(str(one["case_file"]))
    for one in vectors["trees"]:
        if root([bytes.fromhex(leaf) for leaf in one["leaves"]]).hex() != one["root"]:
            wrong.append(f"a tree of {len(one['leaves'])} leaves")
    return wrong


def main(arguments):
    if arguments in (["--help"], ["-h"]):
        print(__doc__.strip())
        return 0
    form = [argument if argument.startswith("-") else "A" for argument in arguments]
    if form not in (["A"], ["A", "--source", "A"], ["--proof", "A"], ["--vectors", "A"]):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    if arguments[0] == "--proof":
        told, agrees = {}, check_proof(arguments[1])
    elif arguments[0] == "--vectors":
        told = {"wrong": check_vectors(arguments[1])}
        agrees = not told["wrong"]
    else:
        verifier = Verifier(arguments[0])
        verifier.folder()
        if arguments[1:2] == ["--source"]:
            verifier.source(arguments[2])
        told = {**verifier.told, "findings": verifier.findings}
        agrees = not verifier.findings
    print(json.dumps(told, indent=2))
    return 0 if agrees else 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
