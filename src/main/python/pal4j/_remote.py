"""Networks in a service on another machine, over HTTP (docs/service.md)."""

from __future__ import annotations

import atexit
import http.client
import json
import os
import re
import ssl
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any
from urllib.parse import quote, urlsplit

from ._child import Head, Message, Talk, Transport, failure, use
from ._frames import Array
from ._interrupts import Deferred
from ._safetensors import content, encode_safetensors
from .errors import Cancelled, ChildDied, InputError, PALError, ProgramError

_SAFETENSORS = "application/safetensors"
_WAIT = 20
"""Seconds for which one request waits for a job. Proxies cut off what takes a minute."""
_JOBS = ("settle", "epoch", "test", "predict", "step", "present")


class Remote(Transport):
    """A service. Each thread has a connection of its own."""

    def __init__(self, url: str, token: str, *, context: ssl.SSLContext | None = None, timeout: float = 60) -> None:
        parts = urlsplit(url if "//" in url else f"http://{url}")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(f"url = {url!r}: must be http or https with a host, as http://127.0.0.1:8421")
        self._secure = parts.scheme == "https"
        self._host = parts.hostname
        self._port = parts.port
        self._address = f"{parts.scheme}://{parts.netloc}"
        self._token = token
        self._context = context
        self._timeout = timeout
        self._local = threading.local()
        self._closed = False
        self._talks: dict[int, set[_Talk]] = {}
        """What is under way, by session."""
        self._mutex = threading.Lock()
        self.garbage: deque[int] = deque()
        self._sessions: set[int] = set()
        """What this process has opened there and not closed."""
        self._process = os.getpid()
        self.greeting = self._json("GET", "/v1")

    @property
    def dead(self) -> bool:
        return self._closed

    def forget(self) -> None:
        """A fork may go on: each process has connections of its own."""

    def experiment(self, given: str | os.PathLike[str]) -> str:
        return os.fspath(given)

    def path(self, given: str | os.PathLike[str]) -> str:
        """A path is one of the service's machine."""
        return os.fspath(given)

    def close(self) -> None:
        """Closes what this process has opened there, and lets go of the service. If that does not answer, its sessions stay there."""
        if not self._closed and os.getpid() == self._process:
            self._timeout = min(self._timeout, 3)  # nobody shall wait long for the end of Python
            self._local = threading.local()
            try:
                for number in sorted(self._sessions):
                    self._delete(number)
            except PALError:
                pass
        self._closed = True

    def _delete(self, number: int) -> None:
        self._sessions.discard(number)
        self._send("DELETE", f"/v1/sessions/{number}")

    # --- HTTP -------------------------------------------------------------------------------------------------------

    def _new(self) -> http.client.HTTPConnection:
        if self._secure:
            return http.client.HTTPSConnection(self._host, self._port, timeout=self._timeout, context=self._context)
        return http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)

    def _connection(self) -> http.client.HTTPConnection:
        own: http.client.HTTPConnection | None = getattr(self._local, "connection", None)
        if own is None or self._local.pid != os.getpid():
            own = self._new()
            self._local.connection = own
            self._local.pid = os.getpid()
        return own

    def _send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """Sends a request and reads the answer whole. A connection that was closed while nobody used it is opened anew."""
        if self._closed:
            raise ChildDied(f"the service {self._address} was left by pal4j.close()", 0)
        sent = {"Authorization": f"Bearer {self._token}", "Accept": f"{_SAFETENSORS}, application/json", **(headers or {})}
        connection = self._connection()
        fresh = connection.sock is None
        while True:
            try:
                connection.request(method, path, body, sent)
                response = connection.getresponse()
                return response, response.read()
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError) as error:
                connection.close()
                if fresh or not isinstance(error, (http.client.RemoteDisconnected, BrokenPipeError)):
                    raise self._lost(error) from error
                fresh = True
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                raise self._lost(error) from error
            except BaseException:
                connection.close()  # an answer may be under way
                raise

    def _lost(self, error: Exception) -> ChildDied:
        return ChildDied(f"the service {self._address} does not answer ({error or type(error).__name__}); its sessions are there when it does again")

    def _answer(self, response: http.client.HTTPResponse, body: bytes) -> Message:
        kind = (response.headers.get("Content-Type") or "").split(";")[0]
        if response.status >= 400:
            raise _problem(response.status, kind, body)
        if kind == _SAFETENSORS:
            arrays, metadata = content(body, "the answer")
            return Message(json.loads(metadata["reply"]), arrays)
        return Message(json.loads(body) if body else {}, {})

    def _json(self, method: str, path: str, fields: Head | None = None, **headers: str) -> Head:
        body = None if fields is None else json.dumps(fields).encode()
        return self._answer(*self._send(method, path, body, {"Content-Type": "application/json", **headers})).head

    # --- requests ---------------------------------------------------------------------------------------------------

    def request(self, head: Head, arrays: Mapping[str, Array] | None = None, *, lengthy: bool = False) -> Message:
        """Does what a request asks for, as the child does."""
        self._empty()
        fields = dict(head)
        operation = fields.pop("do")
        session = fields.pop("session", 0)
        if operation in ("open", "load"):
            return self._opened(Message(self._json("POST", "/v1/sessions", {name: value for name, value in fields.items() if value is not None}), {}))
        if operation == "close":
            self._delete(session)
            return Message({}, {})
        if operation in _JOBS and lengthy:
            with self._conversation(session, operation, fields, arrays) as talk:
                return talk.reply()
        reply = self._answer(*self._post(session, operation, fields, arrays))
        return self._opened(reply) if operation == "copy" else reply

    def _opened(self, reply: Message) -> Message:
        self._sessions.add(reply.head["session"])
        return reply

    def _post(self, session: int, operation: str, fields: Head, arrays: Mapping[str, Array] | None, prefer: str = "") -> Any:
        headers = {"Prefer": prefer} if prefer else {}
        path = f"/v1/sessions/{session}/{operation}"
        if arrays:
            return self._send("POST", path, encode_safetensors(arrays, {"request": json.dumps(fields)}), {**headers, "Content-Type": _SAFETENSORS})
        return self._send("POST", path, json.dumps(fields).encode(), {**headers, "Content-Type": "application/json"})

    def _empty(self) -> None:
        while self.garbage:
            try:
                number = self.garbage.popleft()
            except IndexError:
                break
            self._delete(number)

    @contextmanager
    def conversation(self, head: Head) -> Iterator[Talk]:
        """Begins a request with events. When the block ends before the reply, the request is cancelled and its end awaited."""
        self._empty()
        fields = dict(head)
        with self._conversation(fields.pop("session"), fields.pop("do"), fields, None) as talk:
            yield talk

    @contextmanager
    def _conversation(self, session: int, operation: str, fields: Head, arrays: Mapping[str, Array] | None) -> Iterator[_Talk]:
        talk = _Talk(self, session)
        with self._mutex:
            self._talks.setdefault(session, set()).add(talk)
        try:
            with Deferred(talk.cancel):
                talk.begin(*self._post(session, operation, fields, arrays, "respond-async"))
            yield talk
        finally:
            with self._mutex:
                self._talks[session].discard(talk)
            if not talk.over and not self._closed:
                with Deferred(lambda: None):
                    talk.cancel()
                    talk.wait()

    def cancel(self, session: int) -> None:
        """Cancels what other threads have begun with a session. Does not wait."""
        with self._mutex:
            talks = list(self._talks.get(session, ()))
        for talk in talks:
            talk.cancel()
        self._json("POST", f"/v1/sessions/{session}/cancel", {})


def connect(url: str, token: str, *, context: ssl.SSLContext | None = None, timeout: float = 60) -> None:
    """Opens further networks in a service, which ``./pal4j serve`` starts, perhaps on another machine.

    >>> pal4j.connect("https://pal.example.org", token)
    >>> sim = pal4j.Circuit("yinyang", seed=1)

    Everything is then as without it, with the same bits. Files and folders are those of the service. Networks that were
    opened before stay where they are. Those of the service are closed there at the end of Python, as the others are, or
    by :func:`pal4j.close`, which leaves the service.

    Parameters
    ----------
    url
        The address of the service.
    token
        Its token.
    context
        For https: which certificates are good.
    timeout
        After so many seconds without a sign of life the service is taken for gone; at least 40.

    Raises
    ------
    InputError
        If the token is wrong, or the service does not want this.
    ChildDied
        If there is no service.
    """
    service = Remote(url, token, context=context, timeout=max(40.0, timeout))
    atexit.register(service.close)
    use(service)


class _Talk(Talk):
    """A job: its events, and then its reply."""

    def __init__(self, service: Remote, session: int) -> None:
        self._service = service
        self._session = session
        self._job = 0
        self._cancelled = False
        self._last = ""
        self._stream: Iterator[Message | None] | None = None
        self.over = True
        """Whether nothing is under way."""

    def begin(self, response: http.client.HTTPResponse, body: bytes) -> None:
        self._job = self._service._answer(response, body).head["job"]
        self.over = False
        if self._cancelled:
            self.cancel()

    def cancel(self) -> None:
        """Asks the job to stop. Before it has begun, that is done when it has."""
        self._cancelled = True
        if self._job:
            self._service._json("POST", f"/v1/jobs/{self._job}/cancel", {})

    def wait(self) -> Message:
        """Waits for the end, and returns what the job gave."""
        path = f"/v1/jobs/{self._job}/result"
        while True:
            response, body = self._service._send("GET", path, headers={"Prefer": f"wait={_WAIT}"})
            if response.status == 202:
                continue
            self.over = True
            if response.status == 409:
                raise Cancelled("cancelled before it began; the network can be used on")
            return self._service._answer(response, body)

    def reply(self) -> Message:
        with Deferred(self.cancel):
            return self.wait()

    def event(self) -> Message | None:
        if self._stream is None:
            self._stream = self._events()
        with Deferred(self.cancel):
            return next(self._stream, None)

    def _events(self) -> Iterator[Message | None]:
        """Reads events. When the connection is lost it comes back, and misses nothing."""
        tries = 0
        while True:
            connection = self._service._new()
            try:
                headers = {"Authorization": f"Bearer {self._service._token}"}
                if self._last:
                    headers["Last-Event-ID"] = self._last
                connection.request("GET", f"/v1/jobs/{self._job}/events", headers=headers)
                response = connection.getresponse()
                if response.status != 200:
                    self._service._answer(response, response.read())
                for identity, name, data in _server_sent(response):
                    self._last = identity
                    tries = 0
                    if name == "ended":
                        return
                    head = json.loads(data)
                    arrays = self._watched(identity) if name == "progress" and head.get("watch") else {}
                    yield Message(head, arrays)
            except (OSError, http.client.HTTPException) as error:
                if tries == 5:
                    raise self._service._lost(error) from error
            finally:
                connection.close()
            tries += 1
            time.sleep(0.1 * 2**tries)

    def _watched(self, identity: str) -> dict[str, Array]:
        return self._service._answer(*self._service._send("GET", f"/v1/jobs/{self._job}/watch?event={quote(identity)}")).arrays


def _server_sent(stream: IO[bytes]) -> Iterator[tuple[str, str, str]]:
    """Reads Server-Sent Events: their ids, names and data."""
    fields: dict[str, str] = {}
    for raw in stream:
        line = raw.decode("utf-8").rstrip("\r\n")
        if not line:
            if "data" in fields:
                yield fields.get("id", ""), fields.get("event", ""), fields["data"]
            fields = {}
        else:
            found = re.fullmatch(r"(\w+): ?(.*)", line)
            if found:
                fields[found[1]] = found[2]


def _problem(status: int, kind: str, body: bytes) -> PALError:
    """Returns the exception for problem details."""
    if kind != "application/problem+json":
        return ProgramError(f"the service answers with status {status}; is it one of PAL4J, or a proxy without it?")
    details = json.loads(body)
    known = details["kind"] if details["kind"] in ("memory", "bug") else "input"
    return failure(known, details["detail"], details.get("faults", ()))
