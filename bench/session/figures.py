"""What it costs to drive PAL4J from another program: the figures of docs/performance.md, "From another language".

    python3 bench/session/figures.py

Needs NumPy and nothing else; takes about a minute. The same presentations in Java: ./pal4j bench SessionBenchmark
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src" / "main" / "python"))

import numpy as np  # noqa: E402
import pal4j  # noqa: E402

SMALL = {"train_samples": 60, "validation_samples": 6, "test_samples": 6}


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ready() -> None:
    subprocess.run([ROOT / "pal4j", "list"], check=True, stdout=subprocess.DEVNULL)  # builds, if anything is stale
    times = []
    for _ in range(5):
        start = time.perf_counter()
        child = subprocess.Popen([ROOT / "pal4j", "session"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert child.stdin is not None and child.stdout is not None
        child.stdout.read(1)
        times.append(time.perf_counter() - start)
        child.stdin.close()
        child.wait()
    print(f"ready after {statistics.median(times):.2f} s; first network after {seconds(lambda: pal4j.Circuit('yinyang', seed=1)):.2f} s")


def round_trip() -> None:
    sim = pal4j.Circuit("yinyang", seed=1)
    for _ in range(10):
        times = [seconds(sim.step) for _ in range(5000)]
    print(f"a step and its reply: median {1e6 * statistics.median(times):.1f} us, of the tenth 5000")


def present() -> None:
    sim = pal4j.Circuit("yinyang", seed=1)
    inputs = np.random.default_rng(1).random((200, 4), dtype=np.float32)
    for _ in range(10):
        times = [seconds(lambda: sim.present(inputs, steps=100, learn="backward")) for _ in range(50)]
    print(f"200 presentations of 100 steps: median {1e3 * statistics.median(times):.2f} ms, of the tenth 50")


def live() -> None:
    sim = pal4j.Circuit("yinyang", seed=1)
    sim.fit(5)
    plain, watched = [], []
    for k in range(14):
        works = [(plain, lambda: sim.fit(3)), (watched, lambda: list(sim.epochs(3, live=True)))]
        for times, work in works if k % 2 else reversed(works):
            times.append(seconds(work))
    ratio = statistics.median(watched) / statistics.median(plain)
    print(f"epochs(3, live=True) takes {ratio:.3f} times fit(3), medians of 14 in turn")


def many() -> None:
    networks: list[pal4j.Circuit] = []
    opened = seconds(lambda: networks.extend(pal4j.Circuit("yinyang", seed=k, **SMALL) for k in range(64)))
    with ThreadPoolExecutor(64) as pool:
        trained = seconds(lambda: list(pool.map(lambda network: network.fit(5), networks)))
    print(f"64 networks opened in {opened:.2f} s; all of them trained at once for five epochs of {60 * 100:,} steps in {trained:.2f} s")


if __name__ == "__main__":
    for part in (ready, round_trip, present, live, many):
        part()
