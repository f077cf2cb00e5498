"""The process that holds the networks: shared, killed, interrupted, forked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import pal4j
from conftest import PACKAGE, SMALL
from pal4j import _child, _command

X = np.random.default_rng(1).random((20, 4))


def test_one_process_for_all_and_close(sim):
    other = pal4j.Circuit("yinyang", seed=2, **SMALL)
    assert other._process is sim._process is _child.child()
    pal4j.close()
    with pytest.raises(pal4j.ChildDied, match="closed"):
        sim.step()
    assert "lost" in repr(sim)
    pal4j.close()
    assert pal4j.Circuit("yinyang", **SMALL)._process is not sim._process


def test_a_killed_process_is_an_exception_and_the_next_use_starts_another(sim):
    os.kill(sim._process.pid, signal.SIGKILL)
    for _ in range(2):
        with pytest.raises(pal4j.ChildDied, match="signal 9") as caught:
            sim.step()
    assert caught.value.status == -9
    assert pal4j.Circuit("yinyang", **SMALL).steps == 0


def test_no_pipe_is_left_open(tmp_path):
    text = f"""
        import gc, os, signal, sys
        sys.path[:0] = [{str(PACKAGE)!r}]
        import pal4j
        small = {SMALL!r}
        sim = pal4j.Circuit("yinyang", **small)
        os.kill(sim._process.pid, signal.SIGKILL)
        try:
            sim.step()
        except pal4j.ChildDied:
            pass
        pal4j.run("yinyang", epochs=1, out={str(tmp_path / "run")!r}, quiet=True, **small)
        sim = pal4j.Circuit("yinyang", **small)
        gc.collect()
        sim.step()
    """
    options = ["-W", "always::ResourceWarning", "-X", "tracemalloc=5"]
    done = subprocess.run([sys.executable, *options, "-c", textwrap.dedent(text)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_process_killed_while_it_works(sim):
    threading.Timer(0.5, lambda: os.kill(sim._process.pid, signal.SIGKILL)).start()
    with pytest.raises(pal4j.ChildDied, match="signal 9"):
        sim.step(10**12)
    with pytest.raises(pal4j.ChildDied):
        list(sim.epochs(1, live=True))


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """Makes a child of a Python program, after its greeting."""

    def make(text: str) -> None:
        program = tmp_path / "fake.py"
        program.write_text(
            f"""import sys, time
sys.path.insert(0, {str(PACKAGE)!r})
from pal4j._frames import encode, PREAMBLE, MAGIC
def write(data):
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
greeting = {{"hello": "pal4j", "max_body": 1000, "max_head": 10000, "experiments": [], "cores": 1}}
{text}
"""
        )
        pal4j.close()
        monkeypatch.setenv("PAL4J_COMMAND", f"{sys.executable} {program}")

    yield make
    pal4j.close()


GREET = "write(encode(greeting)[0])\nsys.stdin.buffer.read(16)\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sys.stderr.write('no memory left\\n'); sys.exit(7)", r"status 7 before it was ready[^$]*no memory left"),
        ("write(b'Hello, world, this is no frame')", "where a frame should begin"),
        (GREET + "write(PREAMBLE.pack(MAGIC, 100, 0) + b'{')\nsys.stderr.write('help!\\n'); sys.exit(3)", r"status 3[^$]*help!"),
        (GREET + "write(PREAMBLE.pack(MAGIC, 2, 1 << 20) + b'{}' + bytes(100))\nsys.exit(3)", "status 3"),
        (GREET + "write(MAGIC)\nsys.exit(3)", "status 3"),
        (GREET + "write(b'P4J2' + bytes(100))\ntime.sleep(60)", "where a frame should begin"),
    ],
)
def test_a_child_that_dies_or_speaks_nonsense_is_told_with_its_last_words(fake, text, message):
    fake(text)
    with pytest.raises(pal4j.ChildDied, match=message):
        pal4j.Circuit("yinyang")


def test_too_much_at_once_is_refused_before_it_is_sent(fake):
    fake(GREET + "time.sleep(60)")
    process = _child.child()
    with pytest.raises(pal4j.InputError, match="give less at once"):
        process.request({"do": "present", "session": 1}, {"inputs": np.zeros(1000)})
    with pytest.raises(pal4j.InputError, match="too long"):
        process.request({"do": "open", "set": {"record": ["W"] * 10000}})


def test_a_program_that_is_not_there(monkeypatch, tmp_path):
    pal4j.close()
    monkeypatch.setenv("PAL4J_COMMAND", "/no/such/program")
    with pytest.raises(pal4j.ProgramError, match="can't start PAL4J, /no/such/program session"):
        pal4j.Circuit("yinyang")
    monkeypatch.delenv("PAL4J_COMMAND")
    monkeypatch.setattr(_command, "_checkout", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pal4j.ProgramError, match="found no program"):
        pal4j.Circuit("yinyang")
    program = tmp_path / "pal4j"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert _command.command() == [str(program)]


def test_the_java_that_the_jars_need(monkeypatch, tmp_path):
    jdk = tmp_path / "jdk"
    (jdk / "bin").mkdir(parents=True)
    (jdk / "bin" / "java").touch()
    monkeypatch.setenv("PAL4J_JAVA_HOME", str(jdk))
    for release, fault in (('JAVA_VERSION="17.0.1"', "version 17"), ('JAVA_VERSION="25"\nMODULES="java.base"', "without the module")):
        (jdk / "release").write_text(release)
        with pytest.raises(pal4j.ProgramError, match=fault):
            _command.java_home()
    (jdk / "release").write_text('JAVA_VERSION="26-ea"\nMODULES="java.base jdk.incubator.vector"')
    assert _command.java_home() == jdk
    monkeypatch.delenv("PAL4J_JAVA_HOME")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(jdk / "bin"))
    (jdk / "bin" / "java").chmod(0o755)
    assert _command.java_home() == jdk
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(_command, "_usual_places", list)
    with pytest.raises(pal4j.ProgramError, match="install Temurin 25"):
        _command.java_home()


def test_many_threads_share_the_process():
    def work(seed: int) -> list[float]:
        with pal4j.Circuit("yinyang", seed=seed, **SMALL) as own:
            for _ in range(100):
                own.step()
            own.fit(1)
            return [*own.W2[0], own.steps]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(work, range(8)))
    assert together == [work(seed) for seed in range(8)]


def test_threads_that_share_a_network(sim):
    with ThreadPoolExecutor(4) as pool:
        shapes = list(pool.map(lambda k: (sim.step(10), sim.W1.shape, sim.present(X, steps=2).output.shape)[1:], range(40)))
    assert set(shapes) == {((30, 4), (20, 3))}
    assert sim.copy().steps == 40 * (10 + 40)


def test_another_thread_cancels(sim):
    calls = [
        lambda: sim.step(10**12),
        lambda: sim.present(X, steps=10**8),
        lambda: sim.fit(10**6),
        lambda: list(sim.epochs(10**6, live=True)),
    ]
    for call in calls:
        threading.Timer(0.5, sim.cancel).start()
        with pytest.raises(pal4j.Cancelled, match="another thread has cancelled"):
            call()
    assert 0 < sim.steps < 10**12
    sim.fit(1)


def test_a_cancel_between_two_epochs_is_not_lost(sim):
    for live in (False, True):
        seen = 0
        with pytest.raises(pal4j.Cancelled):
            for epoch in sim.epochs(5, live=live):
                if isinstance(epoch, pal4j.Epoch):
                    seen += 1
                    sim.cancel()
        assert seen == 1
    sim.fit(1)
    assert sim.epoch == 3


def test_a_cancel_just_before_a_request_is_sent_is_not_lost(sim, monkeypatch):
    send = sim._process._send

    def late(pieces):
        monkeypatch.setattr(sim._process, "_send", send)
        sim.cancel()
        send(pieces)

    monkeypatch.setattr(sim._process, "_send", late)
    with pytest.raises(pal4j.Cancelled):
        sim.step(10**12)
    sim.step(5)
    steps = sim.steps
    sim.cancel()  # nobody does anything, so this is for nobody
    sim.step(10_000)
    assert sim.steps == steps + 10_000


def test_one_cancel_stops_all_that_have_begun(sim):
    def step() -> bool:
        try:
            sim.step(10**11)
        except pal4j.Cancelled:
            return True
        return False

    with ThreadPoolExecutor(3) as pool:
        calls = [pool.submit(step) for _ in range(3)]
        time.sleep(0.3)
        sim.cancel()
        assert [call.result(timeout=60) for call in calls] == [True] * 3
    sim.step(3)


def test_a_live_call_that_cannot_be_sent_does_not_wait_for_a_reply(sim):
    for wrong in ({"interval": float("nan")}, {"interval": float("inf")}, {"interval": "x"}, {"interval": -1}, {"watch": [object()]}):
        with pytest.raises(pal4j.InputError):
            list(sim.epochs(1, live=True, **wrong))
    # Whatever else may fail there.
    with pytest.raises(pal4j.InputError), sim._process.conversation({"do": "epoch", "session": sim._session, "interval": float("nan")}):
        pass
    with pytest.raises(pal4j.InputError, match="goes with live"):
        sim.epochs(1, watch=["B"])
    for wrong in ({"epochs": 2.5}, {"epochs": True}, {"epochs": "a"}):
        with pytest.raises(pal4j.InputError, match="whole number"):
            sim.epochs(**wrong)
    for wrong in ({"learn": 3}, {"record": None}, {"record": 3}, {"noise": "no"}, {"steps": [1, 2]}):
        with pytest.raises(pal4j.InputError):
            sim.present(X, **wrong)
    for wrong in (np.array([3, 4]), None, True, "3"):
        with pytest.raises(pal4j.InputError, match="whole number"):
            sim.step(wrong)
    sim.fit(1)


INTERRUPTED = """
    import os, signal, threading, time
    import numpy as np, pal4j
    sim = pal4j.Circuit("yinyang", seed=1, train_samples=600, validation_samples=60)
    other = sim.copy()
    def interrupt(after=0.7):
        threading.Timer(after, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    %s
    sim.fit(1); other.fit(1)
    print("usable", sim.epoch, other.epoch)
"""


def test_ctrl_c_that_only_python_gets_stops_a_run_and_keeps_what_there_is(python, tmp_path):
    text = f"""
    import os, signal, threading, pal4j
    def interrupt():
        while not os.path.exists({str(tmp_path / "run" / "metrics.csv")!r}):
            threading.Event().wait(0.05)
        os.kill(os.getpid(), signal.SIGINT)
    threading.Thread(target=interrupt, daemon=True).start()
    try:
        pal4j.run("yinyang", epochs=10**6, train_samples=60, validation_samples=6, out={str(tmp_path / "run")!r}, quiet=True)
    except KeyboardInterrupt:
        print(pal4j.Run({str(tmp_path / "run")!r}).result["ending"])
    """
    child = python(text)
    output, errors = child.communicate(timeout=120)
    assert output.strip() == "interrupted", errors


def test_ctrl_c_leaves_the_network_usable(python):
    text = """
    calls = [
        lambda: sim.step(10**12),
        lambda: sim.present(np.zeros((10, 4)), steps=10**9),
        lambda: sim.fit(10**6),
        lambda: list(sim.epochs(10**6, live=True, interval=0)),
        lambda: [sim.step() for _ in range(10**9)],
        lambda: [sim.get("W", "B", "lo", "uP") for _ in range(10**9)],
        lambda: (next(sim.epochs(1, live=True, interval=0)), time.sleep(100)),
        lambda: pal4j.sweep("yinyang", {"eta_bw": [1, 2, 3]}, seeds=2, epochs=10**6),
    ]
    for call in calls:
        interrupt()
        try:
            call()
        except KeyboardInterrupt:
            print("interrupted", sim.copy().steps == sim.steps, flush=True)
    """
    process = python(INTERRUPTED % text.strip())
    output, errors = process.communicate(timeout=200)
    assert output.splitlines()[:-1] == ["interrupted True"] * 8, errors
    assert output.splitlines()[-1].startswith("usable"), errors


def test_ctrl_c_again_and_again(python):
    text = """
    for k in range(60):
        interrupt(0.02 + 0.0007 * k)
        try:
            while True:
                sim.step()
                sim.get("W1")
        except KeyboardInterrupt:
            pass
    """
    process = python(INTERRUPTED % text.strip())
    output, errors = process.communicate(timeout=120)
    assert output.startswith("usable"), errors


def test_a_fork_has_a_process_of_its_own(python):
    process = python(
        """
        import os, pal4j, warnings
        warnings.simplefilter("ignore")
        keys = dict(train_samples=60, validation_samples=30)
        sim = pal4j.Circuit("yinyang", seed=1, **keys)
        pid = os.fork()
        if pid == 0:
            try:
                sim.step()
            except pal4j.ProgramError as error:
                print("parent" in str(error), flush=True)
            own = pal4j.Circuit("yinyang", seed=1, **keys)
            print(own._process.pid != sim._process.pid, own.fit(1).epoch, flush=True)
            os._exit(0)
        os.waitpid(pid, 0)
        print(sim.fit(1).epoch)
        """
    )
    output, errors = process.communicate(timeout=120)
    assert output.split() == ["True", "True", "1", "1"], errors


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="asks /proc")
def test_the_process_ends_when_its_parent_is_killed(python):
    process = python(
        """
        import pal4j, os, threading, time
        sim = pal4j.Circuit("yinyang", seed=1)
        if os.fork() == 0:
            time.sleep(20)  # a fork must not hold the pipe open
            os._exit(0)
        print(sim._process.pid, flush=True)
        sim.step(10**12)
        """,
        start_new_session=True,
    )
    pid = int(process.stdout.readline())
    process.kill()
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists() or "State:\tZ" in Path(f"/proc/{pid}/status").read_text():
            break
        time.sleep(0.1)
    else:
        pytest.fail("the child goes on without its parent")
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_the_program_itself():
    done = subprocess.run([sys.executable, "-m", "pal4j", "list"], capture_output=True, text=True, cwd=PACKAGE, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("yinyang ")
    done = subprocess.run([sys.executable, "-m", "pal4j", "run", "yingyang"], capture_output=True, text=True, cwd=PACKAGE, timeout=120)
    assert done.returncode == 2
    assert "did you mean yinyang" in done.stderr


def test_notes_are_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pal4j.Circuit("yinyang", **SMALL).close()
