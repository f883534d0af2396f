"""Room on the disk: whether there is enough, and what a program takes for a while."""
import os
import shutil
import subprocess
import threading
from pathlib import Path

PER_PERSON = {"one-entity": 1_200, "case-files": 14_000}      # bytes of a drop, and of an output; measured, rounded up


def needed(setting, people):
    """Bytes that a part needs: the drop, an output, and what lies there for a while."""
    return int(people * PER_PERSON[setting] * 3.5) + 200_000_000


def check(folder, setting, people):
    """Says what is missing, or nothing."""
    free, wanted = shutil.disk_usage(folder).free, needed(setting, people)
    if free < wanted:
        return f"{folder} has {free / 1e9:.1f} GB free, and {people:,} people need about {wanted / 1e9:.1f} GB"
    return None


def size(*folders):
    """Bytes on the disk of all files under folders; what goes away while one looks counts nothing."""
    total = 0
    for folder in folders:
        for place, _, names in os.walk(folder):
            for name in names:
                try:
                    total += os.lstat(os.path.join(place, name)).st_blocks * 512
                except FileNotFoundError:
                    pass
    return total


def removed_but_open(pid):
    """Bytes of files that a process holds without a name."""
    total = 0
    try:
        for handle in Path(f"/proc/{pid}/fd").iterdir():
            if str(handle.readlink()).endswith(" (deleted)"):
                total += handle.stat().st_blocks * 512
    except OSError:
        pass
    return total


def peak_of(command, folders, environment, every=0.1):
    """The most that a run has on the disk at once under folders, in bytes. Looking costs time: such a run is not timed."""
    peak = 0
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    ended = threading.Event()
    threading.Thread(target=lambda: (child.wait(), ended.set()), daemon=True).start()
    try:
        while not ended.wait(every):
            peak = max(peak, size(*folders) + removed_but_open(child.pid))
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
    return max(peak, size(*folders))
