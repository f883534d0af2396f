"""What the figures were taken on."""
import os
import platform
import subprocess


def described():
    """Processor, memory and system, as one would tell a colleague."""
    return {"processor": processor(), "cores": len(os.sched_getaffinity(0)), "memory_gb": round(memory() / 1e9),
            "system": f"{platform.system()} {platform.release().split('-')[0]}", "python": platform.python_version()}


def processor():
    try:
        with open("/proc/cpuinfo") as told:
            return next(line.split(":", 1)[1].strip() for line in told if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def memory():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def version(command):
    """What a program says of itself."""
    return subprocess.run([*command, "--version"], capture_output=True, text=True, check=True).stdout.strip().splitlines()[0]


def others_at_work():
    """How many processes wish to run now; figures beside a busy neighbour are worth little."""
    return os.getloadavg()[0]
