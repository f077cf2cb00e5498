"""Subjects with something special, for the tests of the kit."""

from __future__ import annotations

import os
import time

import numpy as np
from numpy_circuit import NumpyCircuit

from pal4j.conformance import Unsupported


class Single(NumpyCircuit):
    """Answers in single precision, and prints, which must not disturb."""

    def read(self, name):
        print("read", name)
        return super().read(name).astype(np.float32)


class LayeredOnly(NumpyCircuit):
    """Refuses configurations, with a reason."""

    def start(self, config):
        if config["connectivity"] != "layered":
            raise Unsupported("no skip connectivity yet")
        if config["algorithm"] != "PAL":
            raise Unsupported("")
        super().start(config)


class WithoutLow(NumpyCircuit):
    """Does not keep the low-passed updates."""

    without = {**NumpyCircuit.without, "lo": "updates are not stored"}

    def variables(self):
        stems = ("uP", "bP", "rP", "vbas", "W")
        return [f"{stem}{l}" for stem in stems for l in range(1, self.N + 1)]


class Silent(WithoutLow):
    """Lacks variables without a reason."""

    without = NumpyCircuit.without


class Raising(NumpyCircuit):
    """Breaks in the fifth step."""

    def step(self, *given):
        if self.steps == 4:
            raise ZeroDivisionError("a fault of mine")
        super().step(*given)


class Dying(NumpyCircuit):
    """Ends in the fifth step of its first case, after some last words."""

    def step(self, *given):
        if self.steps == 4:
            os.write(2, b"out of coffee\n")
            os._exit(7)
        super().step(*given)


class Hanging(NumpyCircuit):
    """Never answers."""

    def set(self, name, values):
        time.sleep(1000)


class NotANumber(NumpyCircuit):
    """Has a NaN."""

    def read(self, name):
        values = super().read(name)
        return values * np.nan if name == "vden1" and self.steps == 3 else values


class WrongShape(NumpyCircuit):
    """Forgets to transpose what it stores the other way."""

    def read(self, name):
        return super().read(name).T


class Fortran(NumpyCircuit):
    """Takes matrices column by column."""

    def set(self, name, values):
        super().set(name, values.ravel().reshape(values.shape, order="F"))
