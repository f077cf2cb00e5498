"""What can go wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Fault(NamedTuple):
    """One thing that is wrong with what was asked for."""

    field: str
    """The key, argument or array; empty if it is none of them."""
    value: str
    """What it was."""
    bound: str
    """What it must be."""
    fix: str
    """What to do; often empty."""


class PALError(Exception):
    """Any error of this package."""


class InputError(PALError, ValueError):
    """Something can't be done as it was asked for. Nothing has changed.

    ``faults`` says what is wrong, all at once.
    """

    def __init__(self, message: str, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(message, faults)
        self.faults = faults

    def __str__(self) -> str:
        return str(self.args[0])


class OutOfMemoryError(PALError, MemoryError):
    """The child's memory does not suffice. ``PAL4J_JAVA_OPTS=-Xmx8g`` gives it more."""


class ProgramError(PALError, RuntimeError):
    """A fault of PAL4J itself, or a program that can't be started."""


class ChildDied(PALError, RuntimeError):
    """The process with the networks has ended, and they are lost with it. The next network starts a new process.

    ``status`` is its exit status (negative: the signal that killed it), ``last_words`` the end of what it wrote to
    its standard error.
    """

    def __init__(self, message: str, status: int | None = None, last_words: str = "") -> None:
        super().__init__(message, status, last_words)
        self.status = status
        self.last_words = last_words

    def __str__(self) -> str:
        words = f"; its last words:\n{self.last_words}" if self.last_words else ""
        return f"{self.args[0]}{words}"


class Cancelled(PALError):
    """Another thread cancelled this call with ``cancel``. The network can be used on.

    ``result`` has what there was before: a :class:`~pal4j.Presentation` or ``None``.
    """

    def __init__(self, message: str, result: Any = None) -> None:
        super().__init__(message, result)
        self.result = result

    def __str__(self) -> str:
        return str(self.args[0])


class DivergedError(PALError, ArithmeticError):
    """A network is no longer finite, and stays so: its values are those of that moment.

    Every call that would advance it raises this again and changes nothing. Its variables can be read. After finite
    values were set in all of them, it can be driven by hand again; one that ended in an epoch trains no more. In an
    ensemble the others go on, and the values of the one mean nothing any more.

    ``causes`` says by number of the replica what was not finite, and when. ``result`` has what there was before:
    a :class:`~pal4j.Presentation` or ``None``.
    """

    def __init__(self, message: str, causes: Mapping[int, str], result: Any = None) -> None:
        super().__init__(message, dict(causes), result)
        self.causes = dict(causes)
        self.result = result

    def __str__(self) -> str:
        return str(self.args[0])


class DivergedWarning(RuntimeWarning):
    """Some replicas of an ensemble are no longer finite. The others go on."""
