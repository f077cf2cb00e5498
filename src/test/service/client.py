"""A small client of the service for the scripts of this folder, and the service as a child. Standard library only."""
import array
import contextlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import struct
import subprocess
import threading
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[3]
JSON = "application/json"
NPY = "application/x-npy"
SAFETENSORS = "application/safetensors"


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    def __str__(self):
        return f"{self.status} {self.body[:500]!r}"


def npy(values, *shape):
    """Returns float32 numbers as an npy file."""
    head = str({"descr": "<f4", "fortran_order": False, "shape": shape})
    head += " " * (63 - (10 + len(head)) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head.encode() + array.array("f", values).tobytes()


def safetensors(fields, **arrays):
    """Returns a request with arrays of float32: name=(values, shape)."""
    head, data = {"__metadata__": {"request": json.dumps(fields)}}, b""
    for name, (values, shape) in arrays.items():
        own = array.array("f", values).tobytes()
        head[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [len(data), len(data) + len(own)]}
        data += own
    text = json.dumps(head).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


class Server:
    """`./pal4j serve` with a folder; it can be killed and started again."""

    def __init__(self, folder, *options):
        self.folder, self.options = pathlib.Path(folder), [str(one) for one in options]
        self.process = self.host = self.token = None
        self.log = open(self.folder.parent / (self.folder.name + ".log"), "ab")

    def start(self):
        command = [str(ROOT / "pal4j"), "serve", "--root", str(self.folder), *self.options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, start_new_session=True)
        line = self.process.stdout.readline().decode()
        assert line.startswith("http://"), f"the service has not started: {line!r}; see {self.log.name}"
        address = urllib.parse.urlsplit(line.strip())
        self.host, self.token = address.netloc, urllib.parse.parse_qs(address.query)["token"][0]
        return self

    def end(self, how=signal.SIGTERM):
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)
            self.process.wait()
            self.process.stdout.close()
            self.process = None

    def close(self):
        self.end()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Client:
    """Requests over one kept-alive connection; a new one after a failure."""

    def __init__(self, server, timeout=120):
        self.server, self.timeout = server, timeout
        self.connection = self.host = None

    def send(self, method, path, body=None, **headers):
        """Sends a request. Raises OSError or HTTPException if the service is not there any more."""
        host, token = self.server.host, self.server.token
        if self.connection is None or self.host != host:
            self.close()
            self.connection, self.host = http.client.HTTPConnection(host, timeout=self.timeout), host
        head = {"Authorization": "Bearer " + token, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if isinstance(body, dict):
            body = json.dumps(body).encode()
            head["Content-Type"] = JSON
        try:
            self.connection.request(method, path, body, head)
            answer = self.connection.getresponse()
            return Reply(answer.status, answer.headers, answer.read())
        except (OSError, http.client.HTTPException):
            self.close()
            raise

    def get(self, path, **headers):
        return self.send("GET", path, **headers)

    def post(self, path, body=None, **headers):
        return self.send("POST", path, {} if body is None else body, **headers)

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def together(tasks):
    """Does tasks on threads of their own, and raises the first error."""
    errors = []

    def run(task):
        try:
            task()
        except BaseException as error:  # noqa: BLE001
            errors.append(error)

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
