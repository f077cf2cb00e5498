"""Networks that somebody drives."""

from __future__ import annotations

import math
import operator
import os
import re
import threading
import warnings
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple, NoReturn, TypeVar, cast, overload

import numpy.typing as npt

from ._child import Message, Transport, child
from ._frames import Array, plain, to_array
from ._names import nearest
from .errors import Cancelled, DivergedError, DivergedWarning, InputError
from .results import Epoch, History, Look, Presentation, Progress, TestResult, shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Experiment = str | os.PathLike[str] | Mapping[str, Any]
Learn = bool | str | Iterable[str] | None
_LONG = 256
"""Steps from which on a call may take so long that somebody interrupts it."""


class Variable(NamedTuple):
    """What is known of a variable."""

    name: str
    """Its name with the number of its area, as ``B1``."""
    meaning: str
    """What it is, with its dimensions."""
    dtype: str
    shape: tuple[int, ...]
    settable: bool
    """Whether it can be set. What is derived from other variables can't."""


class Areas(Sequence[Array]):
    """A variable in all areas that have it, in the order of the areas: ``sim.B[0]`` is the first one, ``B1``.

    Positions count from 0, as everywhere in Python. The numbers in names count areas from 1, as in the paper: the
    input is area 0. ``names`` tells which is which.
    """

    def __init__(self, network: Network, names: tuple[str, ...]) -> None:
        self._network = network
        self.names = names
        """The names, as ``("W1", "W2")``."""

    def __len__(self) -> int:
        return len(self.names)

    @overload
    def __getitem__(self, index: int) -> Array: ...
    @overload
    def __getitem__(self, index: slice) -> list[Array]: ...
    def __getitem__(self, index: int | slice) -> Array | list[Array]:
        names = self.names[index]
        if isinstance(names, str):
            return cast(Array, self._network[names])
        values = self._network.get(*names)
        return [values[name] for name in names]

    def __iter__(self) -> Iterator[Array]:
        return iter(self[:])

    def __setitem__(self, index: int, value: npt.ArrayLike) -> None:
        self._network[self.names[index]] = value

    def __repr__(self) -> str:
        shapes = self._network._shapes
        return ", ".join(f"[{k}] {name}: {' x '.join(map(str, shapes[name])) or 'number'}" for k, name in enumerate(self.names))


N = TypeVar("N", bound="Network")


class Network:
    """A network of any model, that runs its experiment or what you show it.

    Parameters
    ----------
    experiment
        A name of :func:`pal4j.experiments`; or a file: a configuration, or a parameter file of an original program;
        or a dict with keys as in a configuration file, where ``based_on`` names an experiment for the other keys.
    seed
        The seed of weights, noise and the order of samples.
    data
        The folder of MNIST or CIFAR-10.
    threads
        The number of threads of the simulation. It changes no result.
    noise
        ``"given"``: you give every draw of noise to :meth:`present`, and there are no epochs.
    task
        For parameter files of the original NumPy program: its task.
    **keys
        Keys of the configuration: ``Circuit("yinyang", eta_bw=1, layers=[4, 60, 3])``. :attr:`config` has all of them.

    Variables are attributes, each a NumPy array that is a copy of the moment and can't be written to:

    >>> sim = pal4j.Circuit("yinyang", seed=1)
    >>> sim.B1          # feedback weights of area 1, post x pre
    >>> sim.B[0]        # the same: the first of all B
    >>> sim.W[1] = 0.5 * sim.W[1]

    ``sim["B1"]`` does the same. :attr:`variables` says what there is. Weights are post x pre in circuits and
    pre x post in rate networks, as in the papers; voltages and rates have one value a neuron; angles are in degrees.
    """

    _model: ClassVar[str] = ""
    _many: ClassVar[bool] = False

    def __init__(
        self,
        experiment: Experiment,
        *,
        seed: int | None = None,
        data: str | os.PathLike[str] | None = None,
        threads: int = 1,
        noise: Literal["given"] | None = None,
        task: str | None = None,
        **keys: Any,
    ) -> None:
        process = child()
        head: dict[str, Any] = {"do": "open", "threads": plain("threads", threads)}
        if isinstance(experiment, Mapping):
            head["config"] = plain("config", experiment)
        else:
            head["experiment"] = process.experiment(experiment)
        settings = plain("keys", keys)
        if seed is not None:
            # One seed replaces a list of seeds, as --seed does.
            settings |= {"seed": plain("seed", seed), "seeds": None}
        if task is not None:
            if "config" in head or head["experiment"] in process.greeting["experiments"]:
                settings["task"] = task
            else:
                head["task"] = task
        if settings:
            head["set"] = settings
        if data is not None:
            head["data"] = process.path(data)
        if noise is not None:
            head["noise"] = noise
        if self._model:
            head["model"] = self._model
        try:
            message = process.request(head, lengthy=True)
        except InputError as error:
            for fault in error.faults:
                if fault.field == "model" and "asked for" in fault.bound:
                    name = experiment.get("name", "this") if isinstance(experiment, Mapping) else os.fspath(experiment)
                    other = {"circuit": "Circuit or pal4j.Network", "rate": "RateNetwork or pal4j.Network"}.get(fault.value, "Network")
                    raise InputError(f"{name} has the model {fault.value}; use pal4j.{other}", error.faults) from None
            raise
        self._adopt(process, message)

    def _adopt(self, process: Transport, message: Message) -> None:
        info = message.head
        put = self.__dict__.__setitem__
        put("_process", process)
        put("_session", info["session"])
        put("_finalizer", weakref.finalize(self, process.garbage.append, info["session"]))
        self._finalizer.atexit = False
        put("_info", info)
        put("_squeeze", info["replicas"] == 1 and not self._many)
        put("_closed", False)
        put("_stale", False)
        put("_cancels", 0)
        put("_talking", None)
        put("_fresh_steps", info["steps"])
        put("_fresh_epochs", info["epochs"])
        put("_last", None)
        put("_causes", {})
        put(
            "_variables",
            {one["name"]: Variable(one["name"], one["meaning"], one["dtype"], tuple(one["shape"]), one["settable"]) for one in info["variables"]},
        )
        shapes = {name: one.shape for name, one in self._variables.items()}
        for one in info.get("series", ()):
            shapes[one["name"]] = tuple(one["shape"])
        put("_shapes", shapes)
        groups: dict[str, list[str]] = {}
        for name in shapes:
            matched = re.fullmatch(r"([A-Za-z_]+)(\d+)", name)
            if matched and matched[1] not in shapes:
                groups.setdefault(matched[1], []).append(name)
        put("_groups", {name: tuple(members) for name, members in groups.items()})
        for note in info.get("notes", ()):
            warnings.warn(note, stacklevel=3)

    # --- what it is -------------------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """The name of the experiment."""
        return cast(str, self._info["name"])

    @property
    def title(self) -> str:
        """What the experiment is, in a line; may be empty."""
        return cast(str, self._info["title"])

    @property
    def description(self) -> str:
        """What is trained on what, in a sentence."""
        return cast(str, self._info["description"])

    @property
    def model(self) -> str:
        """The class of the model, ``circuit`` or ``rate``."""
        return cast(str, self._info["model"])

    @property
    def algorithm(self) -> str:
        """``PAL``, ``FA``, ``BP``, ``DFA`` or ``KP``."""
        return cast(str, self._info["algorithm"])

    @property
    def areas(self) -> str:
        """The sizes of the areas or layers, the input first, as ``4-30-3``."""
        return cast(str, self._info["layers"])

    @property
    def replicas(self) -> int:
        """The number of networks; 1 unless this is an ensemble."""
        return cast(int, self._info["replicas"])

    @property
    def seeds(self) -> tuple[int, ...]:
        """The seed of each replica."""
        return tuple(self._info["seeds"])

    @property
    def labels(self) -> tuple[str, ...]:
        """The name of each replica."""
        return tuple(self._info["labels"])

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes; empty if there are none."""
        return tuple(self._info["classes"])

    @property
    def experiment_epochs(self) -> int:
        """The number of epochs that the experiment asks for. You may train for more."""
        return cast(int, self._info["experiment_epochs"])

    @property
    def steps(self) -> int:
        """Steps taken so far."""
        self._refresh()
        return cast(int, self._fresh_steps)

    @property
    def epoch(self) -> int:
        """Epochs completed."""
        self._refresh()
        return cast(int, self._fresh_epochs)

    @property
    def learnable(self) -> tuple[str, ...]:
        """What can learn, for ``learn``: ``forward``, ``lateral``, ``backward`` in circuits."""
        return tuple(self._info.get("learn", ()))

    @property
    def input_shape(self) -> tuple[int, ...]:
        """The shape of one input."""
        return tuple(self._info["input_shape"])

    @property
    def target_shape(self) -> tuple[int, ...]:
        """The shape of one target, and of one output."""
        return tuple(self._info["target_shape"])

    @property
    def presentation_steps(self) -> int:
        """For how many steps the experiment shows a sample in training: ``Tpres`` by ``dt`` in circuits, ``updates`` in rate networks."""
        return cast(int, self._info["presentation_steps"])

    @property
    def noise_shapes(self) -> dict[str, tuple[int, ...]]:
        """With given noise: the draws of a step, by name."""
        return {one["name"]: tuple(one["shape"]) for one in self._info.get("noise", ())}

    @property
    def variables(self) -> dict[str, Variable]:
        """All variables by name, with their meaning, shape and whether they can be set."""
        return dict(self._variables)

    @property
    def recordable(self) -> tuple[str, ...]:
        """What can be recorded and read beside the variables, as ``angle_B``; a name without its number means all areas."""
        return tuple(dict.fromkeys([*self._info["quantities"], *(name for name in self._shapes if name not in self._variables)]))

    @property
    def config(self) -> dict[str, Any]:
        """The whole configuration as a dict: every key with its value, in the units of docs/configuration.md.

        It is a copy; :meth:`change` gives this network other values, and :meth:`copy` a twin of it. A dict like this opens a network:
        ``pal4j.Network(sim.config | {"seed": 2})``.
        """
        return cast("dict[str, Any]", self._call({"do": "show"}).head["keys"])

    @property
    def config_text(self) -> str:
        """The whole configuration as YAML, with a comment on each key: the text of a configuration file."""
        return cast(str, self._call({"do": "show"}).head["config"])

    @property
    def changeable(self) -> tuple[str, ...]:
        """The keys that :meth:`change` and :meth:`copy` may give other values: learning rates and the like."""
        return tuple(self._info["changeable"])

    def __repr__(self) -> str:
        who = f"seed {self.seeds[0]}" if self.replicas == 1 else f"{self.replicas} replicas"
        lines = [f"<{type(self).__name__} {self.name}: {self.areas}, {self.algorithm}, {who}"]
        if self._closed:
            return lines[0] + ", closed>"
        if self._process.dead:
            return lines[0] + ", lost with its process>"
        rates = self._rates()
        if rates:
            lines.append(f"learning rates {rates}")
        lines.append(f"{_amount(self.epoch, 'epoch')} of {self.experiment_epochs:,}, {_amount(self.steps, 'step')}")
        if self._last is not None:
            lines.append(", ".join(shown(name, value) for name, value in self._last.items()))
        for replica, cause in self._causes.items():
            lines.append(f"diverged{'' if self._squeeze else ' ' + self.labels[replica]}: {cause}")
        return "\n ".join(lines) + ">"

    def _rates(self) -> str:
        if "_rates_text" not in self.__dict__:
            if self._talking is not None:
                return ""
            config = self.config
            each = config.get("each") or {}
            found = {name: each.get(name, value) for name, value in config.items() if re.fullmatch(r"eta_\w+|(?:bw_)?lr\w*|multiplier", name)}
            self.__dict__["_rates_text"] = ", ".join(f"{name} {value}" for name, value in found.items())
        return cast(str, self.__dict__["_rates_text"])

    # --- variables --------------------------------------------------------------------------------------------------

    def get(self, *names: str) -> dict[str, Array]:
        """Returns variables by name, all of the same moment. Angles and other series as well, and ``B`` for all of them.

        Each array is a copy that can't be written to. Of an ensemble each is replicas x shape.
        """
        members = self._members(names)
        for name in members:
            if self._is_key(name):
                raise InputError(self._as_key(name))
        message = self._call({"do": "get", "names": members})
        return {name: self._own(array, writable=False) for name, array in message.arrays.items()}

    def _members(self, names: Iterable[str]) -> list[str]:
        given = _names("names", names)
        return list(dict.fromkeys(member for name in given for member in self._groups.get(name, (name,))))

    def set(self, **values: npt.ArrayLike) -> None:
        """Sets variables, all at once: ``sim.set(W1=w, B1=b)``.

        What follows from them changes with them. Of an ensemble, an array in the shape of the variable sets all
        replicas, and one of replicas x shape each.

        Raises
        ------
        InputError
            If a variable is not there or can't be set, or a shape is wrong; then nothing has changed.
        """
        for name in values:
            self._require_no_key(name)
        self._call({"do": "set"}, {name: to_array(name, value) for name, value in values.items()})
        # Whoever is not finite even so is told of again.
        self._causes.clear()

    def _is_key(self, name: str) -> bool:
        """Says whether a name is no variable and a key of the configuration."""
        if name in self._shapes or name in self._groups or name.startswith("_"):
            return False
        able = not self._closed and not self._process.dead and self._talking is None
        return name in self._info["changeable"] or (able and name in self.config)

    def _require_no_key(self, name: str) -> None:
        if self._is_key(name):
            other = "sim.change({}=...) goes on with" if name in self._info["changeable"] else "a new network, with {}=..., has"
            raise InputError(f"{name} is a key of the configuration and no variable; {other.format(name)} another value")

    def __getitem__(self, name: str) -> Any:
        if name in self._groups:
            return Areas(self, self._groups[name])
        return self.get(name)[name]

    def __setitem__(self, name: str, value: Any) -> None:
        if name in self._groups:
            members = self._groups[name]
            if len(members) != len(value):
                raise InputError(f"{name}: takes {len(members)} arrays, for {', '.join(members)}, not {len(value)}")
            self.set(**dict(zip(members, value, strict=True)))
        else:
            self.set(**{name: value})

    def __getattr__(self, name: str) -> Any:
        if name in self.__dict__.get("_groups", {}) or name in self.__dict__.get("_shapes", {}):
            return self[name]
        if "_groups" in self.__dict__ and self._is_key(name):
            raise AttributeError(self._as_key(name))
        known = [*self.__dict__.get("_groups", {}), *self.__dict__.get("_shapes", {})]
        raise AttributeError(f"{type(self).__name__} has no {name}{self._near(name, known)}; its variables are {self._listed()}")

    @staticmethod
    def _as_key(name: str) -> str:
        return f"{name} is a key of the configuration and no variable; sim.config[{name!r}] has its value"

    def _near(self, name: str, known: Iterable[str]) -> str:
        """Tells the areas that have a variable where there is no such area, or else a name that is nearly right."""
        members = self.__dict__.get("_groups", {}).get(name.rstrip("0123456789"))
        return f"; there is {', '.join(members)}" if members else nearest(name, known)

    def _listed(self) -> str:
        """Returns the names of variables, without the numbers of areas."""
        numbered = {member for members in self.__dict__.get("_groups", {}).values() for member in members}
        return ", ".join([*self.__dict__.get("_groups", {}), *(name for name in self.__dict__.get("_shapes", {}) if name not in numbered)])

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self._groups or name in self._shapes:
            self[name] = value
        elif name in self.__dict__:
            self.__dict__[name] = value
        else:
            self._require_no_key(name)
            known = [*self._groups, *self._variables]
            raise AttributeError(f"{type(self).__name__} has no {name} to set{self._near(name, known)}; its variables are {self._listed()}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._groups, *self._shapes]

    # --- by hand ----------------------------------------------------------------------------------------------------

    def step(self, steps: int = 1, *, learn: Learn = None, noise: bool = True, target: bool = False) -> None:
        """Takes steps with the input and target as they are (``sim.input = x``).

        Parameters
        ----------
        steps
            How many.
        learn
            What learns: a name or names of :attr:`learnable`, ``"all"``, or nothing.
        noise
            Whether there is noise, as far as the experiment has it.
        target
            Whether the target acts.

        Raises
        ------
        DivergedError
            If the network is no longer finite; if it was so before, nothing has changed. An ensemble warns instead,
            until none is finite.
        """
        count = _whole("steps", steps)
        head: dict[str, Any] = {"do": "step", "steps": count}
        if learn is not None and learn is not False:
            head["learn"] = _learn(learn)
        if not noise:
            head["noise"] = False
        if target:
            head["target"] = True
        reply = self._call(head, lengthy=count > _LONG).head
        self.__dict__["_fresh_steps"] = reply["steps"]
        self._ended(reply, None)

    def present(
        self,
        inputs: npt.ArrayLike,
        targets: npt.ArrayLike | None = None,
        *,
        steps: int | None = None,
        learn: Learn = None,
        record: str | Iterable[str] = (),
        every: int | None = None,
        noise: bool | Mapping[str, npt.ArrayLike] = True,
        mean: bool = False,
    ) -> Presentation:
        """Shows inputs one after the other. Nothing is reset between them.

        Parameters
        ----------
        inputs
            n x :attr:`input_shape`: rates of the input. Of an ensemble also replicas x n x shape.
        targets
            n x :attr:`target_shape`: voltages (circuits) that the output shall have. With targets, they act.
        steps
            For how many steps each input is shown. A step is ``dt``: 0.01 ms in ``yinyang``. Without it as many as in
            training, :attr:`presentation_steps`.
        learn
            What learns: a name or names of :attr:`learnable`, ``"all"``, or nothing.
        record
            Names of variables or of :attr:`recordable`: ``["vapi1"]``, ``["B", "angle_B"]``.
        every
            Records after each so many steps; without it, once after the last step of each presentation.
        noise
            Whether there is noise, as far as the experiment has it. With given noise: the draws by name, each
            n x steps x shape.
        mean
            Also gives the mean output of each presentation.

        Raises
        ------
        DivergedError
            If the network is no longer finite; ``result`` has what there was. An ensemble warns instead, until none
            is finite.
        """
        arrays = {"inputs": to_array("inputs", inputs)}
        if targets is not None:
            arrays["targets"] = to_array("targets", targets)
        head: dict[str, Any] = {"do": "present", "learn": _learn(learn), "mean": bool(mean)}
        if steps is not None:
            head["steps"] = _whole("steps", steps)
        if isinstance(noise, Mapping):
            arrays |= {name: to_array(name, draws) for name, draws in noise.items()}
        elif isinstance(noise, bool):
            head["noise"] = noise
        else:
            raise InputError(f"noise = {noise!r}: must be True, False, or the draws by name")
        names = _names("record", record)
        if names:
            head["record"] = names
        if every is not None:
            head["every"] = plain("every", every)
        message = self._call(head, arrays, lengthy=True)
        self.__dict__["_fresh_steps"] = message.head["steps"]
        found = {name: self._own(array) for name, array in message.arrays.items()}
        output = found.pop("output")
        mean_output = found.pop("mean_output", None)
        if every is None:
            axis = 1 if self._squeeze else 2
            found = {name: array.squeeze(axis) for name, array in found.items()}
        asked = output.shape[0 if self._squeeze else 1]
        result = Presentation(output, mean_output, found, message.head["presented"], asked, message.head["steps"])
        self._ended(message.head, result)
        return result

    def look(
        self,
        sample: int = 0,
        *,
        samples: Literal["test", "validation", "training"] = "test",
        replica: int = 0,
        target: bool = False,
        noise: bool = False,
        steps: int | None = None,
        record: str | Iterable[str] = (),
        every: int | None = None,
    ) -> Look:
        """Shows one sample of the experiment to a copy of the network, and records what happens. This network stays as it is.

        >>> seen = sim.look(3, samples="validation", target=True, record="vapi1", every=5)
        >>> seen["vapi1"]

        Parameters
        ----------
        sample
            Its number, from 0, in the order of the set.
        samples
            Which set.
        replica
            Which network of an ensemble.
        target
            Whether the target of the sample acts. Circuits learn nothing even so; the copy of a rate network does.
        noise
            Whether there is noise, as far as the experiment has it.
        steps
            For how many steps; without it as many as in training.
        record
            Names of variables or of :attr:`recordable`, as for :meth:`present`.
        every
            Records after each so many steps; without it, once after the last.

        Raises
        ------
        DivergedError
            If the copy is no longer finite; ``result`` has what there was.
        """
        head: dict[str, Any] = {
            "do": "look",
            "sample": _whole("sample", sample),
            "samples": samples,
            "replica": _whole("replica", replica),
            "target": bool(target),
            "noise": bool(noise),
        }
        if steps is not None:
            head["steps"] = _whole("steps", steps)
        names = _names("record", record)
        if names:
            head["record"] = names
        if every is not None:
            head["every"] = _whole("every", every)
        message = self._call(head, lengthy=True)
        told = message.head
        found = dict(message.arrays)
        seen = Look(
            found.pop("input"), found.pop("target", None), found.pop("output"), found, told.get("class"), told["samples_of_stage"], told["steps"]
        )
        causes = {int(number): cause for number, cause in told["faults"].items()}
        if causes:
            raise DivergedError(f"the copy of {self.name} is no longer finite: {causes[replica]}", causes, seen)
        if not told["complete"]:
            self._cancelled(seen)
        return seen

    # --- the experiment ---------------------------------------------------------------------------------------------

    @overload
    def epochs(self, epochs: int | None = None) -> Iterator[Epoch]: ...
    @overload
    def epochs(
        self, epochs: int | None = None, *, live: bool, interval: float = 0.1, watch: str | Iterable[str] = ()
    ) -> Iterator[Epoch | Progress]: ...
    def epochs(
        self, epochs: int | None = None, *, live: bool = False, interval: float = 0.1, watch: str | Iterable[str] = ()
    ) -> Iterator[Epoch | Progress]:
        """Trains for epochs, and gives an :class:`Epoch` with the measures after each.

        >>> for e in sim.epochs(5):
        ...     print(e.epoch, e.angle_B1)

        Parameters
        ----------
        epochs
            How many; without it, those that the experiment has left.
        live
            Gives a :class:`Progress` in between as well, whose ``done`` is false, with the variables of ``watch``.
            The network itself can't be asked before the epoch is over. Leaving the loop stops the epoch, and the next
            call completes it.
        interval
            Seconds between two of them, at least.
        watch
            Names of variables or series: ``["B", "angle_B"]``.

        Raises
        ------
        DivergedError
            If the network is no longer finite. An ensemble warns instead, until none is finite.
        KeyboardInterrupt
            After Ctrl-C, when the child has stopped. The network can be used on, and the next call completes the epoch.
        """
        count = max(0, self.experiment_epochs - self.epoch) if epochs is None else _whole("epochs", epochs)
        if count < 0:
            raise InputError(f"epochs = {count}: must be 0 or more")
        if isinstance(interval, bool) or not isinstance(interval, (int, float)) or not 0 <= interval < math.inf:
            raise InputError(f"interval = {interval!r}: must be a number of seconds, 0 or more")
        names = self._members(watch)
        if names and not live:
            raise InputError("watch: goes with live=True, which gives the moments in between")
        return self._epochs(count, live, float(interval), names)

    def _epochs(self, count: int, live: bool, interval: float, watch: list[str]) -> Iterator[Epoch | Progress]:
        cancels = self._cancels
        for _ in range(count):
            if self._cancels != cancels:
                self._cancelled()  # it came between two requests, or when there was nothing left to stop
            if live:
                yield from self._live({"do": "epoch", "live": True, "interval": interval, "watch": watch})
            else:
                self._took(self._call({"do": "epoch"}, lengthy=True))
            yield cast(Epoch, self._last)

    def _live(self, head: dict[str, Any]) -> Iterator[Progress]:
        self._ready(head)
        self.__dict__["_stale"] = True
        with self._process.conversation(head) as talk:
            self.__dict__["_talking"] = threading.get_ident()
            try:
                while (event := talk.event()) is not None:
                    if event.head["event"] == "progress":
                        yield Progress(event.head, {name: self._own(array) for name, array in event.arrays.items()})
                reply = talk.reply()
            finally:
                self.__dict__["_talking"] = None
        self._took(reply)

    def settle(self) -> None:
        """Does what a run does before its first epoch: settles the network and measures. Training does it too."""
        self._took(self._call({"do": "settle"}, lengthy=True))

    def _took(self, message: Message) -> None:
        head = message.head
        self.__dict__["_fresh_steps"] = head["steps"]
        self.__dict__["_fresh_epochs"] = head["epochs"]
        if head["complete"]:
            measures = {name: self._measure(values) for name, values in message.arrays.items() if name != "epoch"}
            self.__dict__["_last"] = Epoch(head["epochs"], head["steps"], measures)
        self._ended(head, None)

    def _ended(self, head: Mapping[str, Any], result: Any) -> None:
        self._diverged(head["faults"], result)
        if not head["complete"] and not head["faults"]:
            self._cancelled(result)

    def _cancelled(self, result: Any = None) -> NoReturn:
        raise Cancelled(f"{self.name}: another thread has cancelled this; the network can be used on", result)

    def _measure(self, values: Array) -> Any:
        return float(values[0, 0]) if self._squeeze else values[:, 0]

    def _diverged(self, faults: Mapping[str, str], result: Any) -> None:
        causes = {int(replica): cause for replica, cause in faults.items()}
        new = {replica: cause for replica, cause in causes.items() if replica not in self._causes}
        self._causes.update(causes)
        if len(self._causes) == self.replicas and causes:
            raise DivergedError(f"{self.name} is no longer finite: {next(iter(causes.values()))}", causes, result)
        for replica, cause in new.items():
            warnings.warn(f"{self.name}, {self.labels[replica]} is no longer finite: {cause}", DivergedWarning, stacklevel=4)

    def fit(self: N, epochs: int | None = None) -> N:
        """Trains for epochs as :meth:`epochs` does, and returns this network."""
        for _ in self.epochs(epochs):
            pass
        return self

    @property
    def history(self) -> History:
        """The measures of all epochs so far."""
        message = self._call({"do": "history"})
        history = History({name: array if name == "epoch" or not self._squeeze else array[0] for name, array in message.arrays.items()})
        history.labels = self.labels
        return history

    def test(self, samples: Literal["test", "validation", "training"] = "test") -> TestResult:
        """Tests the network as a run does at its end. A copy is tested, so this changes nothing."""
        return self._tested(self._call({"do": "test", "samples": samples}, lengthy=True))

    def predict(self, inputs: npt.ArrayLike) -> TestResult:
        """Shows samples as a test does, to a copy of the network: ``sim.predict(x).prediction``.

        Parameters
        ----------
        inputs
            samples x input.
        """
        return self._tested(self._call({"do": "predict"}, {"inputs": to_array("inputs", inputs)}, lengthy=True))

    def _tested(self, message: Message) -> TestResult:
        head = message.head
        if not head["complete"]:
            self._cancelled()
        if not head["of_replicas"]:
            self._diverged(self._call({"do": "history"}).head["faults"], None)
        values: dict[str, Any] = {}
        for name, array in message.arrays.items():
            own = self._own(array)
            values[name] = own.item() if own.ndim == 0 else own
        return TestResult(values, head["samples"], tuple(head["of_replicas"]))

    def plot(self, measure: str | None = None, *, ax: Axes | None = None) -> Axes:
        """Draws a measure of the :attr:`history` over epochs; of an ensemble its mean with a band of one standard deviation.

        Needs matplotlib. Returns the axes.
        """
        from ._plot import plot

        return plot(self, measure, ax)

    # --- copies -----------------------------------------------------------------------------------------------------

    def copy(self: N, **keys: Any) -> N:
        """Returns an independent network that continues from here, bit for bit as this one would.

        Parameters
        ----------
        **keys
            Other values for keys in :attr:`changeable`, learning rates above all: ``sim = sim.copy(eta_bw=0.1)``. The
            state is taken over, and the next step has the new value. Updates that are still in a low-pass filter
            (``dWPP_low_pass``) keep the rate with which they were made. Of an ensemble a value is that of all replicas,
            and ``each={"eta_bw": [..]}`` gives each its own.

        Raises
        ------
        InputError
            If a key can't change: shapes, samples, times and seeds stay as they are.
        """
        head: dict[str, Any] = {"do": "copy"}
        if keys:
            head["set"] = plain("keys", keys)
        return _adopted(type(self), self._process, self._call(head, lengthy=True), self._last)

    def change(self, **keys: Any) -> None:
        """Goes on with other values of some keys from here, as a :meth:`copy` with them would.

        >>> sim.change(eta_bw=0.1)

        Parameters
        ----------
        **keys
            Values for keys in :attr:`changeable`, as for :meth:`copy`.

        Raises
        ------
        InputError
            If a key can't change, or a value is wrong; then nothing has changed.
        """
        info = self._call({"do": "change", "set": plain("keys", keys)}, lengthy=True).head
        self.__dict__.update(_info=self._info | {name: value for name, value in info.items() if name not in ("id", "ok", "session")})
        self.__dict__.pop("_rates_text", None)

    def __copy__(self: N) -> N:
        return self.copy()

    def __deepcopy__(self: N, memo: Any) -> N:
        return self.copy()

    def __reduce__(self) -> Any:
        raise TypeError("a network lives in another process and can't be pickled; save() it, and pal4j.load() it elsewhere")

    def save(self, folder: str | os.PathLike[str]) -> Path:
        """Saves everything into a folder, as that of an unfinished run.

        :func:`pal4j.load` opens it, ``./pal4j run --resume`` goes on with it, and ``./pal4j report`` shows it.
        """
        return Path(self._call({"do": "save", "folder": self._process.path(folder)}, lengthy=True).head["folder"])

    def cancel(self) -> None:
        """Makes what another thread does with this network stop within some milliseconds: its call raises :class:`Cancelled`.

        Training for several epochs stops too if the cancel comes between two of them. Only what has begun is
        cancelled, not a call that comes after this one.
        """
        self.__dict__["_cancels"] += 1
        self._process.cancel(self._session)

    def close(self) -> None:
        """Frees the memory of the network. It also is when nobody has the network any more."""
        if not self._closed:
            self.__dict__["_closed"] = True
            if self._finalizer.detach() is not None and not self._process.dead:
                self._process.request({"do": "close", "session": self._session})

    def __enter__(self: N) -> N:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # --- requests ---------------------------------------------------------------------------------------------------

    def _ready(self, head: dict[str, Any]) -> None:
        if self._closed:
            raise InputError(f"{self.name}: this network is closed")
        if self._talking is not None and self._talking == threading.get_ident():
            raise InputError(f"{self.name}: an epoch is under way; ask for variables with epochs(live=True, watch=[..]), or when the epoch is done")
        head["session"] = self._session

    def _call(self, head: dict[str, Any], arrays: Mapping[str, Array] | None = None, *, lengthy: bool = False) -> Message:
        self._ready(head)
        try:
            return cast(Message, self._process.request(head, arrays, lengthy=lengthy))
        except BaseException:
            self.__dict__["_stale"] = True
            raise

    def _refresh(self) -> None:
        """Asks where the network is, after a call that was interrupted."""
        if self._stale and self._talking is None and not self._closed and not self._process.dead:
            info = self._call({"do": "info"}).head
            self.__dict__.update(_stale=False, _fresh_steps=info["steps"], _fresh_epochs=info["epochs"])

    def _own(self, array: Array, *, writable: bool = True) -> Array:
        own = array[0, ...] if self._squeeze else array
        if not writable:
            own.flags.writeable = False
        return own


class Circuit(Network):
    __doc__ = f"A dendritic microcircuit. {(Network.__doc__ or '').partition(chr(10))[2]}"
    _model = "circuit"


class RateNetwork(Network):
    __doc__ = f"A latent-equilibrium rate network. {(Network.__doc__ or '').partition(chr(10))[2]}"
    _model = "rate"


class Ensemble(Network):
    """Several networks that differ in their seeds, or in values of keys, and advance together.

    Small circuits run side by side in the lanes of vectors: 16 take as long as five alone. Each gives the bits that it
    would give alone. Everything is as for one network, with the replicas as the first dimension of every array.

    >>> pal4j.Ensemble("yinyang", seeds=range(16)).fit(epochs=5).plot("angle_B1")

    Parameters
    ----------
    seeds
        The seed of each replica; or a number: so many, from the experiment's seed on.
    each
        Values for each replica: ``each={"eta_bw": [0.1, 0.5, 2]}``. All lists have the same length.
    """

    _many = True

    def __init__(
        self,
        experiment: Experiment,
        *,
        seeds: int | Iterable[int] | None = None,
        each: Mapping[str, Sequence[Any]] | None = None,
        seed: int | None = None,
        data: str | os.PathLike[str] | None = None,
        threads: int | None = None,
        noise: Literal["given"] | None = None,
        task: str | None = None,
        **keys: Any,
    ) -> None:
        if seed is not None:
            keys["seed"] = seed
        if seeds is not None:
            keys["seeds"] = plain("seeds", seeds)
        if each is not None:
            keys["each"] = plain("each", each)
        if threads is None:
            threads = child().greeting["cores"]
        super().__init__(experiment, data=data, threads=threads, noise=noise, task=task, **keys)


def load(folder: str | os.PathLike[str], *, data: str | os.PathLike[str] | None = None, threads: int = 1) -> Network:
    """Opens a network that :meth:`Network.save` wrote, or the folder of a run or a study that has checkpoints.

    Returns a :class:`Circuit`, a :class:`RateNetwork`, another :class:`Network`, or an :class:`Ensemble` of several.
    """
    process = child()
    head: dict[str, Any] = {"do": "load", "folder": process.path(folder), "threads": plain("threads", threads)}
    if data is not None:
        head["data"] = process.path(data)
    message = process.request(head, lengthy=True)
    kinds: dict[str, type[Network]] = {"circuit": Circuit, "rate": RateNetwork}
    kind = Ensemble if message.head["replicas"] > 1 else kinds.get(message.head["model"], Network)
    network = _adopted(kind, process, message, None)
    if network.epoch:
        history = network._call({"do": "history"})
        measures = {name: network._measure(values[:, -1:]) for name, values in history.arrays.items() if name != "epoch"}
        network.__dict__["_last"] = Epoch(network.epoch, network.steps, measures)
    return network


def experiments() -> tuple[str, ...]:
    """Returns the names of the experiments."""
    return tuple(child().greeting["experiments"])


def _adopted(kind: type[N], process: Transport, message: Message, last: Epoch | None) -> N:
    network = kind.__new__(kind)
    network._adopt(process, message)
    network.__dict__["_last"] = last
    return network


def _learn(learn: Learn) -> Any:
    if learn is None:
        return "none"
    if isinstance(learn, (bool, str)):
        return learn
    return _names("learn", learn)


def _names(what: str, names: Any) -> list[str]:
    """Returns one name, or several, as a list."""
    given = [names] if isinstance(names, str) else list(names) if isinstance(names, Iterable) else [names]
    for name in given:
        if not isinstance(name, str):
            raise InputError(f"{what}: must be names, not {type(name).__name__}")
    return given


def _whole(what: str, value: Any) -> int:
    """Returns a whole number, also one of NumPy's."""
    try:
        if isinstance(value, bool):
            raise TypeError
        return operator.index(value)
    except TypeError:
        raise InputError(f"{what} = {value!r}: must be a whole number") from None


def _amount(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
