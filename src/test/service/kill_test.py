#!/usr/bin/env python3
"""Kills the service at random moments, two times in three with SIGKILL and else with SIGTERM, while sessions and runs are at work, and starts it again.
Everything that was asked for and answered must come to its end, with the bits of a service that nobody killed: variables of sessions, results of jobs,
files of runs.

  python3 src/test/service/kill_test.py [ROUNDS [SEED]]

A round, with one kill, takes about six seconds. The exit status is 0 if nothing is lost and nothing was done twice.
"""
import csv
import http.client
import json
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

from client import NPY, ROOT, SAFETENSORS, Client, Server, npy, safetensors, together

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 30
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
SMALL = {"train_samples": 150, "validation_samples": 30, "test_samples": 20}
DOWN = (OSError, http.client.HTTPException)
VARIABLES = ["W1", "W2", "B1", "uP1", "vapi1"]


class Lost(Exception):
    """Something is not as it must be."""


def check(condition, what):
    if not condition:
        raise Lost(what)


class Caller(Client):
    """A client to which a service that is about to end is not there any more."""

    def send(self, method, path, body=None, **headers):
        reply = super().send(method, path, body, **headers)
        if reply.status == 503 and b"the service ends" in reply.body:
            raise ConnectionError("the service ends")
        return reply


class Plan:
    """What a client does with a session: a list of groups. A group is values to set, or nothing, and jobs that are queued without waiting."""

    def __init__(self, seed):
        rng = random.Random(seed)
        replicas = rng.choice([1, 1, 3])
        self.open = {"experiment": "yinyang", "set": {**SMALL, "seed": seed}, "threads": 1}
        if replicas > 1:
            self.open["set"] = {**SMALL, "seeds": [seed + k for k in range(replicas)]}
            self.open["threads"] = rng.choice([1, 2])
        self.seeds = self.open["set"].get("seeds", [seed])
        self.groups = [self.group(rng) for _ in range(rng.randint(2, 4))]

    def group(self, rng):
        values = [rng.gauss(0, 0.1) for _ in range(3 * 30)] if rng.random() < 0.4 else None
        return values, [self.job(rng) for _ in range(rng.randint(1, 4))]

    @staticmethod
    def job(rng):
        kind = rng.choice(["epoch", "epoch", "epoch", "settle", "step", "present", "present", "test", "predict"])
        inputs = [rng.random() for _ in range(40)]
        if kind == "epoch":
            return kind, {"epochs": rng.randint(1, 4)}, None
        if kind == "step":
            return kind, {"steps": rng.choice([7, 30000, 200000])}, None
        if kind == "present" and rng.random() < 0.5:
            return "present?steps=50&learn=backward", npy(inputs, 10, 4), NPY
        if kind == "present":
            fields = {"steps": rng.choice([20, 5000]), "learn": ["backward"], "record": ["vapi1"]}
            return kind, safetensors(fields, inputs=(inputs, (10, 4)), targets=(inputs[:30], (10, 3))), SAFETENSORS
        if kind == "predict":
            return kind, safetensors({}, inputs=(inputs, (10, 4))), SAFETENSORS
        return kind, {}, None


class Life:
    """A service that dies now and then. `up` is set while it is there."""

    def __init__(self, server):
        self.server = server
        self.up = threading.Event()
        self.up.set()
        self.over = False

    def tried(self, task):
        """Does a task, again and again until the service lives long enough for it."""
        while True:
            self.up.wait()
            check(not self.over, "gave up")
            try:
                return task()
            except DOWN:
                time.sleep(0.05)


def submit(client, session, job):
    kind, body, content = job
    headers = {"Content_Type": content} if content else {}
    reply = client.post(f"/v1/sessions/{session}/{kind}", body, Prefer="respond-async", **headers)
    check(reply.status == 202, f"{kind}: {reply}")
    return reply.json()["job"]


def all_jobs(client, session):
    return [job["job"] for job in client.get("/v1/jobs").json()["jobs"] if job.get("session") == session]


def drive(life, plan, counts):
    """Does what a plan says. Returns the variables at the end, and the results of the jobs."""
    client = Caller(life.server)
    session = life.tried(lambda: opened(client, plan))
    known, results = set(), []
    for values, jobs in plan.groups:
        numbers = []
        for k, job in enumerate(jobs):
            def ask():
                # After a kill, what was asked for may be there although the answer has not come.
                there = [number for number in all_jobs(client, session) if number not in known]
                if there:
                    return there[0]
                if values and k == 0:
                    reply = client.send("PUT", f"/v1/sessions/{session}/variables/B1", npy(values, 30, 3), Content_Type=NPY)
                    check(reply.status == 204, f"set: {reply}")
                return submit(client, session, job)

            numbers.append(life.tried(ask))
            known.add(numbers[-1])
        results += [life.tried(lambda number=number: result(client, number, counts)) for number in numbers]
    end = life.tried(lambda: {name: variable(client, session, name) for name in VARIABLES} | {
        field: client.get(f"/v1/sessions/{session}").json()[field] for field in ("steps", "epochs")})
    life.tried(lambda: client.send("DELETE", f"/v1/sessions/{session}"))
    client.close()
    return end, results


def opened(client, plan):
    """Opens a session, or finds the one that was opened when the service died, by its seeds."""
    for one in client.get("/v1/sessions").json()["sessions"]:
        if client.get(f"/v1/sessions/{one['session']}").json()["seeds"] == plan.seeds:
            return one["session"]
    reply = client.post("/v1/sessions", plan.open)
    check(reply.status == 201, f"open: {reply}")
    return reply.json()["session"]


def variable(client, session, name):
    reply = client.get(f"/v1/sessions/{session}/variables/{name}")
    check(reply.status == 200, f"{name}: {reply}")
    return reply.body


def result(client, number, counts):
    """Waits for a job, and returns what it gave; nothing if the service has not kept that."""
    while True:
        state = client.get(f"/v1/jobs/{number}")
        check(state.status == 200, f"job {number}: {state}")
        check(state.json()["state"] in ("waiting", "running", "done", "interrupted"), f"job {number}: {state}")
        reply = client.get(f"/v1/jobs/{number}/result", Prefer="wait=5")
        if reply.status == 410:
            counts["results not kept"] = counts.get("results not kept", 0) + 1
            return None
        if reply.status == 200:
            counts["jobs"] = counts.get("jobs", 0) + 1
            return reply.body
        check(reply.status == 202, f"job {number}: {reply}")


OPENING = threading.Lock()
RUNS = set()


def run(life, name, setting, counts):
    """Runs into a folder, and returns its files."""
    client = Caller(life.server)
    known = {job["job"] for job in life.tried(lambda: client.get("/v1/jobs")).json()["jobs"]}

    def ask():
        with OPENING:
            there = [job["job"] for job in client.get("/v1/jobs").json()["jobs"] if job["kind"] == "run" and job["job"] not in known | RUNS]
            if there:
                number = there[0]
            else:
                reply = client.post("/v1/runs", {"experiment": "yinyang", "set": setting, "folder": name})
                check(reply.status == 202, f"run: {reply}")
                number = reply.json()["job"]
            RUNS.add(number)
            return number

    number = life.tried(ask)
    life.tried(lambda: result(client, number, counts))
    client.close()
    return files(life.server.folder / name)


def without_times(value):
    if isinstance(value, dict):
        return {key: without_times(inner) for key, inner in value.items() if "seconds" not in key}
    return [without_times(inner) for inner in value] if isinstance(value, list) else value


def files(folder):
    """What a run has written, without times, environment, checkpoints and pages."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_dir() or path.suffix in (".html", ".part") or path.name in ("environment.json", ".lock") or path.name.startswith("checkpoint"):
            continue
        if path.suffix == ".csv":
            rows = list(csv.reader(path.read_text().splitlines()))
            keep = [i for i, column in enumerate(rows[0]) if "seconds" not in column]
            found[name] = [[row[i] for i in keep] for row in rows]
        elif path.suffix == ".json":
            found[name] = without_times(json.loads(path.read_text()))
        else:
            found[name] = path.read_bytes()
    return found


def episode(life, plans, settings, number, counts):
    """Does all plans and runs at once, and returns the ends."""
    ends = {}

    def planned(k):
        ends[k] = drive(life, plans[k], counts)

    def ran(k):
        ends[f"run {k}"] = run(life, f"run-{number}-{k}", settings[k], counts)

    together([lambda k=k: planned(k) for k in range(len(plans))] + [lambda k=k: ran(k) for k in range(len(settings))])
    return ends


def compare(expected, got, counts):
    for name, straight in expected.items():
        mine = got[name]
        if str(name).startswith("run"):
            check(straight.keys() == mine.keys(), f"{name}: files {sorted(straight.keys() ^ mine.keys())}")
            different = [file for file in straight if straight[file] != mine[file]]
            check(not different, f"{name}: other content in {different}")
        else:
            different = [field for field in straight[0] if straight[0][field] != mine[0][field]]
            check(not different, f"session {name}: other values of {different}")
            check(all(a == b or b is None for a, b in zip(straight[1], mine[1], strict=True)), f"session {name}: other results")
        counts["ends"] = counts.get("ends", 0) + 1


def main():
    rng = random.Random(SEED)
    print(f"{ROUNDS} rounds, seed {SEED}", flush=True)
    subprocess.run([str(ROOT / "pal4j"), "list"], check=True, stdout=subprocess.DEVNULL)
    work = pathlib.Path(tempfile.mkdtemp(prefix="service-kills-"))
    server = Server(work / "runs")
    life = Life(server)
    counts, kills, number = {}, {signal.SIGKILL: 0, signal.SIGTERM: 0}, 0
    try:
        server.start()
        while sum(kills.values()) < ROUNDS:
            number += 1
            plans = [Plan(rng.randrange(1 << 20)) for _ in range(3)]
            settings = [{**SMALL, "epochs": rng.randint(2, 6), "seed": rng.randrange(1000)},
                        {**SMALL, "epochs": 2, "seeds": [1, 2, 3], "record": ["B", "angle_B"], "record_every": 90}]
            began = time.time()
            expected = episode(life, plans, settings, f"{number}-straight", {})
            seconds = time.time() - began
            failure = []

            def work_on(plans=plans, settings=settings, expected=expected, failure=failure):
                try:
                    compare(expected, episode(life, plans, settings, str(number), counts), counts)
                except BaseException as error:  # noqa: BLE001
                    failure.append(error)

            worker = threading.Thread(target=work_on)
            worker.start()
            while worker.is_alive():
                worker.join(rng.uniform(0.05, max(3, seconds)))
                if worker.is_alive() and sum(kills.values()) < ROUNDS:
                    how = rng.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM])
                    life.up.clear()
                    server.end(how)
                    kills[how] += 1
                    server.start()
                    life.up.set()
                    if sum(kills.values()) % 10 == 0:
                        print(f"{sum(kills.values())} kills", flush=True)
            if failure:
                raise failure[0]
        left = [str(path) for path in (server.folder / ".service").rglob("*") if path.suffix == ".safetensors"]
        check(not left, f"left behind: {left}")
    except BaseException:
        life.over = True
        life.up.set()
        server.end(signal.SIGKILL)
        print(f"seed {SEED}: see {work}", flush=True)
        raise
    server.close()
    shutil.rmtree(work)
    print(f"{kills[signal.SIGKILL]} kills with SIGKILL and {kills[signal.SIGTERM]} with SIGTERM, {number} episodes: {counts.get('ends', 0)} ends with the "
          f"bits of straight ones, {counts.get('jobs', 0)} results, {counts.get('results not kept', 0)} that were not kept; nothing lost")


if __name__ == "__main__":
    main()
