"""Puts the program, and a Java runtime if there is one, into a wheel. build-wheels.sh says where they are."""

import os
import sysconfig
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ProgramHook(BuildHookInterface):
    def initialize(self, version, build_data):
        program = os.environ.get("PAL4J_WHEEL_PROGRAM")
        if not program:
            return
        for path in sorted(Path(program).rglob("*")):
            if path.is_file():
                build_data["force_include"][str(path)] = f"pal4j/_program/{path.relative_to(program).as_posix()}"
        if (Path(program) / "runtime").is_dir():
            platform = os.environ.get("PAL4J_WHEEL_PLATFORM") or sysconfig.get_platform()
            build_data["pure_python"] = False
            build_data["tag"] = "py3-none-" + platform.replace("-", "_").replace(".", "_")
