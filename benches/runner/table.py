"""The results as Markdown, and their place in a page."""
from .results import median, spread

BEGIN, END = "<!-- benches: made by benches/run.py -->", "<!-- benches: end -->"
TITLES = {"one-entity": "All columns of Person", "case-files": "Whole case files"}
OURS = {"transform": "migrate", "verify": "reconcile"}


def page(parts):
    """All parts that were measured."""
    blocks = [against_peers(name, parts[name]) for name in TITLES if usable(parts.get(name))]
    blocks += [threads(parts["threads"])] if usable(parts.get("threads")) else []
    sizes = sorted((part["figures"]["people"], part) for name, part in parts.items() if name.startswith("scale ") and usable(part))
    blocks += [scale([part for _, part in sizes])] if sizes else []
    return "\n\n".join(blocks)


def usable(part):
    return part and part["finished"] and any(part["runs"].values())


def machine(part):
    about = part["setting"]
    return f"{about['processor']}, {about['cores']} cores, {about['memory_gb']} GB, {about['system']}"


def grid(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def against_peers(name, part):
    """A row a program and command: wall seconds, throughput, memory, disk, and the ratio to the faster peer."""
    runs, size, rows = part["runs"], part["figures"], []
    for key, taken in runs.items():
        least, middle, most = spread(taken, "wall")
        program, _, command = key.partition(" ")
        cells = [called(program, command), f"{least:.1f} / {middle:.1f} / {most:.1f}", f"{size['bytes'] / 1e6 / middle:.0f}",
                 f"{median(taken, 'user') + median(taken, 'system'):.1f}", f"{spread(taken, 'peak_mb')[2]:.0f}",
                 temporary(size, program, command), ratio(runs, program, command)]
        rows.append(cells)
    about = part["setting"]
    title = f"**{TITLES[name]}**: {size['people']:,} people, {size['records']:,} records, {size['bytes'] / 1e6:,.0f} MB"
    versions = "; ".join(f"{name} {version}" for name, version in about["versions"].items())
    count = max(len(taken) for taken in runs.values())
    told = f"{count} runs each, in turn. {machine(part)}. {versions}." + "".join(f" {note}." for note in part["notes"])
    head = ["", "wall s, min / median / max", "MB/s", "CPU s", "peak MB", "temporary MB", "× the faster peer"]
    return f"{title}\n\n{grid(head, rows)}\n\n{told}"


def called(program, command):
    if program == "care2mosaic":
        return f"`{OURS[command]}`"
    return f"{program} {command}".strip() if command else f"`{program}`"


def temporary(size, program, command):
    found = size.get("temporary", {}).get(program)
    return f"{found[command] / 1e6:.0f}" if found else ""


def ratio(runs, program, command):
    """Our median by that of the fastest peer."""
    others = [median(taken, "wall") for key, taken in runs.items() if key.endswith(f" {command}") and not key.startswith(program)]
    if program != "care2mosaic" or not others:
        return ""
    return f"{median(runs[f'{program} {command}'], 'wall') / min(others):.2f}"


def threads(part):
    """What a second thread gives."""
    rows = []
    for command, name in OURS.items():
        one, two = (median(part["runs"][f"threads {count} {command}"], "wall") for count in (1, 2))
        rows.append([f"`{name}`", f"{one:.1f}", f"{two:.1f}", f"{one / two:.2f}"])
    size = part["figures"]
    title = f"**A second thread**: {size['people']:,} people, {size['bytes'] / 1e6:,.0f} MB"
    return f"{title}\n\n{grid(['', '1 thread, s', '2 threads, s', 'times as fast'], rows)}"


def scale(parts):
    """What a record costs, by size."""
    rows = []
    for part in parts:
        runs, size = part["runs"], part["figures"]
        cells = [f"{size['people']:,}", f"{size['records']:,}", f"{size['bytes'] / 1e6:,.0f}"]
        for command in OURS:
            taken = runs[f"care2mosaic {command}"]
            wall, cpu = median(taken, "wall"), median(taken, "user") + median(taken, "system")
            cells += [f"{wall / size['records'] * 1e6:.1f} / {cpu / size['records'] * 1e6:.1f}", f"{spread(taken, 'peak_mb')[2]:.0f}"]
        rows.append(cells)
    head = ["people", "records", "MB", "`migrate`, µs a record, wall / CPU", "peak MB", "`reconcile`, µs a record, wall / CPU", "peak MB"]
    return f"**Scale**: whole case files\n\n{grid(head, rows)}"


def marked(path):
    """The page, if it has a place for the table."""
    text = path.read_text(encoding="utf-8")
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        raise SystemExit(f"{path}: expected the lines {BEGIN!r} and {END!r} once each")
    return text


def write(path, table):
    """Puts the table between its markers on a page; nothing else on it is touched."""
    before, _, rest = marked(path).partition(BEGIN)
    after = rest.partition(END)[2]
    path.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}", encoding="utf-8")
