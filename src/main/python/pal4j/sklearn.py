"""Estimators for scikit-learn: a microcircuit that learns classes or targets.

>>> from sklearn.pipeline import make_pipeline
>>> from pal4j.sklearn import PALClassifier
>>> PALClassifier(hidden_layer_sizes=(20,), epochs=100).fit(x, y).score(x_test, y_test)
"""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, column_or_1d, validate_data

from ._frames import Array
from .network import Circuit

__all__ = ["PALClassifier", "PALRegressor"]

S = TypeVar("S", bound="_PALEstimator")

_networks: weakref.WeakKeyDictionary[Any, Circuit] = weakref.WeakKeyDictionary()
"""The network of each fitted estimator. It lives in another process, so it is no part of the estimator, which can be
pickled and copied: the estimator has the weights, and a network is made of them when one is needed."""


class _PALEstimator(BaseEstimator):  # type: ignore[misc]
    """What both have in common."""

    _defaults: ClassVar[dict[str, Any]] = {}

    def __init__(
        self,
        hidden_layer_sizes: Sequence[int] = (30,),
        *,
        algorithm: str = "PAL",
        epochs: int = 100,
        eta_fw: float | Sequence[float] | None = None,
        eta_bw: float | Sequence[float] | None = None,
        scale: bool = True,
        keys: Mapping[str, Any] | None = None,
        random_state: Any = None,
    ) -> None:
        self.hidden_layer_sizes = hidden_layer_sizes
        self.algorithm = algorithm
        self.epochs = epochs
        self.eta_fw = eta_fw
        self.eta_bw = eta_bw
        self.scale = scale
        self.keys = keys
        self.random_state = random_state

    def _configuration(self, inputs: int, outputs: int) -> dict[str, Any]:
        hidden = [int(size) for size in np.atleast_1d(self.hidden_layer_sizes)]
        configuration: dict[str, Any] = {
            "based_on": "yinyang",
            "name": type(self).__name__,
            "task": "data",
            "train_samples": 0,
            "validation_samples": 0,
            "test_samples": 0,
            "validation_share": 0,
            "preview_epochs": 0,
            "epochs": int(self.epochs),
            "algorithm": self.algorithm,
            "layers": [inputs, *hidden, outputs],
            "eta_fw": [self._defaults["hidden"]] * len(hidden) + [self._defaults["output"]],
            **self._defaults["keys"],
        }
        if self.eta_fw is not None:
            configuration["eta_fw"] = self.eta_fw
        if self.eta_bw is not None:
            configuration["eta_bw"] = self.eta_bw
        return {**configuration, **(self.keys or {})}

    def _open(self, x: Array, y: Array, seed: int) -> Circuit:
        with tempfile.TemporaryDirectory(prefix="pal4j-") as scratch:
            # Samples are read when a network is opened.
            file = Path(scratch) / "train.npz"
            np.savez(file, x=x.astype(np.float32), y=y)
            return Circuit({**self._configuration_, "train": str(file)}, seed=seed)

    def _train(self, x: Array, y: Array, outputs: int) -> None:
        random = self.random_state
        seed = int(random) if isinstance(random, (int, np.integer)) else int(check_random_state(random).randint(2**31 - 1))
        self.x_mean_ = x.mean(axis=0) if self.scale else np.zeros(x.shape[1])
        deviation = x.std(axis=0) if self.scale else np.ones(x.shape[1])
        # An input that hardly varies would only be rounding blown up.
        flat = deviation <= 10 * np.finfo(np.float64).eps * np.maximum(1, np.abs(self.x_mean_))
        self.x_scale_ = np.where(flat, 1.0, deviation)
        self._configuration_ = self._configuration(x.shape[1], outputs)
        self._seed_ = seed
        network = self._open(self._scaled(x), y, seed)
        with network:
            network.fit(int(self.epochs))
            self.n_iter_ = network.epoch
            self.weights_ = network.get(*(name for name, one in network.variables.items() if one.settable))
            self.history_ = dict(network.history)
        self._example_ = (np.zeros((outputs, x.shape[1])), self._targets(outputs))
        _networks.pop(self, None)

    @staticmethod
    def _targets(outputs: int) -> Array:
        raise NotImplementedError

    def _scaled(self, x: Array) -> Array:
        return np.asarray((x - self.x_mean_) / self.x_scale_)

    def _outputs(self, x: Any) -> Array:
        check_is_fitted(self, "weights_")
        x = validate_data(self, x, reset=False, dtype=np.float64)
        network = _networks.get(self)
        if network is None or network._process.dead:
            network = self._open(*self._example_, self._seed_)
            network.set(**self.weights_)
            _networks[self] = network
        # One at a time, as each call begins where training ended: the answer does not depend on other samples.
        samples = self._scaled(x)
        return np.concatenate([network.predict(samples[k : k + 1]).output for k in range(len(samples))]).astype(np.float64)


class PALClassifier(ClassifierMixin, _PALEstimator):  # type: ignore[misc]
    """A dendritic microcircuit that learns classes, with phaseless alignment learning.

    Parameters
    ----------
    hidden_layer_sizes : sequence of int, default=(30,)
        Neurons of each hidden area.
    algorithm : {"PAL", "FA", "BP", "DFA", "KP"}, default="PAL"
        How feedback weights learn.
    epochs : int, default=100
        Passes over the samples.
    eta_fw, eta_bw : float or sequence, default=None
        Learning rates of W (one for each area) and of B (one for each hidden area); without them usual ones.
    scale : bool, default=True
        Whether each input is brought to mean 0 and deviation 1 first.
    keys : dict, default=None
        Further keys of the configuration, as ``{"Tpres": 2.0}``.
    random_state : int, RandomState or None
        An integer is the seed of PAL4J, and the same one gives the same bits.

    Attributes
    ----------
    classes_ : array
        The classes.
    weights_ : dict
        All variables of the circuit by name, ``W1`` ...: post x pre.
    history_ : dict
        The measures after each epoch, as ``angle_B1`` in degrees.
    n_iter_, n_features_in_, x_mean_, x_scale_
        Epochs, inputs, and the scaling.
    """

    _defaults: ClassVar[dict[str, Any]] = {"hidden": 200.0, "output": 0.1, "keys": {}}

    def fit(self, X: Any, y: Any) -> PALClassifier:
        """Trains on samples x inputs with a class for each sample."""
        X, y = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(y)
        self.classes_, numbers = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(f"{type(self).__name__} needs samples of 2 or more classes, and there is 1 class, {self.classes_[0]!r}")
        self._train(X, numbers.astype(np.int64), len(self.classes_))
        return self

    @staticmethod
    def _targets(outputs: int) -> Array:
        return np.arange(outputs)

    def decision_function(self, X: Any) -> Array:
        """Returns the mean output voltages of a presentation, samples x classes; of two classes the second minus the first.

        They are no probabilities: a target voltage is 1 for the own class and 0.1 for others. Each sample is shown
        to the network as it was when training ended, so its outputs do not depend on the other samples.
        """
        outputs = self._outputs(X)
        return outputs[:, 1] - outputs[:, 0] if len(self.classes_) == 2 else outputs

    def predict(self, X: Any) -> Array:
        """Returns the class with the highest output for each sample."""
        outputs = self._outputs(X)
        return np.asarray(self.classes_[outputs.argmax(axis=1)])


class PALRegressor(RegressorMixin, _PALEstimator):  # type: ignore[misc]
    """A dendritic microcircuit that learns targets, with phaseless alignment learning.

    The parameters are those of :class:`PALClassifier`. Targets are brought to mean 0 and deviation ``0.3``, a range of
    voltages that suits the circuit, and outputs back.
    """

    _defaults: ClassVar[dict[str, Any]] = {"hidden": 200.0, "output": 0.1, "keys": {}}
    _DEVIATION = 0.3

    def fit(self, X: Any, y: Any) -> PALRegressor:
        """Trains on samples x inputs with targets: one a sample, or samples x outputs."""
        X, y = validate_data(self, X, y, dtype=np.float64, y_numeric=True, multi_output=True)
        if np.ndim(y) == 2 and np.shape(y)[1] == 1:
            y = column_or_1d(y, warn=True)
        y = np.asarray(y, dtype=np.float64)
        self._flat_ = y.ndim == 1
        targets = y.reshape(len(y), -1)
        self.y_mean_ = targets.mean(axis=0)
        deviation = targets.std(axis=0)
        self.y_scale_ = np.where(deviation > 0, deviation, 1.0) / self._DEVIATION
        self._train(X, ((targets - self.y_mean_) / self.y_scale_).astype(np.float32), targets.shape[1])
        return self

    @staticmethod
    def _targets(outputs: int) -> Array:
        return np.zeros((outputs, outputs), np.float32)

    def predict(self, X: Any) -> Array:
        """Returns the outputs: one a sample, or samples x outputs."""
        outputs = self._outputs(X) * self.y_scale_ + self.y_mean_
        return np.asarray(outputs[:, 0] if self._flat_ else outputs)
