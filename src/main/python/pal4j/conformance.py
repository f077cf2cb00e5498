"""The conformance kit: does another implementation of the models compute what PAL4J computes?

An implementation becomes a *subject* by a class with four methods::

    class MyCircuit:
        name = "my-circuit"
        models = ["circuit"]
        without = {"rate": "this program has circuits only"}

        def start(self, config): ...                                # a new network; raise Unsupported("why") if it can't
        def set(self, name, values): ...                            # a variable, before the first step
        def step(self, input, target, learn, noise, draws): ...     # one step
        def read(self, name): ...                                   # a variable after the step

``check(MyCircuit)`` lets it follow PAL4J's golden cases and random ones, and returns a report that says where it first differs,
and what is probably wrong. ``serve(MyCircuit)`` makes a program of it that ``./pal4j verify --against`` can ask.
docs/conformance.md lists the keys, variables and draws.

A subject needs this module and NumPy, and nothing else of the package.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import json
import math
import os
import shlex
import struct
import subprocess
import sys
import traceback
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO, Protocol, cast

import numpy as np
import numpy.typing as npt

__all__ = ["Case", "Divergence", "NonConformant", "Report", "Subject", "Unsupported", "check", "serve"]

Array = npt.NDArray[Any]

_MAGIC = b"P4J1"
_PREAMBLE = struct.Struct("<4sIQ")
_ALIGN = 8
_DTYPES = ("float32", "float64", "int32", "int64", "uint8", "int8", "bool")


class Unsupported(Exception):
    """A subject can't do a case. The message is the reason that the report lists."""


class NonConformant(AssertionError):
    """A subject failed. ``report`` has the details, and the message shows them.

    Attributes:
        report: what came out of all cases
    """

    def __init__(self, report: Report) -> None:
        super().__init__(f"\n{report}")
        self.report = report


class Subject(Protocol):
    """What ``serve`` and ``check`` need of an implementation. A new object is made for each case.

    A class may also have ``name`` (text), ``models`` (a list of ``"circuit"`` and ``"rate"``), and ``without``: a dictionary with
    a reason for each model, or variable, that it does not have. With a method ``variables()``, which gives a list of names, only
    these are compared, and each one that is missing needs a reason.
    """

    def start(self, config: dict[str, Any]) -> None:
        """Makes a network. Raises ``Unsupported`` if it can't.

        Args:
            config: every parameter by its key
        """

    def set(self, name: str, values: Array) -> None:
        """Sets a variable before the first step.

        Args:
            name: for example ``W1``
            values: float64, in the variable's shape
        """

    def step(self, input: Array, target: Array | None, learn: AbstractSet[str], noise: bool, draws: dict[str, Array]) -> None:
        """Takes one step.

        Args:
            input: float64, n_0 for circuits; a batch for rate networks
            target: float64, or None if there is none in this step
            learn: what learns: ``forward``, ``lateral``, ``backward``; for rate networks ``weights``
            noise: whether noise is on
            draws: standard-normal draws by name, ``xi1`` and so on
        """

    def read(self, name: str) -> npt.ArrayLike:
        """Returns a variable after the last step, in its shape; float64 or float32."""


# --- the subject's side of the protocol -----------------------------------------------------------------------------------


class _Frames:
    """Reads and writes the frames of docs/protocol.md."""

    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self._source = source
        self._sink = sink

    def _exactly(self, count: int) -> bytes:
        data = self._source.read(count)
        if len(data) < count:
            raise EOFError
        return data

    def read(self) -> tuple[dict[str, Any], dict[str, Array]]:
        magic, head_bytes, body_bytes = _PREAMBLE.unpack(self._exactly(_PREAMBLE.size))
        if magic != _MAGIC:
            raise ValueError(f"a frame must begin with {_MAGIC!r}, not {magic!r}")
        head = json.loads(self._exactly(head_bytes))
        body = self._exactly(body_bytes)
        arrays = {}
        at = 0
        for entry in head.get("arrays", []):
            if entry["dtype"] not in _DTYPES:
                raise ValueError(f"unknown dtype {entry['dtype']}")
            dtype = np.dtype(entry["dtype"]).newbyteorder("<")
            count = math.prod(entry["shape"])
            arrays[entry["name"]] = np.frombuffer(body, dtype, count, at).reshape(entry["shape"])
            at += -(-count * dtype.itemsize // _ALIGN) * _ALIGN
        return head, arrays

    def write(self, head: Mapping[str, Any], arrays: Mapping[str, Array]) -> None:
        listed = []
        body = b""
        for name, given in arrays.items():
            array = np.ascontiguousarray(given, np.dtype(given.dtype).newbyteorder("<")).reshape(given.shape)
            listed.append({"name": name, "dtype": given.dtype.newbyteorder("=").name, "shape": given.shape})
            body += array.tobytes() + b"\0" * (-array.nbytes % _ALIGN)
        text = json.dumps({**head, "arrays": listed} if listed else head).encode()
        self._sink.write(_PREAMBLE.pack(_MAGIC, len(text), len(body)) + text + body)
        self._sink.flush()


def serve(subject: type[Subject], source: BinaryIO | None = None, sink: BinaryIO | None = None) -> None:
    """Speaks the session protocol on standard input and output for a subject, until the input ends.

    Whatever the subject prints goes to standard error, so that it does not get between the frames.

    Args:
        subject: the class; an object of it is made for each network
        source: where requests come from, if not from standard input
        sink: where replies go, if not to standard output
    """
    if sink is None:
        sink = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)
        sys.stdout = sys.stderr
    frames = _Frames(source or sys.stdin.buffer, sink)
    greeting = {
        "hello": getattr(subject, "name", subject.__name__),
        "protocol": 1,
        "version": getattr(subject, "version", ""),
        "operations": ["hello", "open", "set", "get", "present", "close", "quit"],
        "models": list(getattr(subject, "models", ["circuit", "rate"])),
        "without": dict(getattr(subject, "without", {})),
    }
    frames.write(greeting, {})
    server = _Server(subject, greeting)
    while True:
        try:
            head, arrays = frames.read()
        except EOFError:
            return
        reply, given = server.answer(head, arrays)
        frames.write({"id": head.get("id"), **reply}, given)
        if head.get("do") == "quit":
            return


class _Server:
    def __init__(self, subject: type[Subject], greeting: dict[str, Any]) -> None:
        self._subject = subject
        self._greeting = greeting
        self._sessions: dict[int, Subject] = {}
        self._opened = 0

    def answer(self, head: dict[str, Any], arrays: dict[str, Array]) -> tuple[dict[str, Any], dict[str, Array]]:
        operations = {"open": self._open, "set": self._set, "get": self._get, "present": self._present, "close": self._close}
        operation = head.get("do")
        try:
            if operation in ("hello", "quit"):
                return {"ok": True, **(self._greeting if operation == "hello" else {})}, {}
            if operation not in operations:
                return self._refusal("input", f"do = {operation}: must be one of {', '.join(operations)}")
            return operations[operation](head, arrays)
        except Unsupported as reason:
            return self._refusal("unsupported", str(reason))
        except Exception as fault:
            traceback.print_exc()
            place = traceback.extract_tb(fault.__traceback__)[-1]
            return self._refusal("bug", f"{type(fault).__name__}: {fault} ({Path(place.filename).name}, line {place.lineno})")

    @staticmethod
    def _refusal(kind: str, message: str) -> tuple[dict[str, Any], dict[str, Array]]:
        return {"ok": False, "error": {"kind": kind, "message": message, "faults": []}}, {}

    def _of(self, head: dict[str, Any]) -> Subject:
        return self._sessions[head["session"]]

    def _open(self, head: dict[str, Any], arrays: dict[str, Array]) -> tuple[dict[str, Any], dict[str, Array]]:
        network = self._subject()
        network.start(head["config"])
        self._opened += 1
        self._sessions[self._opened] = network
        reply: dict[str, Any] = {"ok": True, "session": self._opened}
        names = getattr(network, "variables", None)
        if names is not None:
            reply["variables"] = list(names())
            reply["without"] = dict(getattr(network, "without", {}))
        return reply, {}

    def _close(self, head: dict[str, Any], arrays: dict[str, Array]) -> tuple[dict[str, Any], dict[str, Array]]:
        del self._sessions[head["session"]]
        return {"ok": True}, {}

    def _set(self, head: dict[str, Any], arrays: dict[str, Array]) -> tuple[dict[str, Any], dict[str, Array]]:
        for name, values in arrays.items():
            self._of(head).set(name, np.array(values, float))
        return {"ok": True}, {}

    def _get(self, head: dict[str, Any], arrays: dict[str, Array]) -> tuple[dict[str, Any], dict[str, Array]]:
        network = self._of(head)
        return {"ok": True}, {name: _values(network, name)[np.newaxis] for name in head["names"]}

    def _present(self, head: dict[str, Any], arrays: dict[str, Array]) -> tuple[dict[str, Any], dict[str, Array]]:
        """Shows n inputs for some steps each; records are 1 x n x steps x shape, as there is one replica."""
        network = self._of(head)
        inputs, targets = arrays["inputs"], arrays.get("targets")
        draws = {name: given for name, given in arrays.items() if name not in ("inputs", "targets")}
        records: dict[str, list[Array]] = {name: [] for name in head["record"]}
        for n in range(len(inputs)):
            for k in range(head["steps"]):
                network.step(
                    inputs[n].astype(float),
                    None if targets is None else targets[n].astype(float),
                    set(head["learn"]),
                    bool(head["noise"]),
                    {name: given[n, k].astype(float) for name, given in draws.items()},
                )
                for name, rows in records.items():
                    rows.append(_values(network, name))
        shape = (1, len(inputs), head["steps"])
        return {"ok": True}, {name: np.stack(rows).reshape(shape + rows[0].shape) for name, rows in records.items()}


def _values(network: Subject, name: str) -> Array:
    """Copies a variable, so that the next step does not change the record."""
    values = np.array(network.read(name))
    return values if values.dtype == np.float32 else values.astype(float)


# --- running the kit ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Divergence:
    """Where a subject first differs.

    Attributes:
        step: the number of completed steps; 0 is after ``set``
        variable: the first variable of the step, in the order of computation, that differs
        index: the index of the value within it
        got: the subject's value
        expected: PAL4J's reference, in double precision
        guess: which equation it is, and which mistake gives these values
        agree: the variables of this step that agree
        differ: the variables of this step that differ
        before: all variables one step before, by name
    """

    step: int
    variable: str
    index: tuple[int, ...]
    got: float
    expected: float
    guess: str
    agree: tuple[str, ...]
    differ: tuple[str, ...]
    before: Mapping[str, Array] = field(repr=False)


@dataclass(frozen=True)
class Case:
    """What came out of one case.

    Attributes:
        name: its name
        model: ``circuit`` or ``rate``
        verdict: ``passed``, ``failed`` or ``unsupported``
        steps: the steps that were compared
        error: the largest error, absolute for small and relative for large variables
        bound: the largest that passes
        reason: why it was not followed, or not to the end
        without: variables that the subject does not have, with its reasons
        divergence: where it first differs, if it does
    """

    name: str
    model: str
    verdict: str
    steps: int
    error: float
    bound: float
    reason: str
    without: Mapping[str, str]
    divergence: Divergence | None

    def __str__(self) -> str:
        """Tells the outcome, in several lines if it failed."""
        if self.verdict == "passed":
            return f"{self.name}: passed, {self.steps} steps, error {self.error:.1e}"
        if self.verdict == "unsupported":
            return f"{self.name}: not supported: {self.reason}"
        lines = [f"{self.name}: failed{': ' + self.reason if self.reason else ''}"]
        if self.divergence is not None:
            at = self.divergence
            where = f"[{', '.join(map(str, at.index))}]"
            lines += [
                f"  first after step {at.step}: {at.variable}{where} is {at.got!r}, expected {at.expected!r}",
                f"  guess: {at.guess}",
                f"  agree in this step: {', '.join(at.agree) or 'none'}",
                f"  differ: {', '.join(at.differ)}",
            ]
            if at.before:
                lines.append("  one step before, all within the bound:")
                lines += [f"    {name} = {np.array2string(values, threshold=12)}" for name, values in at.before.items()]
        return "\n".join(lines)


@dataclass(frozen=True)
class Report:
    """What came out of all cases.

    Attributes:
        subject: the greeting of the subject
        passed: whether no case failed, and at least one passed
        cases: one by one
    """

    subject: Mapping[str, Any]
    passed: bool
    cases: tuple[Case, ...]

    @property
    def failed(self) -> tuple[Case, ...]:
        """The cases that failed."""
        return tuple(case for case in self.cases if case.verdict == "failed")

    @property
    def unsupported(self) -> tuple[Case, ...]:
        """The cases that the subject says it can't do."""
        return tuple(case for case in self.cases if case.verdict == "unsupported")

    def __str__(self) -> str:
        """Lists all cases."""
        count = {verdict: sum(case.verdict == verdict for case in self.cases) for verdict in ("passed", "failed", "unsupported")}
        summary = f"{len(self.cases)} cases: {count['passed']} passed, {count['failed']} failed, {count['unsupported']} not supported"
        return "\n".join([*map(str, self.cases), summary])


# Set in the process of a subject.
_SUBJECT = "PAL4J_SUBJECT"


def check(
    subject: type[Subject] | str | Sequence[str],
    cases: Iterable[str | os.PathLike[str]] = (),
    *,
    random: int | None = None,
    seed: int = 1,
    keep: str | os.PathLike[str] | None = None,
    patience: int = 60,
    raises: bool = True,
    pal4j: str | Sequence[str] | None = None,
) -> Report:
    """Lets a subject follow golden cases and random ones.

    Args:
        subject: a class with the methods of ``Subject``; or ``"module:Class"`` or ``"file.py:Class"``; or the command of a
            program in any language, as a list of words
        cases: folders with golden cases; if there are none, the eleven that PAL4J carries
        random: the number of random cases; by default 20 if no cases are given
        seed: decides the random cases
        keep: a folder for the cases that fail, but for those of ``cases``
        patience: how many seconds one reply may take
        raises: whether a failure is raised
        pal4j: the command of PAL4J; by default the program that the package uses

    Returns:
        the report

    Raises:
        NonConformant: if a case failed, or none passed
        RuntimeError: if PAL4J can't run the kit
    """
    if _SUBJECT in os.environ:
        raise RuntimeError("check was called while the kit loads the subject, which would never end; call it under if __name__ == '__main__':")
    command = [*_program(pal4j), "verify", "--against", shlex.join(_command(subject)), "--json", "--patience", str(patience), "--seed", str(seed)]
    if random is not None:
        command += ["--random", str(random)]
    if keep is not None:
        command += ["--keep", os.fspath(keep)]
    folders = [os.fspath(case) for case in cases]
    done = subprocess.run([*command, *folders], capture_output=True, text=True, env=_environment(), check=False)
    if done.returncode not in (0, 1) or not done.stdout.strip():
        raise RuntimeError(f"the kit could not run, exit status {done.returncode}:\n{done.stderr.strip()}")
    report = _report(json.loads(done.stdout))
    if raises and not report.passed:
        raise NonConformant(report)
    return report


def _program(given: str | Sequence[str] | None) -> list[str]:
    if given is not None:
        return shlex.split(given) if isinstance(given, str) else list(given)
    from ._command import command

    return command()


def _command(subject: type[Subject] | str | Sequence[str]) -> list[str]:
    if isinstance(subject, str):
        place = subject
    elif inspect.isclass(subject):
        place = _place(subject)
    else:
        return list(subject)
    # The file, not -m: it also works where the package's other requirements are missing.
    return [sys.executable, str(Path(__file__).resolve()), place]


def _place(subject: type[Subject]) -> str:
    if "<locals>" in subject.__qualname__:
        raise ValueError(f"{subject.__qualname__} is made within a function, so another process can't find it; put it into a module")
    module = sys.modules[subject.__module__]
    if subject.__module__ != "__main__":
        return f"{subject.__module__}:{subject.__qualname__}"
    file = getattr(module, "__file__", None)
    if file is None:
        raise ValueError(f"{subject.__qualname__} is in no file, so another process can't find it; put it into a module")
    return f"{Path(file).resolve()}:{subject.__qualname__}"


def _environment() -> dict[str, str]:
    """The subject finds what this process finds."""
    return {**os.environ, _SUBJECT: "1", "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)}


def _report(document: dict[str, Any]) -> Report:
    return Report(document["subject"], document["passed"], tuple(_case(case) for case in document["cases"]))


def _case(case: dict[str, Any]) -> Case:
    at = case.get("divergence")
    divergence = at and Divergence(
        at["step"],
        at["variable"],
        tuple(at["index"]),
        float(at["got"]),
        float(at["expected"]),
        at["guess"],
        tuple(at["agree"]),
        tuple(at["differ"]),
        {name: _array(values) for name, values in at["before"].items()},
    )
    return Case(
        case["name"], case["model"], case["verdict"], case["steps"], float(case["error"]), case["bound"], case["reason"], case["without"], divergence
    )


def _array(given: dict[str, Any]) -> Array:
    values = np.array([float(value) for value in given["values"]])
    # Of large variables, the report has the beginning.
    return values.reshape(given["shape"]) if values.size == math.prod(given["shape"]) else values


def _load(place: str) -> type[Subject]:
    where, _, name = place.rpartition(":")
    if not where:
        raise SystemExit(f"{place}: must be module:Class or file.py:Class")
    module: ModuleType
    if where.endswith(".py"):
        spec = importlib.util.spec_from_file_location(Path(where).stem, where)
        if spec is None or spec.loader is None:
            raise SystemExit(f"{where}: can't be imported")
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        sys.path.insert(0, str(Path(where).resolve().parent))
        spec.loader.exec_module(module)
    else:
        module = importlib.import_module(where)
    found: Any = module
    for part in name.split("."):
        found = getattr(found, part)
    return cast("type[Subject]", found)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m pal4j.conformance module:Class")
    # Run as a file, this module is not pal4j.conformance; the subject's Unsupported must be the one that is caught here.
    sys.modules.setdefault("pal4j.conformance", sys.modules["__main__"])
    # What the module prints while it is loaded must not get between the frames.
    frames = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    serve(_load(sys.argv[1]), sink=frames)
