"""One run of a program, with the operating system's own account of it."""
import os
import subprocess
import time


class Failed(Exception):
    """A program ended otherwise than it should; its time is none."""


def run(command, log, environment=None):
    """Runs a command to its end: wall and processor seconds, and the peak of its largest process in MB."""
    os.sync()       # nobody pays for what another left to be written
    with open(log, "wb") as out:
        begun = time.monotonic()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, env=environment)
        try:
            _, status, usage = os.wait4(child.pid, 0)
        except BaseException:
            child.kill()
            child.wait()
            raise
    wall = time.monotonic() - begun
    code = child.returncode = os.waitstatus_to_exitcode(status)
    if code != 0:
        with open(log, errors="replace") as told:
            end = told.read()[-2000:]
        raise Failed(f"ended with {code}: {' '.join(map(str, command))}\n{end}")
    return {"wall": wall, "user": usage.ru_utime, "system": usage.ru_stime, "peak_mb": usage.ru_maxrss * 1024 / 1e6}
