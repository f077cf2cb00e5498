"""Makes, drives and closes sessions in one child for a long time, and measures whether anything grows.

    python src/test/session/soak.py --minutes 60

Each round does to a network what a user may do: steps, presentations, variables, copies, saving and loading, tests, epochs
that are cancelled. Every 20th round has 64 sessions at once, driven by 8 threads. Some networks are closed, others left to
Python's garbage collector. Between rounds the child collects its own garbage, and what is then there is measured: live
sessions, heap, resident memory, threads and files.

Ends with status 1 if a session outlives its close, or if threads, files or memory grow. Needs Linux and a JDK.
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

try:
    import pal4j
except ImportError:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "main" / "python"))
    import pal4j

SMALL = {"train_samples": 12, "validation_samples": 6, "test_samples": 6}
TOGETHER = 64
THREADS = 8
SLACK = 2
"""So many sessions may still be named by a variable of a thread that waits for its next request."""


@dataclass
class Measured:
    """What there is in a child after it has collected its garbage."""

    made: int
    sessions: int
    heap: int
    rss: int
    threads: int
    files: int

    def __str__(self) -> str:
        return (
            f"{self.made:9,} sessions made, {self.sessions} live, heap {self.heap / 2**20:6.2f} MiB, "
            f"resident {self.rss / 2**20:6.1f} MiB, {self.threads} threads, {self.files} files"
        )


class Soak:
    """Rounds in the child of this process."""

    def __init__(self, folder: str | os.PathLike[str], seed: int = 1) -> None:
        self.random = np.random.default_rng(seed)
        self.folder = Path(folder)
        self.made = 0
        self.rounds = 0
        random = np.random.default_rng(2)
        np.savez(self.folder / "waves.npz", x=random.random((12, 2)), y=random.random((12, 1)))
        self.waves = {
            "model": "rate",
            "name": "waves",
            "task": "data",
            "train": self.folder / "waves.npz",
            "test_share": 0.2,
            "inputs": 2,
            "layers": ["dense 10 tanh", "dense 1 linear"],
            "batch": 4,
            "updates": 5,
            "epochs": 2,
        }
        self.process = pal4j.Circuit("yinyang", **SMALL)._process
        self.proc = Path("/proc") / str(self.process.pid)
        self.jcmd = Path(os.path.realpath(self.proc / "exe")).with_name("jcmd")

    # --- what is measured ----------------------------------------------------------------------------------------------------

    def measure(self) -> Measured:
        """Collects garbage here and in the child, and measures. The child's memory for native blocks is freed by a collection too."""
        gc.collect()
        self._flush()
        for _ in range(2):  # The first one frees what the second one no longer sees.
            histogram = subprocess.run([self.jcmd, str(self.process.pid), "GC.class_histogram"], check=True, capture_output=True, text=True).stdout
        live = re.search(r"^ *\d+: +(\d+) +\d+ +org\.pal4j\.session\.Session\b(?!\$)", histogram, re.MULTILINE)
        total = re.search(r"^Total +\d+ +(\d+)", histogram, re.MULTILINE)
        status = (self.proc / "status").read_text()
        return Measured(
            self.made,
            int(live[1]) if live else 0,
            int(total[1]) if total else -1,
            int(re.search(r"VmRSS:\s+(\d+)", status)[1]) * 1024,
            int(re.search(r"Threads:\s+(\d+)", status)[1]),
            len(list((self.proc / "fd").iterdir())),
        )

    def _flush(self) -> None:
        """Closes what Python has collected: that is told with the next request."""
        self.process.request({"do": "hello"})

    # --- what is done --------------------------------------------------------------------------------------------------------

    def open(self, kind: int) -> pal4j.Network:
        """Opens a network: of rates, an ensemble, noise and no targets, or a circuit that classifies."""
        seed = int(self.random.integers(1, 1 << 30))
        self.made += 1
        if kind == 0:
            return pal4j.RateNetwork(self.waves, seed=seed)
        if kind == 1:
            return pal4j.Ensemble("yinyang", seeds=range(seed, seed + 16), threads=1, **SMALL)
        if kind == 2:
            return pal4j.Circuit("fig3abc", seed=seed)
        return pal4j.Circuit("yinyang", seed=seed, layers=[4, int(self.random.integers(3, 60)), 3], **SMALL)

    def _drive(self, sim: pal4j.Network) -> None:
        sim.step(int(self.random.integers(1, 50)))
        x = self.random.random((3, *sim.input_shape))
        sim.present(x, steps=20, learn=sim.learnable[:1] if sim.model == "circuit" else None, record=[next(iter(sim.variables))])
        name = next(name for name, one in sim.variables.items() if one.settable and one.shape)
        sim[name] = 0.5 * np.asarray(sim[name])

    def _cancelled(self, sim: pal4j.Network) -> None:
        """Cancels a call that would take days."""
        ended = threading.Event()

        def cancel() -> None:
            while not ended.wait(0.003):
                sim.cancel()

        thread = threading.Thread(target=cancel)
        thread.start()
        try:
            sim.step(10**12)
        except pal4j.Cancelled:
            pass
        finally:
            ended.set()
            thread.join()

    def round(self) -> None:
        """One network's life."""
        kind = int(self.random.integers(0, 12))
        sim = self.open(kind)
        self._drive(sim)
        what = self.rounds % 10
        if what in (1, 6):
            with sim.copy() as other:
                self.made += 1
                other.step(5)
        elif what == 2:
            saved = sim.save(self.folder / "saved")
            sim.step(3)
            sim.save(saved)
            with pal4j.load(saved) as other:
                self.made += 1
                other.step(5)
            shutil.rmtree(saved)
        elif what in (3, 8):
            self._cancelled(sim)
        elif what == 4:
            sim.predict(self.random.random((4, 2 if sim.model == "rate" else int(np.prod(sim.input_shape)))))
        elif what == 5 and kind > 2:
            for event in sim.epochs(1, live=True, interval=0):
                if not event.done:
                    break
        elif what == 7:
            try:
                sim.present(np.full((1, 99), 1.0), steps=3)
            except pal4j.InputError:
                pass
        if self.rounds % 2:
            sim.close()
        self.rounds += 1
        if self.rounds % 20 == 0:
            self.crowd()

    def crowd(self) -> None:
        """Many sessions at once."""
        sims = [self.open(3) for _ in range(TOGETHER)]
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(lambda sim: sim.step(20, learn="forward"), sims))
        for sim in sims[::2]:
            sim.close()


def faults(first: Measured, last: Measured) -> list[str]:
    """Returns what has grown from one measurement, after a while of warming up, to another."""
    found = []
    if last.sessions > SLACK:
        found.append(f"{last.sessions} sessions are live that were closed")
    # The compiler and the pool for long requests have more threads or fewer from time to time.
    if last.threads > first.threads + 2 * THREADS:
        found.append(f"threads: {first.threads}, then {last.threads}")
    if last.files > first.files:
        found.append(f"files: {first.files}, then {last.files}")
    if last.heap > first.heap * 1.25 + (2 << 20):
        found.append(f"heap: {first.heap:,} bytes, then {last.heap:,}")
    # Code that is compiled and the collector's own tables; the blocks of 1000 networks would take more.
    if last.rss > first.rss + (64 << 20):
        found.append(f"resident: {first.rss:,} bytes, then {last.rss:,}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Makes, drives and closes sessions for a long time, and measures whether anything grows.")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    minutes = parser.parse_args().minutes
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        soak = Soak(folder, parser.parse_args().seed)
        start = time.monotonic()
        measured: list[Measured] = []
        while time.monotonic() - start < 60 * minutes:
            until = time.monotonic() + 60 * minutes / 20
            while time.monotonic() < until:
                soak.round()
            measured.append(soak.measure())
            print(f"{(time.monotonic() - start) / 60:6.1f} min: {measured[-1]}", flush=True)
        # The first tenth warms up: classes are loaded, code compiled.
        first, last = measured[min(1, len(measured) - 1)], measured[-1]
        print(
            f"from {first.made:,} to {last.made:,} sessions: heap {(last.heap - first.heap) / 1024:+.0f} KiB, "
            f"resident {(last.rss - first.rss) / 2**20:+.1f} MiB, threads {last.threads - first.threads:+}, files {last.files - first.files:+}"
        )
        found = faults(first, last)
        print("\n".join(found) or "nothing grows")
        return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
