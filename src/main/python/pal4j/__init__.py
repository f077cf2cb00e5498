"""PAL4J from Python: cortical microcircuits that learn with phaseless alignment learning.

>>> import pal4j
>>> sim = pal4j.Circuit("yinyang", seed=1)
>>> for e in sim.epochs(5):
...     print(e)
>>> sim.B[0]

The networks live in another process, which the first of them starts and all threads share. What they compute has the
bits of ``./pal4j run``. docs/python.md has a tour.
"""

from __future__ import annotations

from ._child import close
from ._remote import connect
from .errors import Cancelled, ChildDied, DivergedError, DivergedWarning, Fault, InputError, OutOfMemoryError, PALError, ProgramError
from .network import Areas, Circuit, Ensemble, Network, RateNetwork, Variable, experiments, load
from .results import Epoch, History, Look, Presentation, Progress, TestResult
from .runs import Run, run
from .sweeps import Sweep, sweep

__version__ = "0.1.0"

__all__ = [
    "Areas",
    "Cancelled",
    "ChildDied",
    "Circuit",
    "DivergedError",
    "DivergedWarning",
    "Ensemble",
    "Epoch",
    "Fault",
    "History",
    "InputError",
    "Look",
    "Network",
    "OutOfMemoryError",
    "PALError",
    "Presentation",
    "ProgramError",
    "Progress",
    "RateNetwork",
    "Run",
    "Sweep",
    "TestResult",
    "Variable",
    "__version__",
    "close",
    "connect",
    "experiments",
    "load",
    "run",
    "sweep",
]
