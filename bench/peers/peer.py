"""What the peers in Python share: the files of a case, and the protocol of a contender (org.pal4j.bench.peers.Ours)."""

import os
import sys
import time

import numpy as np


class Case:
    """The folder that PAL4J wrote: numbers of case.txt, and float32 arrays by name."""

    def __init__(self, folder):
        self.folder = folder
        with open(os.path.join(folder, "case.txt")) as lines:
            self.numbers = {key: [float(value) for value in values] for key, *values in map(str.split, lines)}

    def array(self, name, *shape):
        return np.fromfile(os.path.join(self.folder, name + ".f32"), np.float32).reshape(shape)

    def whole(self, key):
        return [int(value) for value in self.numbers[key]]


def write(folder, name, values):
    np.asarray(values, np.float32).tofile(os.path.join(folder, "end_" + name + ".f32"))


def serve(version, run):
    """Answers each line `run N` with the microseconds that run(N) took."""
    print("ready", version, flush=True)
    for line in sys.stdin:
        units = int(line.split()[1])
        start = time.perf_counter()
        run(units)
        print((time.perf_counter() - start) * 1e6, flush=True)
