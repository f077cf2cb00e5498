#!/usr/bin/env python3
"""Uses the service from many clients for a long time, and measures whether anything of it grows.

  python3 src/test/service/soak.py MINUTES [SEED]

Clients open sessions, step, present, train with readers of events that come and go or read slowly, cancel jobs, send what is wrong, and close sessions;
now and then there are 64 sessions at once. The heap is measured after a garbage collection, as are threads and files, with nothing open: after a
beginning in which caches fill, and at the end. Ends with status 1 if one of them has grown, or if an answer was a fault of the service (5xx; a limit
is told with 503, and counts if it was not provoked). Needs Linux and the program jcmd of a JDK.
"""
import http.client
import os
import pathlib
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

from client import NPY, ROOT, SAFETENSORS, Client, Server, npy, safetensors, together

MINUTES = float(sys.argv[1]) if len(sys.argv) > 1 else 10
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
CLIENTS = 6
# The JDK's server holds some kilobytes of who went away in the middle of a request until its time is over, usually five minutes.
REQUEST_SECONDS = 30
TOGETHER = 64
SMALL = {"train_samples": 12, "validation_samples": 6, "test_samples": 6}
OPEN = {"experiment": "yinyang", "set": SMALL}
WRONG = [
    ("GET", "/v1/nothing", None, 404), ("GET", "/v1/sessions/999999", None, 404), ("GET", "/v1/jobs/x", None, 404), ("GET", "/v1?x=1", None, 400),
    ("POST", "/v1/sessions", {"experiment": "yinyan"}, 422), ("POST", "/v1/sessions", {"experiment": "../../etc/passwd"}, 422),
    ("POST", "/v1/sessions", b"{nonsense", 400), ("DELETE", "/v1", None, 405), ("POST", "/v1/runs", {"experiment": "yinyang", "fold": "x"}, 422),
]


class Counts:
    def __init__(self):
        self.lock = threading.Lock()
        self.requests = self.faults = 0
        self.unexpected = []

    def add(self, reply, expected, what):
        with self.lock:
            self.requests += 1
            if reply.status >= 500:
                self.faults += 1
            if reply.status not in expected:
                self.unexpected.append(f"{what}: {reply}")
        return reply


class User:
    """A client that does what users do. Each `round` ends with nothing open."""

    def __init__(self, server, counts, seed):
        self.server, self.counts, self.rng = server, counts, random.Random(seed)
        self.client = Client(server)

    def ask(self, method, path, body=None, expected=(200, 201, 202, 204), **headers):
        return self.counts.add(self.client.send(method, path, body, **headers), expected, f"{method} {path}")

    def post(self, path, body=None, expected=(200, 201, 202, 204), **headers):
        return self.ask("POST", path, {} if body is None else body, expected, **headers)

    def open(self):
        return f"/v1/sessions/{self.post('/v1/sessions', OPEN).json()['session']}"

    def job(self, path, body=None, **headers):
        return f"/v1/jobs/{self.post(path, body, Prefer='respond-async', **headers).json()['job']}"

    def wait(self, job):
        while self.ask("GET", job + "/result", Prefer="wait=60").status == 202:
            pass

    def events(self, job, most, pause=0.0):
        """Reads events on a connection of its own, at most so many bytes at once and in all."""
        connection = http.client.HTTPConnection(self.server.host, timeout=120)
        try:
            connection.request("GET", job + "/events", headers={"Authorization": "Bearer " + self.server.token})
            answer = connection.getresponse()
            with self.counts.lock:
                self.counts.requests += 1
                self.counts.faults += answer.status >= 500
            total = 0
            while total < most and (piece := answer.read1(4096)):
                total += len(piece)
                time.sleep(pause)
        finally:
            connection.close()

    def round(self):
        session = self.open()
        for task in self.rng.sample([self.step, self.present, self.train, self.cancel, self.wrong, self.read, self.torn, self.copy, self.predict], 6):
            task(session)
        self.ask("DELETE", session)
        self.ask("GET", session, expected=(404,))

    def step(self, session):
        for _ in range(20):
            self.post(session + "/step", {"steps": self.rng.choice([1, 10, 1000])})

    def present(self, session):
        inputs = [self.rng.random() for _ in range(40)]
        self.ask("POST", session + "/present?steps=50", npy(inputs, 10, 4), Content_Type=NPY)
        self.wait(self.job(session + "/present", safetensors({"steps": 50, "record": ["vapi1"]}, inputs=(inputs, (10, 4))), Content_Type=SAFETENSORS))

    def train(self, session):
        job = self.job(session + "/epoch", {"epochs": 8, "watch": ["B1"], "interval": 0.01})
        readers = [threading.Thread(target=self.events, args=(job, most, pause)) for most, pause in ((1 << 30, 0), (2000, 0), (1 << 30, 0.05))]
        for reader in readers:
            reader.start()
        self.ask("GET", session + "/variables/B1")
        self.ask("GET", job + "/watch", expected=(200, 404))
        self.wait(job)
        for reader in readers:
            reader.join()
        self.ask("DELETE", job, expected=(204, 404))

    def cancel(self, session):
        jobs = [self.job(session + "/epoch", {"epochs": 100_000}), self.job(session + "/epoch")]
        time.sleep(self.rng.uniform(0, 0.2))
        for job in jobs:
            self.post(job + "/cancel")
        for job in jobs:
            self.ask("GET", job + "/result", expected=(200, 409), Prefer="wait=60")

    def wrong(self, session):
        for method, path, body, status in WRONG:
            self.ask(method, path, body, (status,), **({"Content_Type": "application/json"} if isinstance(body, bytes) else {}))
        self.post(session + "/stap", expected=(404,))
        self.ask("PUT", session + "/variables/B1", npy([1] * 12, 4, 3), (422,), Content_Type=NPY)
        self.ask("POST", session + "/present", b"\x93NUMPY", (422,), Content_Type=NPY)

    def read(self, session):
        self.ask("GET", session + "/variables/W1")
        self.post(session + "/get", {"names": ["W1", "B1", "uP1"]})
        self.post(session + "/history")
        self.ask("GET", "/v1/sessions")
        self.ask("GET", "/v1/jobs")

    def torn(self, session):
        """Goes away in the middle of a request, and in the middle of an answer."""
        host, port = self.server.host.split(":")
        for text in (b"POST %s/present HTTP/1.1\r\nContent-Length: 100000\r\n\r\nabc", b"GET %s HTTP/1.1\r\n\r\n", b"GET %s HTTP/1.1\r\nHos"):
            with socket.create_connection((host, int(port)), timeout=60) as connection:
                connection.sendall(text % session.encode())

    def copy(self, session):
        twin = self.post(session + "/copy", {"set": {"eta_bw": 0.1}}).json()
        self.ask("DELETE", f"/v1/sessions/{twin['session']}")

    def predict(self, session):
        self.wait(self.job(session + "/test"))
        inputs = [self.rng.random() for _ in range(40)]
        self.wait(self.job(session + "/predict", safetensors({}, inputs=(inputs, (10, 4))), Content_Type=SAFETENSORS))


def many(server, counts, seed):
    """64 sessions at once, and one too many."""
    users = [User(server, counts, seed + k) for k in range(8)]
    sessions = []
    together([lambda user=user: sessions.extend(user.open() for _ in range(TOGETHER // len(users))) for user in users])
    refused = users[0].client.post("/v1/sessions", OPEN)
    if refused.status != 503:
        counts.unexpected.append(f"a session too many: {refused}")

    def use(k):
        for session in sessions[k::len(users)]:
            users[k].post(session + "/step", {"steps": 10})
            users[k].wait(users[k].job(session + "/epoch"))
            users[k].ask("DELETE", session)

    together([lambda k=k: use(k) for k in range(len(users))])
    # The last hundred are kept, with what they gave and told.
    for job in users[0].ask("GET", "/v1/jobs").json()["jobs"]:
        users[0].ask("DELETE", f"/v1/jobs/{job['job']}")
    for user in users:
        user.client.close()


class Measured:
    """What a process has when nothing is open: bytes of its heap after a collection, resident bytes, threads and files."""

    def __init__(self, server):
        pid = server.process.pid
        time.sleep(REQUEST_SECONDS + 5)
        for _ in range(2):
            self.jcmd(pid, "GC.run")
            time.sleep(0.5)
        self.heap = 1024 * sum(int(number) for number in re.findall(r"total \d+K, used (\d+)K", self.jcmd(pid, "GC.heap_info")))
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
        self.rss = 1024 * int(re.search(r"VmRSS:\s+(\d+)", status)[1])
        self.threads = int(re.search(r"Threads:\s+(\d+)", status)[1])
        self.files = len(list(pathlib.Path(f"/proc/{pid}/fd").iterdir()))

    @staticmethod
    def jcmd(pid, command):
        jcmd = pathlib.Path(f"/proc/{pid}/exe").resolve().parent / "jcmd"
        return subprocess.run([str(jcmd), str(pid), command], check=True, capture_output=True, text=True).stdout

    def __str__(self):
        return f"heap {self.heap / 2**20:.1f} MiB, resident {self.rss / 2**20:.0f} MiB, {self.threads} threads, {self.files} files"


def grown(first, last):
    """What has grown more than noise: 4 MiB of heap, a tenth and 32 MiB of resident memory, 8 threads, 8 files."""
    limits = {"heap": first.heap + 4 * 2**20, "rss": first.rss * 1.1 + 32 * 2**20, "threads": first.threads + 8, "files": first.files + 8}
    return [name for name, limit in limits.items() if getattr(last, name) > limit]


def use(server, counts, seconds, seed):
    """Lets clients use the service for so long."""
    until = time.time() + seconds

    def go(k):
        user = User(server, counts, seed + 1000 * k)
        while time.time() < until:
            user.round()
        user.client.close()

    together([lambda k=k: go(k) for k in range(CLIENTS)])
    many(server, counts, seed)


def main():
    subprocess.run([str(ROOT / "pal4j"), "list"], check=True, stdout=subprocess.DEVNULL)
    work = pathlib.Path(tempfile.mkdtemp(prefix="service-soak-"))
    os.environ["PAL4J_JAVA_OPTS"] = f"{os.environ.get('PAL4J_JAVA_OPTS', '')} -Dsun.net.httpserver.maxReqTime={REQUEST_SECONDS}".strip()
    server, counts = Server(work / "runs").start(), Counts()
    seed, seconds, began = SEED, 60 * MINUTES, time.time()
    try:
        use(server, counts, min(120, seconds / 4), seed)
        first = last = Measured(server)
        print(f"{time.time() - began:6.0f} s: {counts.requests} requests, {first}", flush=True)
        while (left := seconds - (time.time() - began)) > 1:
            seed += 1
            use(server, counts, min(300, left), seed)
            last = Measured(server)
            print(f"{time.time() - began:6.0f} s: {counts.requests} requests, {last}", flush=True)
    finally:
        server.close()
    log = (work / "runs.log").read_text()
    shutil.rmtree(work)
    faults = grown(first, last)
    for what in counts.unexpected[:10]:
        print(what)
    if log:
        print(log[:5000])
    print(f"seed {SEED}: {counts.requests} requests, {counts.faults} answers of 5xx, {len(counts.unexpected)} others that were not expected; resident "
          f"{first.rss / 2**20:.0f} MiB first, {last.rss / 2**20:.0f} MiB last; {'grown: ' + ', '.join(faults) if faults else 'nothing has grown'}")
    return 1 if faults or counts.faults or counts.unexpected or log else 0


if __name__ == "__main__":
    sys.exit(main())
