"""What networks answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ._frames import Array
from ._names import nearest

if TYPE_CHECKING:
    import pandas as pd


class Named(Mapping[str, Any]):
    """Values by name. Each is an attribute too: ``result["mse"]`` is ``result.mse``."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            raise KeyError(f"{name}: not here{nearest(name, self._values)}; there are {', '.join(self._values)}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __getattr__(self, name: str) -> Any:
        # Copying and pickling ask for names before there are values.
        values = self.__dict__.get("_values", {})
        if name in values:
            return values[name]
        raise AttributeError(f"{type(self).__name__} has no {name}{nearest(name, values)}; it has {', '.join(values)}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *(name for name in self._values if name.isidentifier())]


def shown(name: str, value: Any) -> str:
    """Shows a measure: ``angle_B1 52.3 deg``. Of several replicas the mean with the standard deviation."""
    numbers = np.atleast_1d(np.asarray(value, dtype=float)).ravel()
    unit, digits = (" deg", 1) if name.startswith("angle_") else ("", 4)
    finite = numbers[np.isfinite(numbers)]
    if not finite.size:
        return f"{name} -"
    text = f"{finite.mean():.{digits}f}"
    if finite.size > 1:
        text += f" +- {finite.std(ddof=1):.{digits}f}"
    return f"{name} {text}{unit}"


class Epoch(Named):
    """The measures at the end of an epoch, by the names of ``metrics.csv``.

    Errors and accuracies are numbers, accuracies from 0 to 1; angles are in degrees. For an ensemble each measure is an
    array with one value a replica, NaN for one that has ended.
    """

    done = True
    """Whether the epoch is over: true here, false for :class:`Progress`."""

    def __init__(self, epoch: int, steps: int, measures: Mapping[str, Any]) -> None:
        super().__init__(measures)
        self.epoch = epoch
        """The number of the epoch; 0 is the measurement before the first one."""
        self.steps = steps
        """Steps taken so far."""

    def __repr__(self) -> str:
        measures = ", ".join(shown(name, value) for name, value in self.items())
        return f"<epoch {self.epoch}: {measures}>"


class Progress(Named):
    """Where a network is within an epoch, with the variables that are watched."""

    done = False
    """Whether the epoch is over: false here, true for :class:`Epoch`."""

    def __init__(self, head: Mapping[str, Any], watched: Mapping[str, Array]) -> None:
        super().__init__(watched)
        self.epoch: int = head["epoch"]
        """Epochs completed."""
        self.stage: str = head["stage"]
        """``settling``, ``training`` or ``validation``."""
        self.presentation: int = head["presentation"]
        """Samples, or batches, shown of this stage."""
        self.presentations: int = head["presentations"]
        """Samples, or batches, to show in this stage."""
        self.steps: int = head["steps"]
        """Steps taken so far."""
        self.replicas: tuple[int, ...] = tuple(head["of_replicas"])
        """The replicas that this is about. Of many, some advance together."""

    @property
    def fraction(self) -> float:
        """How much of the stage is done, from 0 to 1."""
        return self.presentation / max(1, self.presentations)

    def __repr__(self) -> str:
        watched = "".join(f", {shown(name, value)}" for name, value in self.items() if np.size(value) <= len(self.replicas))
        return f"<epoch {self.epoch}, {self.stage} {self.presentation}/{self.presentations}{watched}>"


class History(dict[str, Array]):
    """The measures of all epochs so far: an array for each, by the names of ``metrics.csv``.

    The first value is the measurement before the first epoch. ``epoch`` has the numbers of the epochs. For an ensemble
    the other arrays are replicas x epochs.
    """

    labels: tuple[str, ...] = ()

    def to_pandas(self) -> pd.DataFrame:
        """Returns a frame with a row for each epoch. For an ensemble with a row for each replica and epoch."""
        import pandas as pd

        if all(values.ndim == 1 for values in self.values()):
            return pd.DataFrame(dict(self)).set_index("epoch")
        epochs = self["epoch"]
        columns = {name: values.ravel() for name, values in self.items() if name != "epoch"}
        index = pd.MultiIndex.from_product([list(self.labels), epochs.tolist()], names=["replica", "epoch"])
        return pd.DataFrame(columns, index=index)

    def __repr__(self) -> str:
        count = len(self.get("epoch", ()))
        last = ", ".join(shown(name, values[..., -1]) for name, values in self.items() if name != "epoch")
        return f"<history of {count} measurements; the last: {last}>" if count else "<history, empty>"


class Presentation(Named):
    """What networks answered to inputs: records by name, and the outputs.

    For n inputs the shapes are, for a network: n x shape of a record, or n x k x shape if ``every`` was given, with k
    records of each presentation. For an ensemble there is a first dimension of its replicas.
    """

    def __init__(
        self,
        output: Array,
        mean_output: Array | None,
        records: Mapping[str, Array],
        presented: int,
        asked: int,
        steps: int,
    ) -> None:
        super().__init__(records)
        self.output = output
        """Prospective voltages of the output (circuits) or its rates, after the last step: n x outputs."""
        self.mean_output = mean_output
        """Their mean over the steps of a presentation but the first, as in a test: n x outputs. With ``mean=True``."""
        self.presented = presented
        """The number of inputs that were shown; fewer than given if somebody cancelled. The rest is NaN."""
        self.asked = asked
        """The number of inputs that were given."""
        self.steps = steps
        """Steps taken so far."""

    @property
    def records(self) -> dict[str, Array]:
        """The records by name."""
        return dict(self)

    def __repr__(self) -> str:
        arrays = {"output": self.output, **({} if self.mean_output is None else {"mean_output": self.mean_output}), **self}
        shapes = ", ".join(f"{name} {' x '.join(map(str, array.shape)) or 'number'}" for name, array in arrays.items())
        what = f"{self.presented}" if self.presented == self.asked else f"{self.asked}, of which {self.presented} were shown and the rest is NaN"
        return f"<presentation of {what}: {shapes}>"


class Look(Named):
    """What the copy of a network answered to one sample: records by name, and the output.

    A record is k x its shape, with k records. Nothing has a dimension of replicas.
    """

    def __init__(
        self,
        input: Array,
        target: Array | None,
        output: Array,
        records: Mapping[str, Array],
        label: int | None,
        samples: int,
        steps: int,
    ) -> None:
        super().__init__(records)
        self.input = input
        """The input of the sample. Of rate networks it is in all places of the batch."""
        self.target = target
        """Its target, if it has one; also if it did not act."""
        self.output = output
        """The output after the last step."""
        self.label = label
        """The number of its class, if it has one."""
        self.samples = samples
        """How many samples there are of this kind."""
        self.steps = steps
        """For how many steps it was shown."""

    @property
    def records(self) -> dict[str, Array]:
        """The records by name."""
        return dict(self)

    def __repr__(self) -> str:
        shapes = "".join(f", {name} {' x '.join(map(str, array.shape)) or 'number'}" for name, array in self.items())
        what = "" if self.label is None else f" of class {self.label}"
        return f"<look at a sample{what} for {self.steps} steps: output {' x '.join(map(str, self.output.shape))}{shapes}>"


class TestResult(Named):
    """What a test or a prediction gives, by the names of ``result.json`` and ``recordings.npz``.

    ``test_output`` is samples x outputs, ``test_prediction`` and ``test_class`` are numbers of classes, ``test_accuracy``
    is from 0 to 1, ``test_error`` a mean squared error. The ``test_`` may be left out: ``result.accuracy``. For an
    ensemble each has the replicas as its first dimension, in the order of ``replicas``: those that are finite.
    """

    __test__ = False  # pytest

    def __init__(self, values: Mapping[str, Any], samples: int, replicas: tuple[int, ...]) -> None:
        super().__init__(values)
        self.samples = samples
        """The number of samples."""
        self.replicas = replicas
        """The numbers of the replicas."""

    def __getattr__(self, name: str) -> Any:
        values = self.__dict__.get("_values", {})
        return values[f"test_{name}"] if f"test_{name}" in values else super().__getattr__(name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *(name.removeprefix("test_") for name in self)]

    def __repr__(self) -> str:
        numbers = [shown(name, value) for name, value in self.items() if np.ndim(value) == (0 if len(self.replicas) == 1 else 1)]
        arrays = [f"{name} {' x '.join(map(str, value.shape))}" for name, value in self.items() if np.ndim(value) > 0]
        return f"<test of {self.samples} samples: {', '.join(numbers + arrays)}>"
