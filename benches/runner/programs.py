"""The programs that are held against each other, each as its transform and its proof."""
import os
import shutil
from dataclasses import dataclass, field


@dataclass
class Program:
    """A program's two commands on a drop; `{out}` is where the first writes and the second reads."""
    name: str
    transform: list
    verify: list
    versions: dict = field(default_factory=dict)

    def commands(self, out):
        place = {"{out}": str(out)}
        return [("transform", [place.get(word, word) for word in map(str, self.transform)]),
                ("verify", [place.get(word, word) for word in map(str, self.verify)])]


def ours(program, mappings, drop, threads=None, name="care2mosaic"):
    """Our own: `migrate` that leaves the proof to `reconcile`, attachments listed and not copied, as the peers do."""
    given = ["--quiet", "--no-progress"] + (["--threads", threads] if threads else [])
    return Program(name, [program, "migrate", drop, "--out", "{out}", "--mappings", mappings, "--no-reconcile", *given],
                   [program, "reconcile", "{out}", "--source", drop, *given])


def peers(setting, found, drop, memory, threads):
    """Those of the peers that can be run in a setting."""
    duckdb = ("one_entity_duckdb.py" if setting == "one-entity" else "case_files_duckdb.py", "--memory", memory, "--threads", threads)
    written = []
    if found.has("duckdb"):
        written.append(("DuckDB", duckdb, {"duckdb": found.versions["duckdb"]}))
    if setting == "one-entity" and found.has("polars", "polars_hash"):
        written.append(("Polars", ("one_entity_polars.py",), {"polars": found.versions["polars"], "polars_hash": found.versions["polars_hash"]}))
    return [Program(name, found.command(*script, drop, "{out}"), found.command(*script, "--verify", drop, "{out}"), versions)
            for name, script, versions in written]


def floor(drop):
    """One pass of `sha256sum` over every file of the drop."""
    return ["find", drop, "-type", "f", "-exec", "sha256sum", "{}", "+"]


def mappings_that_index(package, folder):
    """A copy of the mappings with attachments listed and not copied."""
    copy = folder / "mappings"
    shutil.copytree(package / "mappings", copy, dirs_exist_ok=True)
    policy = copy / "policy.toml"
    told = policy.read_text()
    assert 'documents = "copy"' in told, "the policy says how documents are kept"
    policy.write_text(told.replace('documents = "copy"', 'documents = "index"'))
    return copy


def environment(temporary, threads):
    """Variables of a measured run: files that lie there for a while go where they can be seen."""
    return dict(os.environ, TMPDIR=str(temporary), POLARS_TEMP_DIR=str(temporary), POLARS_MAX_THREADS=str(threads))
