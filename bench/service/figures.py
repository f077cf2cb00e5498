"""What the service costs: round trips, many sessions at once, readers of events, and a page that draws.

    python3 bench/service/figures.py

Needs the standard library only; takes about five minutes. Nothing else may be at work on the machine.
"""

from __future__ import annotations

import http.client
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src" / "test" / "service"))

from client import Client, Server, together  # noqa: E402

SMALL = {"train_samples": 60, "validation_samples": 6, "test_samples": 6}
TRIPS = 5000
REPEATS = 6
SESSIONS = 64
PAIRS = 16
EPOCHS = 8


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def fine(reply, status: int = 200):
    assert reply.status == status, str(reply)
    return reply


def opened(client: Client, keys: dict) -> str:
    return f"/v1/sessions/{fine(client.post('/v1/sessions', {'experiment': 'yinyang', 'set': keys}), 201).json()['session']}"


def round_trips(server: Server) -> None:
    client = Client(server)
    session = opened(client, SMALL)
    works = {
        "GET /v1/sessions/N": lambda: fine(client.get(session)),
        "one step": lambda: fine(client.post(session + "/step")),
    }
    for name, work in works.items():
        for _ in range(REPEATS):
            times = sorted(seconds(work) for _ in range(TRIPS))
        print(f"{name}: median {1e6 * statistics.median(times):.0f} us, 99th percentile {1e6 * times[TRIPS * 99 // 100]:.0f} us, of the {REPEATS}th "
              f"{TRIPS:,} over one connection")
    fine(client.send("DELETE", session), 204)
    client.close()


def many(server: Server) -> None:
    clients = [Client(server) for _ in range(8)]
    for _ in range(3):
        sessions: list[str] = []

        def open_all(client: Client, into: list[str] = sessions) -> None:
            into.extend(opened(client, SMALL) for _ in range(SESSIONS // len(clients)))

        def step_all(k: int, of: list[str] = sessions) -> None:
            for session in of[k::len(clients)]:
                fine(clients[k].post(session + "/step"))

        opening = seconds(lambda: together([lambda client=client: open_all(client) for client in clients]))
        stepping = seconds(lambda: together([lambda k=k: step_all(k) for k in range(len(clients))]))
        for session in sessions:
            fine(clients[0].send("DELETE", session), 204)
    print(f"{SESSIONS} sessions opened by {len(clients)} clients in {opening:.2f} s, and a step of each in {1e3 * stepping:.0f} ms; the third time")
    for client in clients:
        client.close()


def read(server: Server, job: str, sizes: list[int]) -> None:
    connection = http.client.HTTPConnection(server.host, timeout=600)
    connection.request("GET", job + "/events", headers={"Authorization": "Bearer " + server.token})
    sizes.append(len(connection.getresponse().read()))
    connection.close()


def draw(server: Server, session: str, over: threading.Event, answers: list[int]) -> None:
    """Asks for what the live page draws, as often as it does while a network learns."""
    client = Client(server)
    number = session.rsplit("/", 1)[1]
    rests = {f"/v1/charts?sessions={number}": 0.4, session + "/feedback": 1.0, "/v1/sessions": 2.0}
    due = dict.fromkeys(rests, 0.0)
    while not over.is_set():
        for path, rest in rests.items():
            if time.perf_counter() >= due[path]:
                fine(client.get(path))
                answers.append(1)
                due[path] = time.perf_counter() + rest
        over.wait(0.05)
    client.close()


def computing(client: Client, session: str, fields: dict, server: Server, readers: int, page: bool) -> float:
    """Returns the time of a job with so many readers of its events and perhaps a page, from its acceptance to its result."""
    over = threading.Event()
    answers: list[int] = []
    start = time.perf_counter()
    job = f"/v1/jobs/{fine(client.post(session + '/epoch', fields), 202).json()['job']}"
    sizes: list[int] = []
    threads = [threading.Thread(target=read, args=(server, job, sizes)) for _ in range(readers)]
    threads += [threading.Thread(target=draw, args=(server, session, over, answers))] if page else []
    for thread in threads:
        thread.start()
    while client.get(job + "/result", Prefer="wait=60").status == 202:
        pass
    taken = time.perf_counter() - start
    over.set()
    for thread in threads:
        thread.join()
    assert len(sizes) == readers and all(size > 500 for size in sizes) and (len(answers) > 2) == page
    return taken


def events(server: Server) -> None:
    client = Client(server)
    session = opened(client, {})
    ways = {
        "nobody who looks": ({"epochs": EPOCHS}, 0, False),
        "two readers of events and watch=[B1]": ({"epochs": EPOCHS, "watch": ["B1"]}, 2, False),
        "a page that draws": ({"epochs": EPOCHS, "interval": 0.25}, 1, True),
    }
    times: dict[str, list[float]] = {way: [] for way in ways}
    for k in range(PAIRS + 2):
        for way in list(ways)[:: 1 if k % 2 else -1]:
            taken = computing(client, session, *ways[way][:1], server, *ways[way][1:])
            if k >= 2:  # the first two are to get warm
                times[way].append(taken)
    plain, *others = times
    for way in others:
        ratios = sorted(looked / alone for looked, alone in zip(times[way], times[plain]))
        print(f"{EPOCHS} epochs with {way} take {statistics.median(times[way]) / statistics.median(times[plain]):.3f} times those with {plain} "
              f"({statistics.median(times[plain]):.2f} s), medians of {PAIRS} in turn; ratios {ratios[PAIRS // 4]:.3f} to {ratios[PAIRS * 3 // 4]:.3f} "
              "from the first to the third quarter; the goal is at most 1.020")
    fine(client.send("DELETE", session), 204)
    client.close()


def main() -> None:
    subprocess.run([ROOT / "pal4j", "list"], check=True, stdout=subprocess.DEVNULL)  # builds, if anything is stale
    work = pathlib.Path(tempfile.mkdtemp(prefix="service-figures-"))
    server = Server(work / "runs").start()
    try:
        round_trips(server)
        many(server)
        events(server)
    finally:
        server.close()
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
