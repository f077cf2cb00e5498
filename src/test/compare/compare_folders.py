"""Compares two folders that runs have left, times and environment apart. Says what differs; exit status 1 if anything does."""

import json
import re
import sys
from pathlib import Path

# The program of the old commit may have no checkpoints.
IGNORED = {"environment.json", "report.html", "checkpoint.safetensors"}
# Keys that the task uniform no longer shows; files with them are still read.
UNSHOWN = ("copy_teacher_weights: false", "copy_teacher_voltages: false")
TIMES = re.compile(r"^(seconds|microseconds_per_.*)$")


def table(path):
    """The rows of a csv file without the columns of times."""
    rows = [line.split(",") for line in path.read_text().splitlines()]
    kept = [i for i, name in enumerate(rows[0]) if not name.startswith("seconds")]
    # A quoted cell with commas makes rows longer: cut the times from the end.
    return [[row[i] for i in kept] if len(row) == len(rows[0]) else row[: len(row) - (len(rows[0]) - len(kept))] for row in rows]


def without_times(value):
    if isinstance(value, dict):
        return {key: without_times(inner) for key, inner in value.items() if not TIMES.match(key)}
    return [without_times(inner) for inner in value] if isinstance(value, list) else value


def key_order(value):
    return [(key, key_order(inner)) for key, inner in value.items()] if isinstance(value, dict) else None


def configuration(old, new):
    """Lines of the new configuration that the old one lacks may add keys; all others must be the same, comments apart."""
    old, new = ([re.sub(r"\s+#.*", "", line) for line in lines if not line.startswith("#")] for lines in (old, new))
    added = [line for line in new if line not in old]
    return [line for line in old if line not in new and line not in UNSHOWN], added


def main(old, new):
    faults, notes = [], []
    names = {p.relative_to(root) for root in (old, new) for p in root.rglob("*") if p.is_file()}
    for name in sorted(names):
        if name.name in IGNORED:
            continue
        a, b = old / name, new / name
        if not (a.exists() and b.exists()):
            faults.append(f"{name}: only in {'the old' if a.exists() else 'the new'} folder")
        elif name.name == "configuration.yaml":
            lost, added = configuration(a.read_text().splitlines(), b.read_text().splitlines())
            faults += [f"{name}: lost {line}" for line in lost]
            notes += added
        elif name.suffix == ".csv":
            if table(a) != table(b):
                faults.append(f"{name}: rows differ")
        elif name.suffix == ".json":
            x, y = (without_times(json.loads(p.read_text())) for p in (a, b))
            if x != y or key_order(x) != key_order(y):
                faults.append(f"{name}: {x} / {y}")
        elif a.read_bytes() != b.read_bytes():
            faults.append(f"{name}: bytes differ")
    for line in sorted(set(notes)):
        print("  new in configurations:", line)
    for fault in faults:
        print("  ", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
