"""Sweeps over parameters, on any executor."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from ._child import child
from ._frames import Array, plain
from ._names import nearest
from .errors import DivergedError, InputError
from .network import Ensemble, Experiment, Network

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]


class Sweep(Sequence[Row]):
    """The results of a sweep: a row for each point and seed, in the order of the points.

    A row is a dict with the values of the keys, ``seed``, the measures after the last epoch and those of the test, and
    ``fault`` if the network is no longer finite.
    """

    def __init__(self, keys: Sequence[str], rows: Sequence[Row]) -> None:
        self.keys = tuple(keys)
        """The keys that vary."""
        self._rows = list(rows)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        return self._rows[index]

    @property
    def measures(self) -> tuple[str, ...]:
        """The names of the measures."""
        return tuple(dict.fromkeys(name for row in self for name in row if name not in (*self.keys, "seed", "fault")))

    def column(self, name: str) -> Array:
        """Returns a value of all rows; NaN where there is none."""
        known = (*self.keys, "seed", "fault", *self.measures)
        if name not in known:
            raise InputError(f"column {name}: not in this sweep{nearest(name, known)}; it has {', '.join(known)}")
        values = [row.get(name, np.nan) for row in self]
        if any(isinstance(value, (list, dict, str)) for value in values):
            array = np.empty(len(values), dtype=object)
            array[:] = values
            return array
        return np.array(values)

    def mean(self, measure: str) -> list[tuple[dict[str, Any], float, float]]:
        """Returns for each point its values, the mean of a measure over seeds, and the standard deviation (with n - 1)."""
        self.column(measure)
        means = []
        for _, group in itertools.groupby(self, key=lambda row: [row[key] for key in self.keys]):
            rows = list(group)
            numbers = np.array([row.get(measure, np.nan) for row in rows], dtype=float)
            finite = numbers[np.isfinite(numbers)]
            point = {key: rows[0][key] for key in self.keys}
            mean = float(finite.mean()) if finite.size else float("nan")
            means.append((point, mean, float(finite.std(ddof=1)) if finite.size > 1 else float("nan")))
        return means

    def to_pandas(self) -> pd.DataFrame:
        """Returns a frame with a row for each point and seed."""
        import pandas as pd

        return pd.DataFrame(self._rows)

    def __repr__(self) -> str:
        points = len(self.mean(self.measures[0])) if self.measures else 0
        return f"<sweep over {', '.join(self.keys)}: {points} points, {len(self)} networks; {', '.join(self.measures)}>"


def sweep(
    experiment: Experiment,
    grid: Mapping[str, Iterable[Any]],
    *,
    seeds: int | Iterable[int] | None = None,
    epochs: int | None = None,
    executor: Executor | None = None,
    test: bool = True,
    data: str | os.PathLike[str] | None = None,
    **keys: Any,
) -> Sweep:
    """Trains at every combination of values, each with all seeds.

    >>> result = pal4j.sweep("yinyang", {"eta_bw": [0.1, 0.5, 2]}, seeds=range(4), epochs=10)
    >>> result.mean("test_accuracy")

    Parameters
    ----------
    experiment
        A name, a file or a dict, as for :class:`Network`.
    grid
        For each key its values. The last key varies fastest.
    seeds
        The seeds of each point, or their number. They advance together, in the lanes of vectors.
    epochs
        How many; without it, those of the experiment.
    executor
        What does the points: any executor of ``concurrent.futures``. ``ProcessPoolExecutor()`` and a Dask cluster's
        ``client.get_executor()`` have processes of their own. Without it, threads of this process.
    test
        Whether to test at the end, if there are samples for it.
    data
        The folder of MNIST or CIFAR-10.
    **keys
        Further keys, for all points.

    Raises
    ------
    InputError
        If a point can't be computed as it was asked for. The others are then given up.
    """
    values = {key: plain(key, list(options)) for key, options in grid.items()}
    for key, options in values.items():
        if not options:
            raise InputError(f"grid: {key} has no values")
    points = [dict(zip(values, combination, strict=True)) for combination in itertools.product(*values.values())]
    asked = plain("experiment", experiment) if isinstance(experiment, Mapping) else os.fspath(experiment)
    if isinstance(asked, str) and os.path.exists(asked):
        asked = os.path.abspath(asked)
    common = {
        "seeds": plain("seeds", seeds),
        "epochs": epochs,
        "test": test,
        "data": None if data is None else os.path.abspath(data),
    }
    settings = plain("keys", keys)
    if executor is not None:
        return Sweep(list(values), _all([executor.submit(point, asked, {**settings, **one}, **common) for one in points], points))
    running: list[Network] = []
    with ThreadPoolExecutor(child().greeting["cores"], "pal4j-sweep") as pool:
        futures = [pool.submit(point, asked, {**settings, **one}, **common, running=running) for one in points]
        try:
            return Sweep(list(values), _all(futures, points))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for network in list(running):
                network.__dict__["_stopped"] = True
                if not network._process.dead:
                    network.cancel()
            raise


def _all(futures: Sequence[Future[list[Row]]], points: Sequence[Row]) -> list[Row]:
    try:
        for done in as_completed(list(futures)):
            done.result()
    except BaseException:
        for future in futures:
            future.cancel()
        raise
    return [{**one, **row} for one, future in zip(points, futures, strict=True) for row in future.result()]


def point(
    experiment: Any,
    settings: dict[str, Any],
    *,
    seeds: Any,
    epochs: int | None,
    test: bool,
    data: str | None,
    running: list[Network] | None = None,
) -> list[Row]:
    """Computes a point of a sweep. For executors, which find it by its name."""
    # Settings with these names are arguments of an ensemble.
    direct = {key: settings.pop(key) for key in ("seed",) if key in settings}
    network = Ensemble(experiment, seeds=seeds, data=data, threads=1, **direct, **settings)
    with network:
        if running is not None:
            running.append(network)
        try:
            for _ in network.epochs(epochs):
                if "_stopped" in network.__dict__:
                    return []
        except DivergedError:
            pass
        history = network.history
        rows: list[Row] = []
        for k, seed in enumerate(network.seeds):
            row: Row = {"seed": seed}
            for name, column in history.items():
                if name != "epoch":
                    finite = np.flatnonzero(np.isfinite(column[k]))
                    row[name] = float(column[k, -1]) if k not in network._causes else (float(column[k, finite[-1]]) if finite.size else float("nan"))
            if k in network._causes:
                row["fault"] = network._causes[k]
            rows.append(row)
        if test and len(network._causes) < len(rows):
            _add_test(network, rows)
        if running is not None:
            running.remove(network)
    return rows


def _add_test(network: Network, rows: list[Row]) -> None:
    try:
        result = network.test()
    except InputError as error:
        if "there are no such samples" in str(error):
            return
        raise
    for name, values in result.items():
        if np.ndim(values) == 1:
            for replica, value in zip(result.replicas, values, strict=True):
                rows[replica][name] = float(value)
