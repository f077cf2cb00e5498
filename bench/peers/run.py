#!/usr/bin/env python3
"""PAL4J beside what users of other systems write: C left to the compiler, Numba, JAX and PyTorch 2 (eager and compiled), in one run.

    python3 bench/peers/run.py                 # one thread; five to twelve minutes
    python3 bench/peers/run.py --write         # and writes the table into README.md and docs/performance.md
    python3 bench/peers/run.py --only lenet --threads 2

Every contender is a process of its own, pinned to the same processor. First each computes a short run from the same weights, inputs and noise, and its
weights are compared with PAL4J's; one whose weights are others is not measured. Then they run in turn, in both orders, until the medians of each
agree. Those that are not installed are left out, and how to install them is printed. Needs nothing beyond Python itself.
"""

import argparse
import array
import datetime
import json
import os
import platform
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
COLUMNS = ["C", "Numba", "JAX", "PyTorch eager", "PyTorch compiled", "PAL4J", "PAL4J dense"]
MODULES = {"Numba": ("numba", "numba"), "JAX": ("jax", '"jax[cpu]"'), "PyTorch eager": ("torch", "torch"), "PyTorch compiled": ("torch", "torch")}
CIRCUITS = [("4-30-3", 1), ("4-30-3", 16), ("5-20-10-20-5", 1), ("5-20-10-20-5", 16), ("784-100-10", 1)]
RATES = [(network, algorithm) for network in ("autoencoder", "lenet") for algorithm in ("PAL", "BP", "FA")]
PRESENTATION = 100
SAMPLE = 0.15  # seconds
WINDOW = 4  # samples of which a median is taken; two such medians must agree
BAND = 1.04
MOST_ROUNDS = 20
MARKERS = ("<!-- peers: written by bench/peers/run.py --write -->", "<!-- /peers -->")


class Failed(Exception):
    pass


class Contender:
    """A process that answers `run N` with the microseconds that N units took."""

    def __init__(self, column, command, environment, errors):
        self.column, self.samples, self.errors = column, [], errors
        with open(errors, "w") as said:
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True, env=environment, cwd=HERE)
        self.version = self.answer()
        if not self.version.startswith("ready "):
            raise Failed("says " + self.version)
        self.version = self.version[len("ready "):]
        self.units = 1

    def answer(self):
        line = self.process.stdout.readline().strip()
        if not line:
            said = [text for text in Path(self.errors).read_text().splitlines() if text.strip() and not text.startswith("WARNING")]
            raise Failed(said[-1].strip() if said else f"ended with status {self.process.wait()}")
        return line

    def run(self, units):
        self.process.stdin.write(f"run {units}\n")
        self.process.stdin.flush()
        return float(self.answer()) / units

    def warm(self):
        """At least for a while, and then for as long as the times of samples still fall. PAL4J says ready when its compiler rests."""
        start = time.monotonic()
        each = self.run(self.units)
        best = each
        falling = 3
        while (falling > 0 or time.monotonic() < start + 2) and time.monotonic() < start + 25:
            self.units = max(1, round(SAMPLE * 1e6 / each))
            each = self.run(self.units)
            falling = 3 if each < best * 0.97 else falling - 1
            best = min(best, each)

    def sample(self):
        self.samples.append(self.run(self.units))

    def medians(self):
        return statistics.median(self.samples[-2 * WINDOW:-WINDOW]), statistics.median(self.samples[-WINDOW:])

    def steady(self):
        if len(self.samples) < 2 * WINDOW:
            return False
        before, last = self.medians()
        return max(before, last) <= BAND * min(before, last)

    def stop(self):
        self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def floats(path):
    values = array.array("f")
    values.frombytes(path.read_bytes())
    return values


def difference(case, results):
    """The first array whose end is not PAL4J's, or None. Bound: five thousandths of what changed, and the rounding of a few operations."""
    for path in sorted(case.glob("end_*.f32")):
        ours, start = floats(path), floats(case / path.name.replace("end_", "start_"))
        theirs = results / path.name
        if not theirs.exists():
            return f"{path.stem[4:]} is missing"
        theirs = floats(theirs)
        if len(theirs) != len(ours):
            return f"{path.stem[4:]} has {len(theirs)} values, not {len(ours)}"
        changed = max(abs(a - b) for a, b in zip(ours, start))
        bound = 5e-3 * changed + 16 * 2.0**-24 * max(map(abs, ours))
        apart = max(abs(a - b) for a, b in zip(ours, theirs))
        if not apart <= bound:
            return f"{path.stem[4:]} is up to {apart:.2g} from PAL4J's, which changed by {changed:.2g}"
    return None


class Run:
    def __init__(self, options):
        self.options = options
        self.environment = {key: value for key, value in os.environ.items() if key != "OPENBLAS_CORETYPE"}
        for key in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
            self.environment[key] = str(options.threads)
        self.environment["JAX_PLATFORMS"] = "cpu"
        self.environment["PYTHONDONTWRITEBYTECODE"] = "1"
        self.pinned = []
        if shutil.which("taskset") and hasattr(os, "sched_getaffinity"):
            last = sorted(os.sched_getaffinity(0))[-options.threads:]
            self.pinned = ["taskset", "-c", ",".join(map(str, last))]
        # CC may have arguments.
        compilers = [shlex.split(os.environ["CC"])] if os.environ.get("CC", "").strip() else [["cc"], ["gcc"], ["clang"]]
        self.compiler = next((words for words in compilers if shutil.which(words[0])), None)
        self.missing = {} if self.compiler else {"C": f"no compiler ({', '.join(words[0] for words in compilers)})"}
        for column, (module, package) in MODULES.items():
            found = subprocess.run([options.python, "-c", f"import {module}"], capture_output=True, env=self.environment)
            if found.returncode:
                self.missing[column] = f"{options.python} -m pip install {package}"
        self.versions, self.rows, self.notes = {}, [], []

    def say(self, text):
        print(text, flush=True)

    def ours(self, case, folder):
        # The launcher becomes the JVM, so that the pin holds for it.
        return [*self.pinned, str(ROOT / "pal4j"), "bench", "peer", case, str(folder), str(self.options.threads)]

    def python(self, script, *arguments):
        return [*self.pinned, self.options.python, str(HERE / script), *map(str, arguments)]

    def compiled(self, network, replicas, folder):
        """The command of the program in C."""
        sizes = network.split("-")
        wide = ["-mprefer-vector-width=512"] if platform.machine() in ("x86_64", "AMD64") else []
        command = [*self.compiler, "-O3", "-march=native", "-ffast-math", *wide, "-DLAYERS=" + ",".join(sizes), f"-DAREAS={len(sizes) - 1}",
                   f"-DREPLICAS={replicas}", str(HERE / "circuit.c"), "-o", str(folder / "circuit"), "-lm"]
        made = subprocess.run(command, capture_output=True, text=True)
        if made.returncode:
            raise Failed("compiling circuit.c: " + (made.stderr.strip().splitlines() or ["failed"])[0])
        return [*self.pinned, str(folder / "circuit"), str(folder / "case"), str(folder / "C")]

    def commands(self, case, folder):
        """Columns and their commands, PAL4J first, as it writes what the others read."""
        kind, network, what = case
        files = folder / "case"
        if kind == "circuit":
            yield "PAL4J", lambda: self.ours(f"circuit:{network}:{what}", files)
            if network == "784-100-10":
                yield "PAL4J dense", lambda: self.ours(f"circuit:{network}:{what}:dense", folder / "PAL4J dense")
            yield "C", lambda: self.compiled(network, what, folder)
            if what == 1:
                yield "Numba", lambda: self.python("circuit_numba.py", files, folder / "Numba", self.options.threads)
            yield "JAX", lambda: self.python("circuit_jax.py", files, folder / "JAX", self.options.threads)
        else:
            yield "PAL4J", lambda: self.ours(f"rate:{network}:{what}", files)
            for mode in ("eager", "compiled"):
                column = "PyTorch " + mode
                yield column, lambda mode=mode, column=column: self.python("rate_torch.py", files, folder / column, self.options.threads, network, what,
                                                                            mode)

    def contest(self, name, case, divisor):
        self.say(f"{name}:")
        cells, contenders = {}, []
        with tempfile.TemporaryDirectory(prefix="pal4j-peers-") as temporary:
            folder = Path(temporary)
            try:
                for column, command in self.commands(case, folder):
                    (folder / column).mkdir()
                    (folder / "case").mkdir(exist_ok=True)
                    if column in self.missing:
                        continue
                    try:
                        contender = Contender(column, command(), self.environment, folder / (column + ".txt"))
                    except Failed as fault:
                        if column.startswith("PAL4J"):
                            raise
                        cells[column] = "failed"
                        self.note(f"{name}, {column}: {fault}")
                        continue
                    wrong = None if column.startswith("PAL4J") else difference(folder / "case", folder / column)
                    if wrong:
                        cells[column] = "other results"
                        self.note(f"{name}, {column}: not measured, as its weights after the check are not PAL4J's: {wrong}")
                        contender.stop()
                        continue
                    arguments = self.compiler[1:] if column == "C" else []
                    self.versions[column] = " ".join([contender.version, *arguments])
                    contenders.append(contender)
                for contender in contenders:
                    contender.warm()
                rounds = 0
                while rounds < MOST_ROUNDS and not all(contender.steady() for contender in contenders):
                    # Both orders, so that none always follows the same other.
                    for contender in contenders if rounds % 2 == 0 else reversed(contenders):
                        contender.sample()
                    rounds += 1
                for contender in contenders:
                    before, last = contender.medians()
                    cells[contender.column] = last / divisor
                    if not contender.steady():
                        self.note(f"{name}, {contender.column}: not steady after {rounds} rounds: {before / divisor:.4g}, {last / divisor:.4g} us")
            finally:
                for contender in contenders:
                    contender.stop()
        self.rows.append({"case": name, "cells": cells})
        for column in COLUMNS:
            if column in cells:
                self.say(f"  {column:17} {shown(cells[column])}")

    def note(self, text):
        self.notes.append(text)
        self.say("  " + text)

    def table(self):
        columns = [column for column in COLUMNS if any(column in row["cells"] for row in self.rows)]
        lines = ["| us a step (of each replica), or an update | " + " | ".join(columns) + " |", "| --- |" + " --- |" * len(columns)]
        for row in self.rows:
            lines.append(f"| {row['case']} | " + " | ".join(shown(row["cells"].get(column, "")) for column in columns) + " |")
        ours = self.versions.get("PAL4J", "")
        others = ", ".join(dict.fromkeys(version.removesuffix(" eager").removesuffix(" compiled") for column, version in self.versions.items()
                                         if not column.startswith("PAL4J")))
        threads = "one thread" if self.options.threads == 1 else f"{self.options.threads} threads"
        lines += ["", f"{datetime.date.today()}, {processor()}, {threads}: {ours}; {others}. Command: `{self.command()}`."]
        lines += ["", *(f"- {note}" for note in self.notes)] if self.notes else []
        return "\n".join(lines)

    def command(self):
        """What was typed, without paths of this machine."""
        options = self.options
        words = ["python3", "bench/peers/run.py"]
        words += [] if options.threads == 1 else ["--threads", str(options.threads)]
        words += ["--only", options.only] if options.only else []
        return shlex.join(words)


def shown(value):
    if isinstance(value, str):
        return value
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:,.{digits}f}".replace(",", " ")


def processor():
    try:
        with open("/proc/cpuinfo") as lines:
            return next(line.split(":")[1].strip() for line in lines if line.startswith(("model name", "Model")))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def write(table):
    for name in ("README.md", "docs/performance.md"):
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        start, end = text.find(MARKERS[0]), text.find(MARKERS[1])
        if start < 0 or end < start:
            sys.exit(f"{name} has no place for the table: it is between the lines {MARKERS[0]} and {MARKERS[1]}")
        path.write_text(text[:start] + MARKERS[0] + "\n\n" + table + "\n\n" + text[end:], encoding="utf-8")
        print("wrote", name)


def main():
    parser = argparse.ArgumentParser(description="PAL4J beside C, Numba, JAX and PyTorch, in one alternating run.")
    parser.add_argument("--threads", type=int, default=1, help="of every contender (default 1)")
    parser.add_argument("--only", default="", metavar="TEXT", help="only cases in whose name this occurs")
    parser.add_argument("--python", default=sys.executable, help="the Python that has the peers (default: this one)")
    parser.add_argument("--json", metavar="FILE", help="writes the numbers, too")
    parser.add_argument("--write", action="store_true", help="writes the table into README.md and docs/performance.md")
    options = parser.parse_args()
    try:
        shlex.split(os.environ.get("CC", ""))
    except ValueError as fault:
        parser.error(f"the variable CC, {os.environ['CC']}: {fault}")
    if options.threads < 1:
        parser.error("--threads: give 1 or more")
    if options.write and (options.only or options.threads != 1):
        parser.error("--write: the pages show all cases on one thread; leave --only and --threads out")
    # Before minutes are spent on numbers that can't be kept.
    if shutil.which(options.python) is None:
        parser.error(f"--python {options.python}: there is no such program")
    if options.json and (Path(options.json).is_dir() or not os.access(Path(options.json).absolute().parent, os.W_OK)):
        parser.error(f"--json {options.json}: can't be written; give a file in a folder that is there and can be written")
    run = Run(options)
    for column, how in run.missing.items():
        run.say(f"without {column}: {how}")
    cases = [(f"{network}, {replicas} replicas" if replicas > 1 else network, ("circuit", network, replicas), PRESENTATION * replicas)
             for network, replicas in CIRCUITS]
    cases += [(f"{network} {algorithm}", ("rate", network, algorithm), 10) for network, algorithm in RATES]
    cases = [case for case in cases if options.only in case[0]]
    if not cases:
        parser.error(f"--only {options.only}: no case has that in its name")
    try:
        for case in cases:
            run.contest(*case)
    except Failed as fault:
        sys.exit(f"PAL4J: {fault}")
    table = run.table()
    run.say("\n" + table)
    if options.json:
        Path(options.json).write_text(json.dumps({"rows": run.rows, "versions": run.versions, "notes": run.notes, "missing": run.missing,
                                                  "cpu": processor(), "threads": options.threads, "command": run.command()}, indent=2) + "\n")
    if options.write:
        write(table)
    sys.exit(1 if run.notes else 0)


if __name__ == "__main__":
    main()
