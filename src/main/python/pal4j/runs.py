"""Run folders, and runs of the program."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import numpy as np

from ._command import command
from ._frames import Array, plain
from ._names import nearest
from ._safetensors import load_safetensors
from .errors import InputError, ProgramError
from .network import Experiment, Network, load
from .results import shown


class Recordings(Mapping[str, Array]):
    """Arrays that a run has recorded, read when they are asked for.

    Series of the folder ``recordings`` are mapped into memory, rows x shape: only what you look at is read, so they may
    be larger than the memory, and the run may still go on. The others come from ``recordings.npz``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _stored(self) -> Any:
        path = self._folder / "recordings.npz"
        return np.load(path) if path.is_file() else {}

    def _series(self) -> dict[str, Path]:
        return {path.stem: path for path in sorted((self._folder / "recordings").glob("*.npy"))}

    def __getitem__(self, name: str) -> Array:
        series = self._series()
        if name in series:
            return cast(Array, np.load(series[name], mmap_mode="r"))
        if name in self._stored:
            return cast(Array, self._stored[name])
        raise KeyError(f"{name}: not recorded{nearest(name, self)}; there are {', '.join(self)}")

    def stored(self, name: str) -> Array:
        """Returns an array of ``recordings.npz``, also if the folder ``recordings`` has a series of this name."""
        return cast(Array, self._stored[name])

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*self._series(), *self._stored]))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __repr__(self) -> str:
        return f"<recordings: {', '.join(self)}>"


class Run:
    """The folder of a run or of a study of several replicas.

    >>> run = pal4j.Run("runs/yinyang-1")
    >>> run.metrics["angle_B1"]
    >>> run.weights["W1"]

    Files are read when they are asked for. ``docs/configuration.md`` says what each of them has.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.path = Path(folder)
        """The folder."""
        if not (self.path / "configuration.yaml").is_file():
            what = "is no folder of a run: it has no configuration.yaml" if self.path.is_dir() else "there is no such folder"
            raise InputError(f"{self.path}: {what}")

    @property
    def name(self) -> str:
        """The name of the experiment."""
        found = re.search(r'^name: *"?([^"#\n]*?)"? *(#.*)?$', self.config, re.MULTILINE)
        return found[1] if found else self.path.name

    @property
    def config(self) -> str:
        """The configuration as YAML, with a comment on each key."""
        return (self.path / "configuration.yaml").read_text("utf-8")

    @property
    def result(self) -> dict[str, Any]:
        """The content of ``result.json``; empty if the run has not ended."""
        return self._json("result.json")

    @property
    def environment(self) -> dict[str, Any]:
        """Version of PAL4J, JDK, processor, and what identifies the data."""
        return self._json("environment.json")

    def _json(self, name: str) -> dict[str, Any]:
        path = self.path / name
        return cast("dict[str, Any]", json.loads(path.read_text("utf-8"))) if path.is_file() else {}

    @property
    def columns(self) -> dict[str, Array]:
        """The columns of ``metrics.csv``: one value for the start and for each epoch, NaN where there is none."""
        path = self.path / "metrics.csv"
        if not path.is_file():
            return {}
        with path.open(encoding="utf-8", newline="") as file:
            names, *rows = csv.reader(file)
        columns = {}
        for k, name in enumerate(names):
            values = np.array([float(row[k]) if row[k] else np.nan for row in rows])
            columns[name] = values.astype(np.int64) if name in ("epoch", "steps", "replicas") else values
        return columns

    @property
    def metrics(self) -> Any:
        """The metrics as a pandas frame with a row for each epoch; without pandas as :attr:`columns`."""
        try:
            import pandas as pd
        except ImportError:
            return self.columns
        columns = self.columns
        return pd.DataFrame(columns).set_index("epoch") if columns else pd.DataFrame()

    @property
    def weights(self) -> dict[str, Array]:
        """The weights by name, ``W1`` and so on. Circuits: post x pre."""
        path = self.path / "weights.safetensors"
        if not path.is_file():
            replicas = f"; of a study, each of its replicas has some: {', '.join(self.replicas)}" if self.replicas else ""
            raise InputError(f"{self.path}: has no weights{replicas}")
        return load_safetensors(path)

    @cached_property
    def recordings(self) -> Recordings:
        """What was recorded, snapshots of weights, and outputs of the test."""
        return Recordings(self.path)

    @property
    def replicas(self) -> dict[str, Run]:
        """The runs of a study by name, ``seed-1`` and so on; empty for a single run."""
        folders = [path.parent for path in self.path.glob("*/configuration.yaml") if re.fullmatch(r"(seed|replica)-?-?\d+", path.parent.name)]
        return {path.name: Run(path) for path in sorted(folders, key=lambda path: int(path.name.rpartition("-")[2]))}

    def load(self, *, threads: int = 1) -> Network:
        """Opens the network as it is at the run's last checkpoint, see :func:`pal4j.load`."""
        return load(self.path, threads=threads)

    def __repr__(self) -> str:
        result = self.result
        lines = [f"<Run {self.path}: {self.name}"]
        if self.replicas:
            lines[0] += f", {len(self.replicas)} replicas"
        columns = self.columns
        if columns and len(columns["epoch"]):
            last = {name: values[-1] for name, values in columns.items() if name not in ("epoch", "steps", "seconds", "replicas")}
            shown_measures = ", ".join(shown(name, value) for name, value in last.items() if not name.endswith("_sd"))
            lines.append(f"epoch {columns['epoch'][-1]}: {shown_measures}")
        lines.append(f"{result['ending']}" if "ending" in result else "not ended")
        for key in ("test_accuracy", "test_error", "test_accuracy_mean", "test_error_mean"):
            if key in result:
                lines[-1] += f", {key} {result[key]:.4f}"
        return "\n ".join(lines) + ">"


def run(
    experiment: Experiment,
    *,
    epochs: int | None = None,
    seed: int | None = None,
    seeds: int | Iterable[int] | None = None,
    out: str | os.PathLike[str] | None = None,
    data: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    quiet: bool = True,
    **keys: Any,
) -> Run:
    """Runs the program, ``./pal4j run``, and returns its folder.

    Parameters
    ----------
    experiment
        A name, a file or a dict, as for :class:`Network`.
    epochs
        How many; without it, as many as a plain run has.
    seed, seeds
        A seed; or several, or their number.
    out
        The folder, absent or empty; without it ``runs/NAME-K``.
    data
        The folder of MNIST or CIFAR-10.
    threads
        At most so many threads; without it, all processors.
    quiet
        Without it, the program's progress is shown.
    **keys
        Keys of the configuration.

    Raises
    ------
    InputError
        If the experiment can't be run like this.
    KeyboardInterrupt
        After Ctrl-C, when the run has kept what it had.
    """
    arguments = [*command(), "run"]
    settings = plain("keys", keys)
    with tempfile.TemporaryDirectory(prefix="pal4j-") as scratch:
        if isinstance(experiment, Mapping):
            # JSON is YAML. Its relative paths begin here, not in the folder of the file.
            file = Path(scratch) / "config.json"
            file.write_text(json.dumps(plain("config", experiment)))
            arguments.append(str(file))
        else:
            arguments.append(os.fspath(experiment))
        if epochs is not None:
            arguments += ["--epochs", str(epochs)]
        if seed is not None:
            arguments += ["--seed", str(seed)]
        if seeds is not None:
            arguments += ["--seeds", str(seeds) if isinstance(seeds, int) else ",".join(map(str, seeds))]
        if out is not None:
            arguments += ["--out", os.fspath(out)]
        if data is not None:
            arguments += ["--data", os.fspath(data)]
        if threads is not None:
            arguments += ["--threads", str(threads)]
        if quiet:
            arguments.append("--quiet")
        for key, value in settings.items():
            arguments += ["--set", f"{key}={json.dumps(value)}"]
        output, errors, status = _program(arguments, quiet)
    found = re.search(r"^results in (.+)$", output, re.MULTILINE)
    if found and status in (0, 1):
        return Run(found[1])
    if status < 0 or status == 130:
        raise KeyboardInterrupt
    message = "\n".join(line.removeprefix("pal4j: ") for line in errors.splitlines()).strip()
    raise (InputError if status == 2 else ProgramError)(message or f"{' '.join(arguments)} ended with status {status}")


def _program(arguments: list[str], quiet: bool) -> tuple[str, str, int]:
    """Runs the program and returns its output, what it said on standard error, and its status."""
    with tempfile.TemporaryFile("w+", errors="replace") as said:
        process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said, text=True, errors="replace")
        lines: list[str] = []
        try:
            _follow(process, lines, quiet)
        except KeyboardInterrupt:
            # In a terminal the program has had its Ctrl-C too. It keeps what it has, which may take a moment.
            try:
                process.wait(0.3)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGINT)
            try:
                _follow(process, lines, quiet)
            except KeyboardInterrupt:
                process.kill()
                process.wait()
            raise
        finally:
            assert process.stdout is not None
            process.stdout.close()
        said.seek(0)
        return "".join(lines), said.read(), process.returncode


def _follow(process: subprocess.Popen[str], lines: list[str], quiet: bool) -> None:
    """Reads the output of a program to its end, and shows it unless that is to be quiet."""
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line)
        if not quiet:
            sys.stdout.write(line)
            sys.stdout.flush()
    process.wait()
