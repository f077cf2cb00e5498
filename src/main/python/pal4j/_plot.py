"""Pictures of measures."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np

from ._names import nearest
from .errors import InputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .network import Network


def plot(network: Network, measure: str | None, ax: Axes | None) -> Axes:
    """Draws a measure over epochs."""
    try:
        import matplotlib.pyplot as plt
        from matplotlib.ticker import MaxNLocator
    except ImportError as error:
        raise ImportError("plots need matplotlib: pip install matplotlib") from error
    history = network.history
    known = [name for name in history if name != "epoch"]
    if not known:
        raise InputError(f"{network.name}: there is nothing to plot before the first epoch")
    if measure is None:
        measure = next((name for name in known if name.startswith("validation") and np.isfinite(history[name]).any()), known[0])
    if measure not in known:
        raise InputError(f"measure {measure}: not in the history{nearest(measure, known)}; it has {', '.join(known)}")
    if ax is None:
        ax = plt.subplots(figsize=(6, 3.6), layout="constrained")[1]
    epochs = history["epoch"]
    values = np.atleast_2d(history[measure])
    with warnings.catch_warnings():
        # A measure that is missing in all replicas is a gap in the line.
        warnings.simplefilter("ignore", RuntimeWarning)
        mean = np.nanmean(values, axis=0)
        band = np.nanstd(values, axis=0, ddof=1) if len(values) > 1 else None
    label = network.name if band is None else f"{network.name}, {len(values)} replicas"
    (line,) = ax.plot(epochs, mean, label=label, marker="o" if len(epochs) < 20 else None, markersize=3)
    if band is not None:
        ax.fill_between(epochs, mean - band, mean + band, alpha=0.25, color=line.get_color(), linewidth=0)
    ax.set_xlabel("epoch")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_ylabel(f"{measure} (degrees)" if measure.startswith("angle_") else measure)
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(frameon=False)
    return ax
