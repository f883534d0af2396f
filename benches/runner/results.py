"""Raw results: every run of every program, kept as soon as it is taken."""
import json
import os
import statistics


class Results:
    """A file of parts; a part that was interrupted goes on where it stopped if nothing else has changed."""

    def __init__(self, path):
        self.path = path
        self.parts = json.loads(path.read_text())["parts"] if path.exists() else {}

    def begin(self, name, setting):
        """The part's runs so far: those of an unfinished part under the same setting, else none."""
        part = self.parts.get(name)
        if not part or part["finished"] or part["setting"] != setting:
            part = self.parts[name] = {"setting": setting, "finished": False, "runs": {}, "figures": {}, "notes": []}
        self.keep()
        return part

    def add(self, part, key, figures):
        part["runs"].setdefault(key, []).append({name: round(value, 3) for name, value in figures.items()})
        self.keep()

    def end(self, part):
        part["finished"] = True
        self.keep()

    def keep(self):
        beside = self.path.with_suffix(".new")
        beside.write_text(json.dumps({"format": 1, "parts": self.parts}, indent=1) + "\n")
        os.replace(beside, self.path)


def spread(runs, figure):
    """Least, median and most of a figure."""
    values = [run[figure] for run in runs]
    return min(values), statistics.median(values), max(values)


def median(runs, figure):
    return spread(runs, figure)[1]
