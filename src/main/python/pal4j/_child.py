"""The process that holds the networks, shared by all threads of this one."""

from __future__ import annotations

import atexit
import io
import itertools
import os
import subprocess
import sys
import threading
import weakref
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from ._command import command
from ._frames import MAGIC, PREAMBLE, Array, arrays_of, encode, head_of
from ._interrupts import Deferred
from ._waiting import Waiting
from .errors import ChildDied, Fault, InputError, OutOfMemoryError, PALError, ProgramError

Head = dict[str, Any]
_ATOMIC = 4096
"""A pipe takes so many bytes whole or not at all."""
_ANNOUNCEMENT = "WARNING: Using incubator modules: jdk.incubator.vector"
_NOBODY = 0
"""The id of requests whose reply nobody waits for."""


class Message:
    """A reply or an event."""

    __slots__ = ("arrays", "head")

    def __init__(self, head: Head, arrays: dict[str, Array]) -> None:
        self.head = head
        self.arrays = arrays


class _Pending:
    """A request under way."""

    __slots__ = ("cancelled", "events", "id", "kind", "reply", "sent", "session", "wake")

    def __init__(self, number: int, session: int, kind: str) -> None:
        self.id = number
        self.kind = kind
        self.session = session
        self.reply: Message | None = None
        self.events: deque[Message] = deque()
        self.sent = False
        self.cancelled = False
        self.wake = threading.Lock()
        self.wake.acquire()

    def poke(self) -> None:
        try:
            self.wake.release()
        except RuntimeError:
            pass  # poked already


class Talk(ABC):
    """A request with events, and then its reply."""

    @abstractmethod
    def event(self) -> Message | None:
        """Waits for the next event, and returns ``None`` when there is the reply."""

    @abstractmethod
    def reply(self) -> Message:
        """Returns the reply."""


class Transport(ABC):
    """Where networks live: in a child of this process, or in a service."""

    garbage: deque[int]
    """Numbers of sessions that nobody has any more. A finalizer runs anywhere, so it must not send."""
    greeting: Head

    @property
    @abstractmethod
    def dead(self) -> bool:
        """Whether nothing can be asked any more."""

    @abstractmethod
    def request(self, head: Head, arrays: Mapping[str, Array] | None = None, *, lengthy: bool = False) -> Message:
        """Sends a request and waits for its reply."""

    @abstractmethod
    def conversation(self, head: Head) -> AbstractContextManager[Talk]:
        """Sends a request with events."""

    @abstractmethod
    def cancel(self, session: int) -> None:
        """Cancels what other threads do with a session. Does not wait."""

    @abstractmethod
    def path(self, given: str | os.PathLike[str]) -> str:
        """Returns a path as the other side understands it."""

    @abstractmethod
    def experiment(self, given: str | os.PathLike[str]) -> str:
        """Returns the name of an experiment or of a file as the other side understands it."""

    @abstractmethod
    def close(self) -> None:
        """Ends it."""

    @abstractmethod
    def forget(self) -> None:
        """After a fork, in the new process: lets go of what is the parent's."""


class Child(Transport):
    """A process ``pal4j session``.

    There is no thread that reads replies: whoever waits for one reads, and hands to others what is theirs. So a
    request that is alone needs no other thread, which would take longer than a short request.
    """

    def __init__(self) -> None:
        self._command = [*command(), "session"]
        try:
            # A session of its own: Ctrl-C in a terminal is for this process, which tells the child what to do.
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                start_new_session=True,
            )
        except OSError as error:
            raise ProgramError(f"can't start PAL4J, {' '.join(self._command)}: {error}") from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        # Not when the process has died: a thread may still be about to use the numbers of the pipes.
        self._release = weakref.finalize(self, _close_pipes, self._process)
        self._release.atexit = False
        self._to = self._process.stdin.fileno()
        self._from = io.BufferedReader(io.FileIO(self._process.stdout.fileno(), closefd=False), 1 << 16)
        self._waiting = Waiting(self._from.fileno())
        self._more = False
        """Whether the buffer may have another frame."""
        self._ids = itertools.count(1)
        self._pending: dict[int, _Pending] = {}
        self._sending = threading.Lock()
        self._mutex = threading.Lock()
        self._reader: _Pending | None = None
        self._death: ChildDied | None = None
        self.foreign = False
        self.garbage = deque()
        self.greeting = {}
        self._words: deque[str] = deque(maxlen=100)
        self._greeted = False
        self._listener = threading.Thread(target=self._listen, name="pal4j-stderr", daemon=True)
        self._listener.start()
        try:
            while not self.greeting:
                self._receive()
        except BaseException:
            self._kill()
            raise
        self._greeted = True

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def dead(self) -> bool:
        return self._death is not None or self.foreign

    def _listen(self) -> None:
        """Keeps the end of what the child says to people. Before the greeting they see it: that a build takes a while."""
        stream = self._process.stderr
        assert stream is not None
        with io.TextIOWrapper(io.BufferedReader(io.FileIO(stream.fileno(), closefd=False)), "utf-8", "replace") as lines:
            for line in lines:
                if line.rstrip() != _ANNOUNCEMENT:
                    self._words.append(line[:2000])
                    if not self._greeted and line.startswith("pal4j: "):
                        sys.stderr.write(line)

    # --- death ------------------------------------------------------------------------------------------------------

    def _kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def _bury(self, what: str = "") -> ChildDied:
        """The child has ended, or said something that makes no sense."""
        with self._mutex:
            if self._death is None:
                if what:
                    self._process.kill()
                try:
                    status: int | None = self._process.wait(5)
                except subprocess.TimeoutExpired:
                    self._process.kill()
                    status = self._process.wait()
                self._listener.join(1)
                if not what:
                    what = f"was killed by signal {-status}" if status and status < 0 else f"ended with exit status {status}"
                message = f"PAL4J {what}" if self.greeting else f"PAL4J {what} before it was ready ({' '.join(self._command)})"
                self._death = ChildDied(message, status, "".join(self._words).strip())
        for waiting in list(self._pending.values()):
            waiting.poke()
        return self._death

    def _require_alive(self) -> None:
        if self.foreign:
            raise ProgramError("this network belongs to the parent of this forked process; open one here, or load a saved one")
        if self._death is not None:
            death = self._death
            raise ChildDied(f"the network was lost: {death.args[0]}", death.status, death.last_words)

    def close(self) -> None:
        """Ends the child. Its networks are lost."""
        with self._mutex:
            if self._death is not None:
                return
            self._death = ChildDied("PAL4J was closed by pal4j.close()", 0)
        assert self._process.stdin is not None
        try:
            self._process.stdin.close()
            self._process.wait(5)
        except (OSError, subprocess.TimeoutExpired):
            self._kill()
        for waiting in list(self._pending.values()):
            waiting.poke()
        self._listener.join(1)
        if not self._pending:
            self._release.detach()
            _close_pipes(self._process)

    def forget(self) -> None:
        """After a fork, in the new process: lets go of pipes, so that the child sees when its own parent goes away."""
        self.foreign = True
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert stream is not None
            try:
                os.close(stream.fileno())
            except (OSError, ValueError):
                pass

    def path(self, given: str | os.PathLike[str]) -> str:
        """Returns an absolute path: the child stays in the folder where it was started."""
        return os.path.abspath(given)

    def experiment(self, given: str | os.PathLike[str]) -> str:
        text = os.fspath(given)
        return text if text in self.greeting["experiments"] or not os.path.exists(text) else os.path.abspath(text)

    # --- frames -----------------------------------------------------------------------------------------------------

    def _send(self, pieces: list[bytes | memoryview]) -> None:
        try:
            with self._sending:
                if len(pieces) == 1 and len(pieces[0]) <= _ATOMIC:
                    os.write(self._to, pieces[0])
                    return
                with Deferred(lambda: None):
                    for piece in pieces:
                        rest = memoryview(piece)
                        while rest:
                            rest = rest[os.write(self._to, rest[: 1 << 20]) :]
        except (OSError, ValueError):
            self._require_alive()
            raise self._bury() from None

    def _receive(self, kind: str = "") -> None:
        """Reads a frame and hands it on. The kind of request that is waited for tells how soon it may come.

        A KeyboardInterrupt may come anywhere in here in the main thread. So a frame that is there is looked at in the
        buffer and handed on before it is taken, which nothing can interrupt; at worst it is handed on twice, to nobody.
        """
        try:
            data = self._from.peek() if self._more else self._waiting.read(kind, self._from.peek)
        except (OSError, ValueError):
            data = b""
        size = len(data)
        if size == 0:
            self._require_alive()
            raise self._bury()
        if size >= PREAMBLE.size:
            magic, head_size, body_size = PREAMBLE.unpack_from(data)
            start = PREAMBLE.size + head_size
            if magic == MAGIC and size >= start + body_size:
                head = head_of(data[PREAMBLE.size : start])
                self._hand_on(head, bytearray(data[start : start + body_size]) if body_size else b"")
                self._more = size > start + body_size
                self._from.read(start + body_size)
                return
        self._more = True
        with Deferred(lambda: None):
            preamble = self._from.read(PREAMBLE.size)
            if len(preamble) < PREAMBLE.size:
                raise self._bury()
            magic, head_size, body_size = PREAMBLE.unpack(preamble)
            if magic != MAGIC:
                raise self._bury(f"wrote {preamble!r} where a frame should begin")
            text = self._from.read(head_size)
            body = bytearray(body_size)
            if len(text) < head_size or self._from.readinto(body) < body_size:
                raise self._bury()
            self._hand_on(head_of(text), body)

    def _hand_on(self, head: Head, body: bytearray | bytes) -> None:
        if "hello" in head and "id" not in head:
            self.greeting = head
            return
        pending = self._pending.get(head.get("id", _NOBODY))
        if pending is not None:
            message = Message(head, arrays_of(head.get("arrays", ()), body))
            if "event" in head:
                pending.events.append(message)
            else:
                pending.reply = message
            pending.poke()

    # --- requests ---------------------------------------------------------------------------------------------------

    def request(self, head: Head, arrays: Mapping[str, Array] | None = None, *, lengthy: bool = False) -> Message:
        """Sends a request and waits for its reply.

        A lengthy one can be cancelled by Ctrl-C: then the child stops between steps, and KeyboardInterrupt is raised
        after its reply.
        """
        pending = self._begin(head)
        try:
            if lengthy:
                with Deferred(self._canceller(pending)):
                    self._put(pending, head, arrays)
                    self._wait(pending)
            else:
                self._put(pending, head, arrays)
                self._wait(pending)
        finally:
            self._pending.pop(pending.id, None)
        return _result(pending)

    @contextmanager
    def conversation(self, head: Head) -> Iterator[Conversation]:
        """Sends a request with events. When the block ends before the reply, the request is cancelled and its reply awaited."""
        pending = self._begin(head)
        try:
            with Deferred(lambda: None):  # so that it is known whether the request was sent
                self._put(pending, head, None)
            yield Conversation(self, pending)
        finally:
            if pending.sent and pending.reply is None and not self.dead:
                with Deferred(lambda: None):
                    self._cancel(pending.session)
                    self._wait(pending)
            self._pending.pop(pending.id, None)

    def _begin(self, head: Head) -> _Pending:
        self._require_alive()
        while self.garbage:
            try:
                number = self.garbage.popleft()
            except IndexError:
                break
            self._send(encode({"id": _NOBODY, "do": "close", "session": number}))
        pending = _Pending(next(self._ids), head.get("session", 0), str(head["do"]))
        self._pending[pending.id] = pending
        return pending

    def _put(self, pending: _Pending, head: Head, arrays: Mapping[str, Array] | None) -> None:
        head["id"] = pending.id
        try:
            pieces = encode(head, arrays)
        except ValueError as error:
            raise InputError(f"{head['do']}: {error}") from error
        head_size, body_size = PREAMBLE.unpack_from(pieces[0])[1:]
        most = self.greeting["max_body"]
        if body_size > most:
            raise InputError(
                f"{head['do']}: the arrays have {body_size:,} bytes, and a request at most {most:,}; give less at once, "
                "or the child more memory: PAL4J_JAVA_OPTS=-Xmx8g"
            )
        if head_size > self.greeting["max_head"]:
            raise InputError(f"{head['do']}: the keys are too long, {head_size:,} bytes of at most {self.greeting['max_head']:,}")
        self._send(pieces)
        pending.sent = True
        if pending.cancelled:
            self._cancel(pending.session)

    def _canceller(self, pending: _Pending) -> Callable[[], None]:
        def cancel() -> None:
            pending.cancelled = True
            # Before it is sent this thread may hold the lock of the pipe.
            if pending.sent and pending.session:
                self._cancel(pending.session)

        return cancel

    def cancel(self, session: int) -> None:
        """Cancels the requests of a session that other threads have begun, sent or not. Does not wait."""
        self._require_alive()
        begun = [pending for pending in list(self._pending.values()) if pending.session == session]
        for pending in begun:
            pending.cancelled = True
        # One is for all that were sent; the others are followed by one of their own.
        if any(pending.sent for pending in begun):
            self._cancel(session)

    def _cancel(self, session: int) -> None:
        """Asks a session to stop between steps."""
        self._send(encode({"id": _NOBODY, "do": "cancel", "session": session}))

    def _wait(self, own: _Pending, event: bool = False) -> None:
        """Waits for a reply, or for an event as well."""
        while own.reply is None and not (event and own.events):
            self._require_alive()
            try:
                with self._mutex:
                    if self._reader is None:
                        self._reader = own
                if self._reader is own:
                    while own.reply is None and not (event and own.events):
                        self._receive(own.kind)
                else:
                    own.wake.acquire()
            finally:
                if self._reader is own:
                    self._reader = None
                    if len(self._pending) > 1:
                        for other in list(self._pending.values()):
                            if other is not own:
                                other.poke()


def _close_pipes(process: subprocess.Popen[bytes]) -> None:
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            try:
                stream.close()
            except OSError:
                pass  # Its number is closed already.


class Conversation(Talk):
    """A request to the child with events, and then its reply."""

    def __init__(self, own: Child, pending: _Pending) -> None:
        self._child = own
        self._pending = pending

    def event(self) -> Message | None:
        """Waits for the next event, and returns ``None`` when there is the reply."""
        pending = self._pending
        with Deferred(self._child._canceller(pending)):
            self._child._wait(pending, event=True)
        return pending.events.popleft() if pending.events else None

    def reply(self) -> Message:
        """Returns the reply."""
        return _result(self._pending)


def _result(pending: _Pending) -> Message:
    assert pending.reply is not None
    reply = pending.reply
    if reply.head["ok"]:
        return reply
    error = reply.head["error"]
    raise failure(error["kind"], error["message"], error["faults"])


def failure(kind: str, message: str, listed: Iterable[Mapping[str, str]]) -> PALError:
    """Returns the exception for a refusal."""
    faults = tuple(Fault(one["field"], one["value"], one["bound"], one["fix"]) for one in listed)
    kinds: dict[str, Callable[[], PALError]] = {
        "input": lambda: InputError(message, faults),
        "memory": lambda: OutOfMemoryError(message),
    }
    return kinds.get(kind, lambda: ProgramError(message))()


# --- the shared one -----------------------------------------------------------------------------------------------------

_child: Transport | None = None
_starting = threading.Lock()
_inherited: list[Transport] = []
"""Children of a parent process, kept so that nothing closes their pipes' numbers again."""


def child() -> Transport:
    """Returns the service that this process is connected to, or else its child, which starts if there is none."""
    global _child
    running = _child
    if running is not None and not running.dead:
        return running
    with _starting:
        if _child is None or _child.dead:
            _child = Child()
        return _child


def close() -> None:
    """Ends the process that holds the networks; they are lost. The next network starts a new one.

    It also ends by itself with this process.
    """
    global _child
    with _starting:
        running, _child = _child, None
    if running is not None:
        running.close()


def use(transport: Transport) -> None:
    """Opens further networks somewhere else. Those that there are stay where they are."""
    global _child
    with _starting:
        before, _child = _child, transport
    if isinstance(before, Child):
        _inherited.append(before)


def _after_fork() -> None:
    global _child, _starting
    if _child is not None:
        _child.forget()
        _inherited.append(_child)
    _child = None if isinstance(_child, Child) else _child
    _starting = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
atexit.register(close)
