"""The parts of a run: each makes its data, measures, and takes everything away again."""
import contextlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import disk, measured, programs


class Bench:
    """What all parts need."""

    def __init__(self, given, peers, results, about, say):
        self.given, self.peers, self.results, self.about, self.say = given, peers, results, about, say
        self.failed = []

    def part(self, name, run, setting, kind, people):
        """Runs a part in a folder that goes away with it; a part without room on the disk is not run."""
        short = disk.check(self.given.work, kind, people)
        if short:
            self.failed.append(f"{name} is not run: {short}")
            self.say(self.failed[-1])
            return
        part = self.results.begin(name, setting | self.about)
        with tempfile.TemporaryDirectory(prefix="care2mosaic-bench-", dir=self.given.work) as folder:
            run(part, Path(folder))
        self.results.end(part)

    def drop(self, folder, people, only=()):
        """A synthetic drop: its folder, and its size in records and bytes."""
        drop = folder / "drop"
        told = subprocess.run([self.given.program, "synth", drop, "--people", str(people), "--json", *only], check=True, capture_output=True)
        told = json.loads(told.stdout)
        return drop, {"people": people, "records": sum(told["tables"].values()), "bytes": told["bytes"]}

    def once(self, part, program, folder, threads):
        """A transform and its proof, each measured; what they wrote is removed."""
        out, temporary = folder / "out", folder / "temporary"
        temporary.mkdir()
        try:
            for name, command in program.commands(out):
                figures = measured.run(command, folder / "log", programs.environment(temporary, threads))
                self.results.add(part, f"{program.name} {name}", figures)
                self.say(f"  {program.name} {name}: {figures['wall']:.1f} s, {figures['peak_mb']:.0f} MB")
        finally:
            shutil.rmtree(out, ignore_errors=True)
            shutil.rmtree(temporary)

    def rounds(self, part, all_programs, folder, threads, before=None):
        """Rounds of all programs in turn, each round beginning with another, until each has its n runs."""
        working = list(all_programs)
        for number in range(self.given.n):
            if before:
                before(number)
            turn = number % max(len(working), 1)
            for program in working[turn:] + working[:turn]:
                if len(part["runs"].get(f"{program.name} verify", [])) > number:
                    continue
                del part["runs"].setdefault(f"{program.name} transform", [])[number:]      # of a round that was interrupted
                with self.told(part, program, working):
                    self.once(part, program, folder, threads)

    @contextlib.contextmanager
    def told(self, part, program, working):
        """A program that fails is told of, and takes no further part."""
        try:
            yield
        except measured.Failed as failed:
            working.remove(program)
            part["runs"] = {key: runs for key, runs in part["runs"].items() if not key.startswith(f"{program.name} ")}
            part["notes"].append(f"{program.name} failed and is not measured")
            self.failed.append(f"{program.name} {failed}")
            self.say(self.failed[-1])

    def against_peers(self, name):
        """Ours and the peers in turn, with one pass of sha256sum as the floor."""
        people = self.given.people_a if name == "one-entity" else self.given.people_b
        only = ("--only", "Person") if name == "one-entity" else ()

        def run(part, folder):
            drop, size = self.drop(folder, people, only)
            part["figures"] = size
            mappings = programs.mappings_that_index(self.given.package, folder)
            of_all = [programs.ours(self.given.program, mappings, drop)]
            of_all += programs.peers(name, self.peers, drop, self.given.peer_memory, self.given.threads)
            part["notes"] = list(self.peers.said)

            def floor(number):
                if len(part["runs"].get("sha256sum", [])) <= number:
                    self.results.add(part, "sha256sum", measured.run(programs.floor(drop), folder / "log"))

            self.rounds(part, of_all, folder, self.given.threads, floor)
            part["figures"]["temporary"] = {program.name: self.temporary(program, folder) for program in of_all
                                            if f"{program.name} verify" in part["runs"]}

        self.part(name, run, {"people": people, "threads": self.given.threads}, name, people)

    def temporary(self, program, folder):
        """Bytes that each command has on the disk for a while, beside what it leaves; one run more, which is not timed."""
        out, temporary, found = folder / "out", folder / "temporary", {}
        temporary.mkdir()
        try:
            for name, command in program.commands(out):
                peak = disk.peak_of(command, (out, temporary), programs.environment(temporary, self.given.threads))
                found[name] = max(peak - disk.size(out), 0)
        finally:
            shutil.rmtree(out, ignore_errors=True)
            shutil.rmtree(temporary)
        return found

    def threads(self):
        """Ours with one thread and with two."""
        def run(part, folder):
            drop, part["figures"] = self.drop(folder, self.given.people_b)
            mappings = programs.mappings_that_index(self.given.package, folder)
            both = [programs.ours(self.given.program, mappings, drop, str(count), f"threads {count}") for count in (1, 2)]
            self.rounds(part, both, folder, 2)

        self.part("threads", run, {"people": self.given.people_b}, "case-files", self.given.people_b)

    def scale(self):
        """Ours at several sizes, one at a time: what a record costs, and the memory."""
        for people in self.given.scale:
            def run(part, folder, people=people):
                drop, part["figures"] = self.drop(folder, people)
                mappings = programs.mappings_that_index(self.given.package, folder)
                self.rounds(part, [programs.ours(self.given.program, mappings, drop)], folder, self.given.threads)

            self.part(f"scale {people}", run, {"people": people, "threads": self.given.threads}, "case-files", people)
