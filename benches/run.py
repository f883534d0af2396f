"""Measures care2mosaic against what people would use instead, and puts the table into README.md.

Makes the data (`care2mosaic synth`), runs ours and the peers (benches/peers/, installed from PyPI) in turn, n times each, and
prints medians, least and most, and ratios. Every run is kept in benches/results.json as soon as it is taken: a part that was
interrupted goes on where it stopped. What is made lies in a folder of its own that goes away, whatever happens.

A quick run, which only shows that it works:  python3 benches/run.py --people-a 20000 --people-b 1000 --scale 500,1000 -n 1 --readme none
"""
import argparse
import hashlib
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

from runner import machine, parts, table
from runner.peers import Peers
from runner.results import Results

PACKAGE = Path(__file__).resolve().parents[1]
PARTS = ("one-entity", "case-files", "threads", "scale")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", action="append", choices=PARTS, help="only this part (may be given several times)")
    parser.add_argument("--people-a", type=int, default=1_000_000, help="people of one-entity")
    parser.add_argument("--people-b", type=int, default=100_000, help="people of case-files and threads")
    parser.add_argument("--scale", type=sizes, default=[10_000, 100_000, 1_000_000], help="people of scale, with commas")
    parser.add_argument("-n", type=int, default=5, help="runs of each program")
    parser.add_argument("--threads", type=int, default=2, help="threads of the peers; ours takes all cores")
    parser.add_argument("--peer-memory", default="4GB", help="what DuckDB may use at most")
    parser.add_argument("--program", type=Path, help="care2mosaic, already built; else `cargo build --release` builds it")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()), help="where data are made for a while")
    parser.add_argument("--peers", type=Path, default=PACKAGE / "target/peers", help="virtual environment of the peers")
    parser.add_argument("--no-install", action="store_true", help="take the peers as they are installed, and install nothing")
    parser.add_argument("--results", type=Path, default=PACKAGE / "benches/results.json")
    parser.add_argument("--readme", default=str(PACKAGE / "README.md"), help="page that the table is put into, or `none`")
    given = parser.parse_args()
    given.package, given.parts = PACKAGE, given.part or PARTS
    if given.n < 1:
        parser.error("-n: expected 1 or more")
    return given


def sizes(text):
    return [int(size) for size in text.split(",")]


def program(given):
    """Ours, built if it was not named."""
    if given.program is None:
        subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=PACKAGE, check=True)
        given.program = PACKAGE / "target/release/care2mosaic"
    given.program = given.program.resolve()
    with open(given.program, "rb") as built:      # piece by piece: the largest process is to be the one that is measured
        digest = hashlib.file_digest(built, "sha256")
    return machine.version([given.program]), digest.hexdigest()[:16]


def say(text):
    print(text, file=sys.stderr, flush=True)


def main():
    given = arguments()
    if given.readme != "none":
        table.marked(Path(given.readme))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended; the same command goes on"))
    version, digest = program(given)
    peers = Peers(given.peers, install=not given.no_install)
    for told in peers.said:
        say(told)
    versions = {"care2mosaic": f"{version.split()[-1]} ({digest})", **{name.replace("_", "-"): found for name, found in peers.versions.items()}}
    bench = parts.Bench(given, peers, Results(given.results), machine.described() | {"versions": versions}, say)
    if machine.others_at_work() > 0.5:
        say("others are at work on this machine: figures are worth less")
    runs = {"one-entity": lambda: bench.against_peers("one-entity"), "case-files": lambda: bench.against_peers("case-files"),
            "threads": bench.threads, "scale": bench.scale}
    for name in given.parts:
        say(f"{name}:")
        runs[name]()
    made = table.page(bench.results.parts)
    print(made)
    if given.readme != "none" and not bench.failed:
        table.write(Path(given.readme), made)
    sys.exit("\n".join(bench.failed) or 0)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("interrupted; the same command goes on")
