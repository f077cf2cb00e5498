"""The estimators of scikit-learn."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pytest

import pal4j

sklearn = pytest.importorskip("sklearn")

from sklearn.base import clone  # noqa: E402
from sklearn.datasets import load_iris, load_wine  # noqa: E402
from sklearn.model_selection import GridSearchCV, train_test_split  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.preprocessing import StandardScaler  # noqa: E402
from sklearn.utils.estimator_checks import parametrize_with_checks  # noqa: E402

from pal4j.sklearn import PALClassifier, PALRegressor  # noqa: E402


@parametrize_with_checks([PALClassifier(epochs=10, random_state=0), PALRegressor(epochs=10, random_state=0)])
def test_passes_all_checks_of_scikit_learn(estimator, check):
    check(estimator)


def test_learns_wine():
    x, x_test, y, y_test = train_test_split(*load_wine(return_X_y=True), random_state=0)
    model = PALClassifier((20,), epochs=30, random_state=1).fit(x, np.array(["a", "b", "c"])[y])
    assert set(model.predict(x_test)) <= {"a", "b", "c"}
    assert model.score(x_test, np.array(["a", "b", "c"])[y_test]) > 0.9
    assert model.decision_function(x_test).shape == (len(x_test), 3)
    assert model.weights_["B1"].shape == (20, 3)
    assert model.history_["angle_B1"].shape == (31,)
    assert model.n_iter_ == 30


def test_pickled_copied_and_cloned():
    x, y = load_iris(return_X_y=True)
    model = PALClassifier((5,), epochs=2, random_state=1).fit(x, y)
    values = model.decision_function(x)
    for other in (pickle.loads(pickle.dumps(model)), copy.deepcopy(model), clone(model).fit(x, y)):
        np.testing.assert_array_equal(other.decision_function(x), values)
    # The estimator outlives the process.
    pal4j.close()
    np.testing.assert_array_equal(model.decision_function(x), values)


def test_in_a_pipeline_and_a_grid_search():
    x, y = load_iris(return_X_y=True)
    search = GridSearchCV(make_pipeline(StandardScaler(), PALClassifier((5,), random_state=1)), {"palclassifier__epochs": [1, 20]}, cv=2)
    assert search.fit(x, y).best_params_ == {"palclassifier__epochs": 20}


def test_regression():
    random = np.random.default_rng(0)
    x = random.uniform(-1, 1, (200, 3))
    y = np.stack([x[:, 0] - 2 * x[:, 1], 5 + x[:, 2]], axis=1)
    model = PALRegressor(random_state=1, epochs=30).fit(x, y)
    assert model.score(x, y) > 0.8
    assert model.predict(x).shape == (200, 2)


def test_what_is_wrong():
    x, y = load_iris(return_X_y=True)
    with pytest.raises(pal4j.InputError, match="algorithm"):
        PALClassifier(algorithm="PALL").fit(x, y)
    with pytest.raises(pal4j.InputError, match="did you mean Tpres"):
        PALClassifier(keys={"Tpress": 1}).fit(x, y)
