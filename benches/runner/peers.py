"""The peers: Python programs in a virtual environment of their own."""
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[1] / "peers"
PACKAGES = ("duckdb", "polars", "polars_hash")


class Peers:
    """The environment, and what of it can be used."""

    def __init__(self, folder, install):
        self.python = folder / "bin" / "python"
        self.said = []
        if install:
            self.install(folder)
        self.versions = {name: found for name in PACKAGES if (found := self.version(name))}
        for name in PACKAGES:
            if name not in self.versions:
                self.said.append(f"not run: {name} is missing")

    def install(self, folder):
        if not self.python.exists():
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pinned = (HERE / "requirements.txt").read_text().split()
        for wanted in pinned:
            if not self.pip(wanted):
                name = wanted.split("==")[0]
                had = "its newest release is used" if self.pip(name) else "nor can any other release"
                self.said.append(f"{wanted} cannot be had; {had}")

    def pip(self, wanted):
        command = [self.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wanted]
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0

    def version(self, name):
        """The version of a package that can be imported, else nothing."""
        if not self.python.exists():
            return None
        code = f"import {name}; from importlib.metadata import version; print(version('{name.replace('_', '-')}'))"
        told = subprocess.run([self.python, "-c", code], capture_output=True, text=True)
        return told.stdout.strip() if told.returncode == 0 else None

    def has(self, *names):
        return all(name in self.versions for name in names)

    def command(self, script, *arguments):
        return [self.python, HERE / script, *arguments]
