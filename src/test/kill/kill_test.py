#!/usr/bin/env python3
"""Kills runs at random moments and resumes them: 200 kills (SIGKILL) of a run of yinyang, a study of ten seeds, an autoencoder on a small set, and a
sweep, while they compute and while they write. After each kill every file must be whole. In the end the files must be those of the run that nobody
killed, times and environment apart. Each start takes another vector width and number of threads.

  python3 src/test/kill/kill_test.py [KILLS [SEED]]

It takes about ten minutes. The exit status is 0 if nothing is lost.
"""
import ast
import csv
import json
import os
import pathlib
import random
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
SMALL = ["--set", "train_samples=600", "--set", "validation_samples=40", "--set", "test_samples=60", "--set", "snapshot_every=2",
         "--set", "record=[B, angle_B]", "--set", "record_every=90"]
RECORDED = {"f4": 4, "f8": 8, "i4": 4, "i8": 8}


def write_digits(folder):
    """Writes a data set in the format of MNIST: 80 training and 20 test images."""
    folder.mkdir()
    noise = random.Random(1)
    for name, count in (("train", 80), ("t10k", 20)):
        (folder / f"{name}-images-idx3-ubyte").write_bytes(
            struct.pack(">IIII", 0x803, count, 28, 28) + bytes(noise.randrange(256) for _ in range(count * 784)))
        (folder / f"{name}-labels-idx1-ubyte").write_bytes(struct.pack(">II", 0x801, count) + bytes(k % 10 for k in range(count)))


def npy_rows(path):
    """Checks an npy file and returns its number of rows; bytes after the array are allowed."""
    data = path.read_bytes()
    assert data[:6] == b"\x93NUMPY", f"{path} is no npy file"
    length = struct.unpack("<H", data[8:10])[0]
    head = ast.literal_eval(data[10:10 + length].decode("latin-1"))
    size = RECORDED[head["descr"][1:]]
    for n in head["shape"]:
        size *= n
    assert len(data) >= 10 + length + size, f"{path} is cut"
    return head["shape"][0]


def check_whole(folder):
    """Checks that every file of a run folder is whole."""
    for path in folder.rglob("*"):
        name = path.name
        if name.endswith(".part") or path.is_dir():
            continue
        if name.endswith(".safetensors"):
            data = path.read_bytes()
            length = struct.unpack("<Q", data[:8])[0]
            head = json.loads(data[8:8 + length])
            head.pop("__metadata__", None)
            end = max((tensor["data_offsets"][1] for tensor in head.values()), default=0)
            assert len(data) == 8 + length + end, f"{path} is cut"
        elif name.endswith(".json"):
            json.loads(path.read_text())
        elif name.endswith(".npz"):
            assert zipfile.ZipFile(path).testzip() is None, f"{path} is damaged"
        elif name.endswith(".npy"):
            npy_rows(path)
        elif name.endswith(".csv"):
            assert len({len(row) for row in csv.reader(path.read_text().splitlines())}) == 1, f"{path} is ragged"


def without_times(value):
    if isinstance(value, dict):
        return {key: without_times(inner) for key, inner in value.items() if "seconds" not in key}
    return [without_times(inner) for inner in value] if isinstance(value, list) else value


def files(folder):
    """All files by name, without times, environment, checkpoints and pages."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_dir() or path.suffix in (".html", ".part") or path.name in ("environment.json", "configuration.yaml", ".lock") \
                or path.name.startswith("checkpoint"):
            continue
        if path.name.endswith(".csv"):
            rows = list(csv.reader(path.read_text().splitlines()))
            keep = [i for i, column in enumerate(rows[0]) if "seconds" not in column]
            found[name] = [[row[i] for i in keep] for row in rows]
        elif path.suffix == ".json":
            found[name] = without_times(json.loads(path.read_text()))
        else:
            found[name] = path.read_bytes()
    return found


def start(arguments):
    return subprocess.Popen([str(ROOT / "pal4j"), *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)


def variant(rng):
    return ["--vector", rng.choice(["preferred", "256", "128", "scalar"]), "--threads", str(rng.choice([1, min(2, os.cpu_count())]))]


class Case:
    def __init__(self, name, first, again, work, options=()):
        self.name, self.first, self.again, self.options = name, first, again, list(options)
        self.folder = work / name
        self.straight = work / (name + "-straight")
        self.kills = self.rounds = 0
        began = time.time()
        process = start(self.first(self.straight) + self.options)
        error = process.communicate()[1]
        assert process.returncode == 0, error.decode()
        self.seconds = time.time() - began
        self.expected = files(self.straight)

    def start(self, rng):
        begun = (self.folder / "configuration.yaml").exists()
        if self.folder.exists() and not begun:
            shutil.rmtree(self.folder)
        arguments = self.again(self.folder) if begun else self.first(self.folder)
        threads = variant(rng)
        if "seeds" not in self.name and self.name != "sweep":
            threads = threads[:2]
        return start(arguments + self.options + ["--checkpoint", rng.choice(["0", "0", "0.2"])] + threads)

    def kill(self, rng):
        """Starts or resumes, and kills. Returns whether the run was killed; one that has ended is compared."""
        process = self.start(rng)
        try:
            error = process.communicate(timeout=rng.uniform(0.3, 1.2 * self.seconds))[1]
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            self.kills += 1
            if self.folder.exists():
                check_whole(self.folder)
            return True
        self.ended(process, error)
        return False

    def ended(self, process, error):
        """Compares a run that has ended, now or before it was killed while it wrote its page."""
        complete = process.returncode == 2 and b"the run is complete" in error
        assert process.returncode == 0 or complete, f"{self.name}: status {process.returncode}: {error.decode()}"
        self.compare()

    def finish(self, rng):
        if self.folder.exists():
            process = self.start(rng)
            self.ended(process, process.communicate()[1])

    def compare(self):
        got = files(self.folder)
        assert got.keys() == self.expected.keys(), f"{self.name}: files {sorted(got.keys() ^ self.expected.keys())}"
        different = [name for name in got if got[name] != self.expected[name]]
        assert not different, f"{self.name}: other content in {different}"
        self.rounds += 1
        shutil.rmtree(self.folder)


def main():
    rng = random.Random(SEED)
    print(f"{KILLS} kills, seed {SEED}", flush=True)
    subprocess.run([str(ROOT / "pal4j"), "list"], check=True, stdout=subprocess.DEVNULL)
    work = pathlib.Path(tempfile.mkdtemp(prefix="kills-"))
    os.chdir(work)
    write_digits(work / "digits")
    sweep = work / "sweep.yaml"
    sweep.write_text("based_on: yinyang\nname: swept\nepochs: 4\ntrain_samples: 400\nvalidation_samples: 20\ntest_samples: 20\n"
                     "record: [B]\nrecord_every: 500\nseeds: 2\nsweep: {product: {eta_bw: [0.1, 1], layers: [[4, 8, 3], [4, 9, 3]]}}\n")
    run = lambda *arguments: lambda folder: ["run", *arguments, "--out", str(folder), "-q"]
    resume = lambda folder: ["run", "--resume", str(folder), "-q"]
    cases = [
        Case("yinyang", run("yinyang", "--epochs", "9", *SMALL), resume, work),
        Case("seeds", run("yinyang", "--epochs", "4", "--seeds", "10", *SMALL), resume, work),
        Case("autoencoder", run("autoencoder", "--seed", "1", "--epochs", "3", "--set", "train_samples=64", "--set", "validation_samples=16",
                                "--set", "test_samples=16", "--set", "classifier_samples=64", "--set", "record=[angle_B]", "--set", "record_every=50",
                                "--set", "snapshot_every=1"), resume, work, ["--data", str(work / "digits")]),
        Case("sweep", lambda folder: ["sweep", str(sweep), "--out", str(folder), "-q"], lambda folder: ["sweep", "--resume", str(folder), "-q"], work),
    ]
    kills = 0
    while kills < KILLS:
        case = rng.choice(cases)
        kills += case.kill(rng)
        if kills > 0 and kills % 20 == 0:
            print(f"{kills} kills", flush=True)
    for case in cases:
        case.finish(rng)
        print(f"{case.name}: {case.kills} kills, {case.rounds} runs with the files of the straight one", flush=True)
    shutil.rmtree(work)
    print(f"{kills} kills, nothing lost")


if __name__ == "__main__":
    main()
