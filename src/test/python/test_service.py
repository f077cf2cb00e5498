"""The same classes over HTTP, with the same bits."""

from __future__ import annotations

import http.client
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

import pal4j
from conftest import SMALL
from pal4j._child import use
from pal4j._command import command
from pal4j._remote import Remote

HERE = Path(__file__).parent / "service"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("service")
    process = subprocess.Popen([*command(), "serve", "--root", str(folder), "--jobs", "2"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address, token = process.stdout.readline().strip().split("?token=")
    yield address, token
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 143
    process.stdout.close()


@pytest.fixture
def remote(service):
    pal4j.connect(*service)
    yield service
    pal4j.close()


def test_the_bits_of_a_child(sim, remote):
    with pal4j.Circuit("yinyang", seed=1, **SMALL) as far:
        assert far._process is not sim._process
        inputs = np.linspace(0, 1, 20, dtype=np.float32).reshape(5, 4)
        for one in (sim, far):
            one.fit(2)
            one.present(inputs, steps=7, learn="backward", record=["vapi1"])
            one.W2 = 0.5 * one.W2
            one.step(300, learn="all")
        np.testing.assert_array_equal(sim.B1, far.B1)
        np.testing.assert_array_equal(sim.history["train_error"], far.history["train_error"])
        np.testing.assert_array_equal(sim.test()["test_output"], far.test()["test_output"])
        np.testing.assert_array_equal(sim.copy(eta_bw=0.1).fit(1).B1, far.copy(eta_bw=0.1).fit(1).B1)
        assert far.config == sim.config


def test_an_epoch_live(remote):
    with pal4j.Circuit("yinyang", seed=1, train_samples=1500, validation_samples=30, test_samples=30) as far:
        moments = list(far.epochs(1, live=True, interval=0, watch=["B1"]))
        assert isinstance(moments[-1], pal4j.Epoch)
        assert len(moments) > 1
        assert all(moment["B1"].shape == (30, 3) for moment in moments[:-1])
        for _ in far.epochs(1, live=True, interval=0):
            break
        assert far.epoch == 1
        far.fit(1)
        assert far.epoch == 2


def test_a_cancel_from_another_thread(remote):
    with pal4j.Circuit("yinyang", seed=1) as far:
        timer = threading.Timer(0.3, far.cancel)
        timer.start()
        with pytest.raises(pal4j.Cancelled):
            far.fit(1000)
        timer.join()
        assert far.steps > 0


def test_what_is_wrong_is_told(service, remote):
    with pytest.raises(pal4j.InputError, match="did you mean yinyang"):
        pal4j.Circuit("yinyan")
    with pytest.raises(pal4j.InputError, match="eta_bww"):
        pal4j.Circuit("yinyang", eta_bww=1)
    with pytest.raises(pal4j.InputError, match="within the folders"):
        pal4j.load("/etc")
    with pytest.raises(pal4j.InputError, match="token"):
        pal4j.connect(service[0], "wrong")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(pal4j.ChildDied, match="does not answer"):
            Remote(f"http://127.0.0.1:{free.getsockname()[1]}", "token")


def test_saved_there_and_loaded_there(remote):
    with pal4j.Circuit("yinyang", seed=1, **SMALL) as far:
        far.fit(1)
        assert str(far.save("mine")) == "mine"
        with pal4j.load("mine") as again:
            np.testing.assert_array_equal(far.B1, again.B1)


def test_events_are_not_lost_with_the_connection(remote):
    """A reader comes back with the last id that it has seen."""
    with pal4j.Circuit("yinyang", seed=1, **SMALL) as far:
        far.fit(1)
        far.fit(1)
        process = far._process
        job = max(one["job"] for one in process._json("GET", "/v1/jobs")["jobs"])
        whole = process._send("GET", f"/v1/jobs/{job}/events")[1]
        first = whole.split(b"\n", 1)[0][4:].decode()
        rest = process._send("GET", f"/v1/jobs/{job}/events", headers={"Last-Event-ID": first})[1]
        assert whole.endswith(rest)
        assert len(rest) < len(whole)


def test_a_connection_that_nobody_used_is_opened_anew(service):
    remote = Remote(*service)
    connection = remote._connection()
    assert connection.sock is not None
    connection.sock.shutdown(socket.SHUT_RDWR)
    assert remote._json("GET", "/v1")["hello"] == "pal4j"
    assert isinstance(connection, http.client.HTTPConnection)


def test_every_answer_is_as_the_document_says(service, tmp_path):
    """A short run of Schemathesis; a long one is for a developer's hands (docs/contributing.md)."""
    if importlib.util.find_spec("schemathesis") is None:
        pytest.skip("schemathesis is not installed")
    address, token = service
    done = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml")),
            *("run", f"{address}v1/openapi.json", "-H", f"Authorization: Bearer {token}"),
            *("--phases", "examples,fuzzing", "--max-examples", "3", "--seed", "1", "--exclude-operation-id", "events"),
        ],
        env={**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:]


def test_the_end_of_python_closes_what_it_has_opened(service):
    def sessions():
        return {one["session"] for one in Remote(*service)._json("GET", "/v1/sessions")["sessions"]}

    before = sessions()
    begin = f"import pal4j; pal4j.connect(*{service!r}); sim = pal4j.Circuit('yinyang', **{SMALL!r}); twin = sim.copy(); "
    for end in ("", "pal4j.close()", "sim.close()", "raise SystemExit(3)"):
        subprocess.run([sys.executable, "-c", begin + end], check=False, timeout=120)
        assert sessions() == before, end


def test_networks_opened_before_stay(sim, service):
    before = sim.B1
    pal4j.connect(*service)
    np.testing.assert_array_equal(sim.B1, before)
    pal4j.close()
    use(sim._process)
    np.testing.assert_array_equal(sim.B1, before)
