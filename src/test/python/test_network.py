"""Networks: variables, presentations, epochs, copies."""

from __future__ import annotations

import copy
import gc
import pickle

import numpy as np
import pytest

import pal4j
from conftest import SMALL

X = np.random.default_rng(1).random((20, 4))


def test_trains_with_the_bits_of_a_run(tmp_path):
    run = pal4j.run("yinyang", seed=3, epochs=2, out=tmp_path / "run", **SMALL)
    with pal4j.Circuit("yinyang", seed=3, **SMALL) as sim:
        epochs = list(sim.epochs(2))
        assert sim.get(*run.weights).keys() == run.weights.keys()
        for name, weights in run.weights.items():
            np.testing.assert_array_equal(weights, sim[name])
        columns = run.columns
        assert [e.angle_B1 for e in epochs] == columns["angle_B1"][1:].tolist()
        assert sim.test().test_accuracy == run.result["test_accuracy"]
        assert sim.steps == columns["steps"][-1]


def test_variables_by_name_and_by_position(sim):
    assert sim.B[0].shape == (30, 3)
    np.testing.assert_array_equal(sim.B[0], sim.B1)
    np.testing.assert_array_equal(sim.W[1], sim["W2"])
    assert [w.shape for w in sim.W] == [(30, 4), (3, 30)]
    assert sim.W[-1].shape == (3, 30)
    assert sim.W.names == ("W1", "W2")
    assert repr(sim.W) == "[0] W1: 30 x 4, [1] W2: 3 x 30"
    assert sim.angle_B.shape == (1,)
    assert sim.dW[0].shape == (30, 4)
    assert sim.mse.shape == ()
    assert sim.get("B", "W1").keys() == {"B1", "W1"}
    with pytest.raises(IndexError):
        sim.B[1]


def test_variables_can_be_set(sim):
    w = np.full((30, 4), 0.25, np.float32)
    sim.W[0] = w
    np.testing.assert_array_equal(sim.W1, w)
    sim["W1"] = 2 * w
    np.testing.assert_array_equal(sim.W1, 2 * w)
    sim.W1 = 3 * w
    np.testing.assert_array_equal(sim.W1, 3 * w)
    sim.W = [w, np.zeros((3, 30))]
    assert not sim.W2.any()
    sim.set(B1=np.ones((30, 3), int), input=[0, 1, 0, 1])
    assert sim.B1.all()
    with pytest.raises(ValueError, match="read-only"):
        sim.W[0][0, 0] = 1


def test_what_is_wrong_with_a_name_or_a_shape(sim):
    with pytest.raises(AttributeError, match="did you mean B"):
        sim.Bq
    with pytest.raises(AttributeError, match="no B2 to set; there is B1;"):
        sim.B2 = np.zeros((30, 3))
    with pytest.raises(pal4j.InputError, match="must be one of uP1"):
        sim["W9"]
    with pytest.raises(pal4j.InputError, match="shape"):
        sim.B1 = np.zeros((3, 30))
    with pytest.raises(pal4j.InputError, match="derived"):
        sim.vapi1 = np.zeros(30)
    with pytest.raises(pal4j.InputError, match="finite"):
        sim.W1 = np.full((30, 4), np.nan)
    with pytest.raises(pal4j.InputError, match="numbers"):
        sim.W1 = np.full((30, 4), "x")
    with pytest.raises(pal4j.InputError, match="takes 2 arrays"):
        sim.W = [np.zeros((30, 4))]
    assert np.isfinite(sim.W1).all()


def test_every_fault_of_an_experiment_is_told_at_once():
    with pytest.raises(pal4j.InputError) as caught:
        pal4j.Circuit("yinyang", eta_bww=1, layers=[3, 2, 1])
    assert isinstance(caught.value, ValueError)
    assert [fault.field for fault in caught.value.faults] == ["eta_bww", "layers"]
    assert "did you mean eta_bw?" in str(caught.value)
    for keys in ({"eta_bw": float("nan")}, {"eta_bw": object()}):
        with pytest.raises(pal4j.InputError, match="eta_bw"):
            pal4j.Circuit("yinyang", **keys)
    with pytest.raises(pal4j.InputError, match="did you mean yinyang"):
        pal4j.Circuit("yingyang")
    with pytest.raises(pal4j.InputError, match=r"use pal4j\.Circuit"):
        pal4j.RateNetwork("yinyang")
    # The model is looked at before files of samples are: nobody has to find them for a class that is the wrong one.
    with pytest.raises(pal4j.InputError, match=r"autoencoder has the model rate; use pal4j\.RateNetwork or pal4j\.Network"):
        pal4j.Circuit("autoencoder", data="/none")
    with pytest.raises(pal4j.InputError, match="give it as data") as missing:
        pal4j.RateNetwork("autoencoder", data="/none")
    assert "--" not in str(missing.value)
    with pytest.raises(pal4j.InputError, match="nope: there is no such folder"):
        pal4j.load("nope")
    caught = pickle.loads(pickle.dumps(caught.value))
    assert len(caught.faults) == 2


def test_presents_inputs_with_records(sim):
    one = sim.present(X, steps=10, learn="backward", record=["vapi1"])
    assert one.output.shape == (20, 3)
    assert one.vapi1.shape == (20, 30)
    assert one.mean_output is None
    assert one.presented == 20
    assert one.steps == sim.steps == 200
    some = sim.present(X, np.zeros((20, 3)), steps=10, learn=["forward", "lateral"], record=("B", "angle_B", "mse"), every=5, mean=True)
    assert some.B1.shape == (20, 2, 30, 3)
    assert some["angle_B"].shape == (20, 2, 1)
    assert some.mse.shape == (20, 2)
    assert some.mean_output.shape == (20, 3)
    assert some.records.keys() == {"B1", "angle_B", "mse"}
    assert "mean_output 20 x 3" in repr(some)


def test_a_presentation_may_be_cut_anywhere(sim):
    other = sim.copy()
    whole = sim.present(X, steps=20, learn="all", record="W1").W1
    halves = [other.present(x, steps=20, learn=True, record="W1").W1 for x in (X[:7], X[7:])]
    np.testing.assert_array_equal(whole, np.concatenate(halves))


def test_steps_equal_a_presentation(sim):
    other = sim.copy()
    sim.present(X[:1], steps=300, learn="backward", noise=False)
    other.input = X[0]
    for steps in (1, 2, 297):
        other.step(steps, learn="backward", noise=False)
    np.testing.assert_array_equal(sim.B1, other.B1)


def test_what_is_wrong_with_a_presentation(sim):
    for arguments in ({"steps": 0}, {"steps": 10, "every": 11}, {"steps": 10, "learn": "sideways"}, {"steps": 10, "record": ["vapi9"]}):
        with pytest.raises(pal4j.InputError):
            sim.present(X, **arguments)
    for inputs in (X[:, :3], X[0], np.full((2, 4), np.inf), [[1, 2], [3]]):
        with pytest.raises(pal4j.InputError, match="inputs"):
            sim.present(inputs, steps=10)
    assert sim.steps == 0


def test_live_epochs_watch_variables():
    with pal4j.Circuit("yinyang", seed=1, train_samples=600, validation_samples=60) as sim:
        seen = list(sim.epochs(2, live=True, interval=0, watch=["B", "angle_B"]))
    progress = [e for e in seen if not e.done]
    assert [e.epoch for e in seen if e.done] == [1, 2]
    assert progress[0].B1.shape == (30, 3)
    assert progress[-1].angle_B.shape == (1,)
    assert {e.stage for e in progress} <= {"settling", "training", "validation"}
    assert all(0 <= e.fraction <= 1 for e in progress)
    assert [e.steps for e in progress] == sorted(e.steps for e in progress)


def test_leaving_a_live_epoch_stops_it_and_the_next_call_completes_it():
    # Long enough that the stop comes before the end, on a fast machine too.
    with pal4j.Circuit("yinyang", seed=1, train_samples=2000, validation_samples=60, Tpres=10) as sim, sim.copy() as other:
        for e in sim.epochs(1, live=True, interval=0):
            with pytest.raises(pal4j.InputError, match="under way"):
                sim.W1
            assert "learning rates" not in repr(sim)
            assert not e.done
            break
        assert sim.epoch == 0
        stopped = sim.steps
        sim.fit(1)
        other.fit(1)
        assert stopped < sim.steps == other.steps
        np.testing.assert_array_equal(sim.W1, other.W1)


def test_measures_and_history(sim):
    assert not sim.history
    assert "empty" in repr(sim.history)
    (epoch,) = sim.epochs(1)
    assert epoch.epoch == sim.epoch == 1
    assert 0 <= epoch.validation_accuracy <= 1
    assert 0 <= epoch["angle_B1"] <= 180
    with pytest.raises(AttributeError, match="did you mean angle_B1"):
        epoch.angle_b1
    assert sim.history["angle_B1"].shape == (2,)
    assert sim.history["angle_B1"][-1] == epoch.angle_B1
    assert "angle_B1" in repr(sim.history)
    assert pickle.loads(pickle.dumps(epoch)).angle_B1 == epoch.angle_B1
    with pytest.raises(pal4j.InputError, match="0 or more"):
        sim.epochs(-1)


def test_history_as_a_frame(sim):
    pytest.importorskip("pandas")
    frame = sim.fit(2).history.to_pandas()
    assert frame.index.tolist() == [0, 1, 2]
    assert frame["angle_B1"].iloc[-1] == sim.history["angle_B1"][-1]


def test_tests_and_predictions_change_nothing(sim):
    before = sim.get("uP", "W")
    result = sim.fit(0).test()
    assert result.accuracy == result.test_accuracy == np.mean(result.prediction == result["test_class"])
    assert sim.test("validation").samples == 30
    prediction = sim.predict(X)
    assert prediction.output.shape == (20, 3)
    np.testing.assert_array_equal(prediction.prediction, prediction.output.argmax(axis=1))
    for name, array in before.items():
        np.testing.assert_array_equal(array, sim[name])
    with pytest.raises(pal4j.InputError, match="samples"):
        sim.test("tset")
    with pytest.raises(pal4j.InputError, match="samples x 4"):
        sim.predict(X[:, :2])


def test_saved_and_copied_networks_go_on_alike(sim, tmp_path):
    sim.fit(1)
    folder = sim.save(tmp_path / "saved")
    networks = [sim, sim.copy(), copy.deepcopy(sim), pal4j.load(folder)]
    assert all(type(one) is pal4j.Circuit and one.epoch == 1 for one in networks)
    assert "angle_B1" in repr(networks[-1])
    for one in networks:
        one.fit(1)
        np.testing.assert_array_equal(one.W1, sim.W1)
    assert networks[-1].history["angle_B1"].tolist() == sim.history["angle_B1"].tolist()
    with pytest.raises(TypeError, match="save"):
        pickle.dumps(sim)
    with pytest.raises(pal4j.InputError):
        pal4j.load(tmp_path)


def test_what_a_network_says_of_itself(sim):
    sim.fit(1)
    text = repr(sim)
    for part in ("Circuit yinyang", "4-30-3", "PAL", "seed 1", "eta_bw 0.5", "1 epoch of 400", "angle_B1", " deg"):
        assert part in text
    assert sim.config["eta_bw"] == 0.5
    assert sim.config["layers"] == [4, 30, 3]
    assert "eta_bw: 0.5   " in sim.config_text
    assert sim.variables["B1"].meaning.startswith("feedback weights")
    assert sim.variables["B1"].settable
    assert {"B1", "B", "angle_B", "present"} <= set(dir(sim))
    assert sim.learnable == ("forward", "lateral", "backward")
    assert (sim.input_shape, sim.target_shape) == ((4,), (3,))
    assert "vapi" in sim.recordable
    assert sim.classes == ("yang", "yin", "dots")
    assert "yinyang" in pal4j.experiments()


def test_closed_networks(sim):
    other = sim.copy()
    other.close()
    other.close()
    with pytest.raises(pal4j.InputError, match="closed"):
        other.step()
    assert "closed" in repr(other)
    session = sim.copy()._session
    gc.collect()
    sim.step()
    with pytest.raises(pal4j.InputError, match="open sessions"):
        sim._process.request({"do": "info", "session": session})


def test_files_and_dicts(tmp_path, monkeypatch):
    with pal4j.Circuit({"based_on": "yinyang", "layers": (4, np.int64(10), 3)}, eta_bw=np.float32(0.25)) as sim:
        assert sim.areas == "4-10-3"
        assert sim.config["eta_bw"] == 0.25
        (tmp_path / "mine.yaml").write_text(sim.config_text)
        with pal4j.Network(sim.config | {"seed": 2}) as other:
            assert other.config == sim.config | {"seed": 2}
    # The child stays where it was started.
    monkeypatch.chdir(tmp_path)
    with pal4j.Circuit("mine.yaml", seed=4) as sim:
        assert (sim.areas, sim.seeds) == ("4-10-3", (4,))


def test_given_noise():
    with pal4j.Circuit("yinyang", seed=1, noise="given", **SMALL) as sim, sim.copy() as other:
        (name, shape), *_ = sim.noise_shapes.items()
        draws = np.random.default_rng(2).standard_normal((3, 10, *shape))
        a = sim.present(X[:3], steps=10, learn="all", noise={name: draws}, record="B1")
        b = other.present(X[:3], steps=10, learn="all", noise={name: -draws}, record="B1")
        assert not np.array_equal(a.B1, b.B1)
        with pytest.raises(pal4j.InputError, match=name):
            sim.present(X[:3], steps=10)
        with pytest.raises(pal4j.InputError, match="given"):
            sim.fit(1)


def test_rate_networks(tmp_path):
    random = np.random.default_rng(1)
    x = random.uniform(-1, 1, (60, 2))
    np.savez(tmp_path / "waves.npz", x=x, y=np.sin(3 * x[:, 0]) * x[:, 1])
    keys = {
        "model": "rate",
        "name": "waves",
        "task": "data",
        "train": tmp_path / "waves.npz",
        "test_share": 0.2,
        "inputs": 2,
        "layers": ["dense 10 tanh", "dense 1 linear"],
        "batch": 4,
        "updates": 5,
        "epochs": 2,
    }
    with pal4j.RateNetwork(keys) as sim:
        assert sim.W[0].shape == (2, 10)
        assert sim.B.names == ("B2",)
        np.testing.assert_array_equal(sim.B[0], sim.B2)
        sim.fit()
        assert sim.epoch == 2
        assert sim.test().test_error > 0
        assert sim.present(x[:8].reshape(2, 4, 2), steps=5).output.shape == (2, 4, 1)
        assert sim.presentation_steps == 5
        learner = sim.copy(lr_factors=0.1)
        before = learner.copy()
        for target in (False, True):
            seen = learner.look(2, target=target, steps=6, every=2, record=["r1", "W1"])
            assert (seen.input.shape, seen.target.shape, seen.output.shape, seen["r1"].shape) == ((4, 2), (4, 1), (4, 1), (3, 4, 10))
            np.testing.assert_array_equal(seen.input, np.tile(seen.input[0], (4, 1)))
            assert np.array_equal(seen["W1"][-1], learner.W1) != target, "the copy learns if the target acts"
            assert seen.label is None
        np.testing.assert_array_equal(learner.fit(1).W1, before.fit(1).W1)
        faster = sim.copy(lr_factors=0.1)
        assert faster.config["lr_factors"] == 0.1
        assert not np.array_equal(faster.fit(1).W1, sim.copy().fit(1).W1)
        np.testing.assert_array_equal(sim.copy(lr_factors=0.1).fit(1).W1, faster.W1)
        sim.save(tmp_path / "saved")
    with pal4j.load(tmp_path / "saved") as loaded:
        assert type(loaded) is pal4j.RateNetwork
    with pytest.raises(pal4j.InputError, match=r"use pal4j\.RateNetwork"):
        pal4j.Circuit(keys)


def test_rates_change_in_a_copy(sim, tmp_path):
    assert sim.changeable == ("eta_fw", "eta_bw", "eta_IP", "eta_PI", "noise_scale", "alpha", "target_share")
    sim.fit(1)
    same = sim.copy(eta_bw=sim.config["eta_bw"], eta_fw=[50.0, 0.01])
    other = sim.copy(eta_bw=np.float64(0.125))
    assert other.config == sim.config | {"eta_bw": 0.125}
    assert "eta_bw 0.125" in repr(other)
    assert other.epoch == 1
    np.testing.assert_array_equal(other.B1, sim.B1)
    for network in (sim, same, other):
        network.fit(1)
    np.testing.assert_array_equal(same.B1, sim.B1)
    np.testing.assert_array_equal(same.W1, sim.W1)
    assert not np.array_equal(other.B1, sim.B1)
    # What is saved goes on with the value of the copy.
    with pal4j.load(other.save(tmp_path / "other")) as loaded:
        assert loaded.config["eta_bw"] == 0.125
        assert loaded.fit(1).epoch == 3
        np.testing.assert_array_equal(loaded.B1, other.fit(1).B1)
    with pytest.raises(pal4j.InputError, match="'layers' can't change") as refused:
        sim.copy(layers=[4, 31, 3], eta_wb=1)
    assert [fault.field for fault in refused.value.faults] == ["layers", "eta_wb"]
    with pytest.raises(pal4j.InputError, match=r"sim\.change\(eta_bw=\.\.\.\)"):
        sim.set(eta_bw=1)
    with pytest.raises(pal4j.InputError, match=r"sim\.change\(eta_bw=\.\.\.\)"):
        sim.eta_bw = 1
    with pytest.raises(AttributeError, match=r"sim\.config\['eta_bw'\]"):
        sim.eta_bw
    with pal4j.Ensemble("yinyang", each={"eta_bw": [0.1, 0.5]}, **SMALL) as many:
        with pytest.raises(pal4j.InputError, match="eta_bw differs among these replicas"):
            many.copy(eta_bw=1)
        assert many.copy(each={"eta_bw": [1, 2]}).config["each"] == {"eta_bw": [1, 2]}


def test_rates_change_in_place(sim):
    sim.fit(1)
    assert "eta_bw 0.125" not in repr(sim)
    other, plain = sim.copy(eta_bw=0.125, target_share=0.5), sim.copy()
    sim.change(eta_bw=np.float64(0.125), target_share=0.5)
    assert sim.config == other.config
    assert "eta_bw 0.125" in repr(sim)
    assert sim.epoch == 1
    np.testing.assert_array_equal(sim.fit(1).B1, other.fit(1).B1)
    assert not np.array_equal(sim.B1, plain.fit(1).B1)
    with pytest.raises(pal4j.InputError, match="'layers' can't change"):
        sim.change(layers=[4, 31, 3])
    assert sim.config == other.config


def test_a_presentation_has_the_steps_of_the_experiment(sim):
    assert sim.presentation_steps == 100
    assert sim.present(X[:3]).steps == 300


def test_messages_tell_the_areas_and_a_fault_once(sim):
    with pytest.raises(AttributeError, match="no W3; there is W1, W2;"):
        sim.W3
    with pytest.raises(AttributeError, match="no W3 to set; there is W1, W2;"):
        sim.W3 = 1
    with pytest.raises(pal4j.InputError, match="of W there is W1, W2"):
        sim.get("W3")
    with pytest.raises(pal4j.InputError, match=r"presentations x 4, and here 1 presentations$"):
        sim.present([[1, 2]], steps=3)
    with pal4j.Ensemble("yinyang", seeds=3, **SMALL) as many, pytest.raises(pal4j.InputError) as caught:
        many.set(B1=[1, 2])
    assert len(caught.value.faults) == 1


def test_ensembles():
    with (
        pal4j.Ensemble("yinyang", seeds=range(1, 4), **SMALL) as many,
        pal4j.Circuit("yinyang", seed=2, **SMALL) as one,
    ):
        many.fit(1)
        one.fit(1)
        assert many.B[0].shape == (3, 30, 3)
        np.testing.assert_array_equal(many.B[0][1], one.B[0])
        assert many.history["angle_B1"].shape == (3, 2)
        assert many.present(X, steps=10, record="vapi1").vapi1.shape == (3, 20, 30)
        assert many.test().accuracy.shape == (3,)
        many.W2 = np.zeros((3, 30))
        many.B1 = np.arange(3)[:, None, None] * np.ones((3, 30, 3))
        assert many.B1[:, 0, 0].tolist() == [0, 1, 2]
        assert "3 replicas" in repr(many)
        assert "+-" in repr(many)
        assert many.labels == ("seed-1", "seed-2", "seed-3")
    with pal4j.Ensemble("yinyang", seeds=2, each={"eta_bw": [0.1, 0.2]}, **SMALL) as two:
        assert two.replicas == 2


def test_a_picture_of_an_ensemble(tmp_path):
    pytest.importorskip("matplotlib")
    pandas = pytest.importorskip("pandas")
    with pal4j.Ensemble("yinyang", seeds=range(4), **SMALL).fit(2) as many:
        ax = many.plot("angle_B1")
        np.testing.assert_allclose(ax.lines[0].get_ydata(), many.history["angle_B1"].mean(axis=0))
        assert len(ax.collections) == 1
        assert ax.get_ylabel() == "angle_B1 (degrees)"
        with pytest.raises(pal4j.InputError, match="did you mean angle_B1"):
            many.plot("angle_B")
        frame = many.history.to_pandas()
        assert isinstance(frame, pandas.DataFrame)
        assert frame.loc[("seed-2", 1), "angle_B1"] == many.history["angle_B1"][2, 1]


def test_a_key_is_no_variable_and_the_message_says_where_it_is(sim):
    for name in ("eta_bw", "layers"):
        with pytest.raises(pal4j.InputError, match=rf"{name} is a key of the configuration and no variable; sim.config\['{name}'\] has its value"):
            sim[name]
        with pytest.raises(AttributeError, match=rf"sim.config\['{name}'\] has its value"):
            getattr(sim, name)
        with pytest.raises(pal4j.InputError, match=f"{name} is a key of the configuration"):
            sim[name] = 1
    with pytest.raises(AttributeError, match="its variables are"):
        sim.nonsense
    with pytest.raises(pal4j.InputError, match="must be one of"):
        sim["nonsense"]


def test_the_nearest_name_is_told_of_what_is_recorded_watched_and_learned(sim):
    with pytest.raises(pal4j.InputError, match=r"did you mean angle_B\?"):
        sim.present(X[:1], steps=2, record="angel_B")
    with pytest.raises(pal4j.InputError, match=r"did you mean angle_B\?"):
        list(sim.epochs(1, live=True, watch="angel_B"))
    with pytest.raises(pal4j.InputError, match=r"did you mean backward\?"):
        sim.step(1, learn="backwards")
    with pytest.raises(pal4j.InputError, match="steps = '3': must be a whole number"):
        sim.step("3")
    assert sim.steps == 0


def test_a_network_that_has_diverged_stays_so():
    with pal4j.Circuit("yinyang", seed=1, **SMALL) as sim:
        good = sim.get(*(name for name, one in sim.variables.items() if one.settable))
        sim.W1 = np.full((30, 4), 1e30)
        with pytest.raises(pal4j.DivergedError) as first:
            sim.present(X, steps=100)
        steps, values = sim.steps, sim.get("uP1", "W1")
        for again in (
            lambda: sim.present(X, steps=100),
            lambda: sim.step(3),
            lambda: sim.fit(1),
            sim.settle,
            sim.test,
            lambda: sim.predict(X),
            lambda: sim.copy().step(3),
        ):
            with pytest.raises(pal4j.DivergedError) as caught:
                again()
            assert "no longer finite" in str(caught.value)
        assert sim.steps == steps
        assert all(np.array_equal(sim.get(name)[name], value, equal_nan=True) for name, value in values.items())
        with pytest.raises(pal4j.DivergedError) as caught:
            sim.step()
        assert caught.value.causes == first.value.causes
        sim.set(**good)
        assert sim.present(X, steps=100).presented == 20
        assert "diverged" not in repr(sim)
        sim.fit(1)


def test_a_network_that_diverges():
    keys = {**SMALL, "activation": "linear", "eta_fw": [1e6, 1e6]}
    with pal4j.Circuit("yinyang", seed=1, **keys) as sim:
        with pytest.raises(pal4j.DivergedError, match="finite") as caught:
            sim.fit(2)
        assert caught.value.causes.keys() == {0}
        assert "diverged" in repr(sim)
    with pal4j.Circuit("yinyang", seed=1, **keys) as sim:
        with pytest.raises(pal4j.DivergedError) as caught:
            sim.present(X, np.ones((20, 3)), steps=100, learn="all")
        assert caught.value.result.presented <= 20
        assert repr(caught.value.result).startswith(
            f"<presentation of 20, of which {caught.value.result.presented} were shown and the rest is NaN: output 20 x 3"
        )
    with (
        pal4j.Ensemble("yinyang", seeds=2, each={"eta_fw": [[0.01, 0.01], [1e6, 1e6]]}, activation="linear", **SMALL) as two,
        pytest.warns(pal4j.DivergedWarning, match="finite"),
    ):
        two.fit(1)
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.causes == caught.value.causes


def test_a_look_leaves_the_network_as_it_is(sim):
    sim.fit(1)
    before = sim.copy()
    seen = sim.look(3, samples="validation", target=True, record=["vapi1", "angle_B"], every=5, steps=12)
    shown = before.copy().present(seen.input[None], seen.target[None], steps=12, record="vapi1", every=5, noise=False)
    np.testing.assert_array_equal(seen.output, shown.output[0])
    np.testing.assert_array_equal(seen["vapi1"], shown["vapi1"][0])
    assert set(seen) == {"vapi1", "angle_B"}
    assert seen.label == int(seen.target.argmax())
    assert (seen.samples, seen.steps) == (30, 12)
    assert "12 steps" in repr(seen)
    assert sim.look().steps == sim.presentation_steps
    assert sim.steps == before.steps
    np.testing.assert_array_equal(sim.fit(1).B1, before.fit(1).B1)
    with pytest.raises(pal4j.InputError, match="must be from 0 to 29"):
        sim.look(30)
