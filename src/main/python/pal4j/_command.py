"""Finds the program: what to start, with which Java."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

from .errors import ProgramError

OLDEST_JDK = 25
MODULE = "jdk.incubator.vector"


def command() -> list[str]:
    """Returns the command that starts PAL4J, without its arguments.

    The first of these that is there:

    1. the environment variable ``PAL4J_COMMAND``, split as a shell does,
    2. the launcher of the checkout in which this package lies,
    3. the program inside the package, as wheels have it, with the Java runtime beside it or a JDK of this machine,
    4. ``pal4j`` on the ``PATH``.
    """
    given = os.environ.get("PAL4J_COMMAND", "").strip()
    if given:
        return shlex.split(given)
    launcher = _checkout()
    if launcher is not None:
        return [str(launcher)]
    program = Path(__file__).parent / "_program"
    if (program / "jars").is_dir():
        return _java_command(program)
    # A script of this package itself would only come back here.
    found = shutil.which("pal4j")
    if found is not None and "python" not in _first_line(found):
        return [found]
    raise ProgramError(
        "found no program: this package lies in no checkout of PAL4J and carries no program, and there is no pal4j on PATH; "
        "install a wheel with the program, or set PAL4J_COMMAND to the launcher, for example /home/me/pal4j/pal4j"
    )


def _first_line(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return file.readline(200).decode("utf-8", "replace")
    except OSError:
        return ""


def _checkout() -> Path | None:
    parents = Path(__file__).resolve().parents
    if len(parents) > 4:
        root = parents[4]
        if (root / "pom.xml").is_file() and (root / "pal4j").is_file() and parents[1] == root / "src" / "main" / "python":
            return root / "pal4j"
    return None


def _java_command(program: Path) -> list[str]:
    runtime = program / "runtime"
    java = runtime / "bin" / "java"
    options = []
    if not java.exists():
        java = java_home() / "bin" / "java"
    else:
        archive = _archive(program)
        if archive is not None:
            # Made at the end of the first start, and taken by later ones: they are ready sooner.
            options = ["-XX:+AutoCreateSharedArchive", f"-XX:SharedArchiveFile={archive}"]
    jars = program / "jars"
    return [
        str(java),
        "-XX:+UseSerialGC",
        "-Xlog:disable",
        "-Xlog:all=warning,cds*=off,aot*=off:stderr",
        "--enable-native-access=org.pal4j,org.jline.terminal.ffm",
        # As the launcher: kernels work on absolute addresses, whose bounds a check could not know.
        "-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0",
        *options,
        *os.environ.get("PAL4J_JAVA_OPTS", "").split(),
        "-p",
        os.pathsep.join([str(jars), *filter(None, [os.environ.get("PAL4J_MODELS", "")])]),
        "-m",
        "org.pal4j/org.pal4j.cli.Main",
    ]


def _archive(program: Path) -> Path | None:
    """Returns where the archive of the program's classes is kept, or nothing if there is no such place."""
    stamp = program / "stamp"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pal4j"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        return cache / f"pal4j-{stamp.read_text().strip()}.jsa" if os.access(cache, os.W_OK) else None
    except (OSError, RuntimeError):
        return None


def java_home() -> Path:
    """Finds a JDK as the launcher does: ``PAL4J_JAVA_HOME``, ``JAVA_HOME``, ``java`` on the ``PATH``, the usual places."""
    wanted = f"a JDK {OLDEST_JDK} or newer with the module {MODULE}"
    forced = os.environ.get("PAL4J_JAVA_HOME")
    if forced:
        fault = _fault(Path(forced))
        if fault:
            raise ProgramError(f"PAL4J_JAVA_HOME ({forced}) is {fault}; PAL4J needs {wanted}")
        return Path(forced)
    seen = []
    named = os.environ.get("JAVA_HOME")
    if named:
        fault = _fault(Path(named))
        if not fault:
            return Path(named)
        seen.append(f"JAVA_HOME ({named}) is {fault}")
    else:
        seen.append("JAVA_HOME is not set")
    java = shutil.which("java")
    if java:
        home = Path(java).resolve().parents[1]
        fault = _fault(home)
        if not fault:
            return home
        seen.append(f"java on PATH ({java}) is {fault}")
    else:
        seen.append("there is no java on PATH")
    usable = [home for home in _usual_places() if not _fault(home)]
    if usable:
        # The oldest one is the version that PAL4J is tested on.
        return min(usable, key=_major)
    raise ProgramError(
        f"found no {wanted}: {', '.join(seen)}, nor is one in /usr/lib/jvm, ~/.sdkman, ~/.jdks or the other usual places; "
        f"install Temurin {OLDEST_JDK} (https://adoptium.net), or the wheel that carries a Java runtime"
    )


def _usual_places() -> list[Path]:
    places = []
    for pattern in ("usr/lib/jvm/*", "usr/java/*", "opt/*jdk*", "opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home"):
        places += sorted(Path("/").glob(pattern))
    if sys.platform == "darwin":
        places += sorted(Path("/Library/Java/JavaVirtualMachines").glob("*/Contents/Home"))
    try:
        home = Path.home()
    except RuntimeError:
        return places
    for pattern in (
        ".sdkman/candidates/java/*",
        ".jdks/*",
        ".asdf/installs/java/*",
        ".local/share/mise/installs/java/*",
        "Library/Java/JavaVirtualMachines/*/Contents/Home",
    ):
        places += sorted(home.glob(pattern))
    return places


def _release(home: Path) -> dict[str, str]:
    try:
        lines = (home / "release").read_text("utf-8", "replace").splitlines()
    except OSError:
        return {}
    return {key: value.strip('"') for key, equals, value in (line.partition("=") for line in lines) if equals}


def _major(home: Path) -> int:
    digits = _release(home).get("JAVA_VERSION", "").split(".")[0].split("-")[0]
    return int(digits) if digits.isdigit() else 0


def _fault(home: Path) -> str:
    """Returns what is wrong with a Java home; nothing if it will do. No Java is started: the file ``release`` tells."""
    if not (home / "bin" / ("java.exe" if sys.platform == "win32" else "java")).exists():
        return "no JDK (it has no bin/java)"
    if _major(home) < OLDEST_JDK:
        return f"version {_release(home).get('JAVA_VERSION', 'unknown')}"
    modules = _release(home).get("MODULES", MODULE).split()
    return "" if MODULE in modules else f"a JDK without the module {MODULE}"
