package org.pal4j.circuit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.format.NamedArrays;
import org.pal4j.format.NpyArray;
import org.pal4j.memory.MatrixView;
import org.pal4j.memory.VectorView;
import org.pal4j.random.NumpyRandom;

/**
 * The list of everything that is state of one replica; {@link Replica#state} documents the names. The list leaves out what a step writes before it
 * reads it, and what never changes.
 */
final class ReplicaState {
    private final Replica replica;
    private final CircuitParameters p;
    private final CircuitLayout at;
    private final int lane;
    private final Optional<ClampedInput> clamped;
    private final NamedArrays arrays = new NamedArrays();
    /** Names of what all replicas of a simulation share. */
    private final List<String> common;

    ReplicaState(Replica replica) {
        this.replica = replica;
        p = replica.parameters();
        at = replica.simulation.at;
        lane = replica.lane;
        clamped = replica.simulation.stepper.clamped();
        replica.simulation.listState(arrays, p);
        common = arrays.names();
        if (!Simulator.SHARED.containsAll(common)) {
            throw new IllegalStateException(common + " are shared by all replicas, and Simulator.SHARED does not say so");
        }
        replica.simulation.stepper.listClock(arrays, lane);
        if (replica.noise instanceof NoiseSource.Numpy(NumpyRandom random)) {
            listGenerator(random);
        }
        listVariables();
        listPrevious();
        listPlasticity();
        listInput();
    }

    private void listGenerator(NumpyRandom random) {
        // Restored all at once, see restore().
        arrays.longs("numpy_key", 0, NumpyRandom.MAX_SEED, random::key, key -> {}, NumpyRandom.WORDS);
        arrays.number("numpy_pos", 0, NumpyRandom.WORDS, random::position, position -> {});
        arrays.flag("numpy_has_gauss", random::hasGauss, has -> {});
        arrays.number("numpy_cached_gaussian", random::cachedGaussian, cached -> {});
    }

    private void listVariables() {
        for (Variable variable : Variable.values()) {
            for (int i = 0; i < variable.count(p); i++) {
                String name = name(variable, i);
                int[] shape = variable.shape(p, i);
                int index = i;
                if (shape.length == 1) {
                    list(name, replica.vector(variable, i));
                } else if (follows(variable, i)) {
                    arrays.floats(name, () -> replica.matrix(variable, index).toArray(), values -> {}, shape);
                } else if (variable != Variable.lo || p.updateLowPass()) {
                    list(name, replica.storedMatrix(variable, i));
                }
            }
        }
    }

    private String name(Variable variable, int index) {
        return variable + variable.population(p, index).substring(1);
    }

    /** Whether the matrix in memory is that of the start of the presentation (clamped input), so that the current one follows from other arrays. */
    private boolean follows(Variable variable, int index) {
        return index == 0 && clamped.isPresent() && (variable == Variable.W || variable == Variable.lo && p.updateLowPass());
    }

    /** What the last step left for the next one, and for readers of the last step. */
    private void listPrevious() {
        for (int l = 1; l <= p.areas(); l++) {
            list("next_bP" + l, at.pyramidalView(at.lookAhead, l, lane));
            if (p.algorithm() == Algorithm.PAL) {
                list("seen_hi" + l, at.pyramidalView(at.highSeen, l, lane));
            }
        }
        for (int k = 0; k < p.interneuronPopulations(); k++) {
            int l = p.interneuronArea(k);
            list("next_bI" + l, at.interneuronView(at.lookAhead, k, lane));
            list("old_rI" + l, at.interneuronView(at.rOld, k, lane));
        }
        for (int l = 1; l < p.areas(); l++) {
            list("old_rP" + l, at.pyramidalView(at.rOld, l, lane));
            list("seen_noise" + l, at.pyramidalView(at.noiseSeen, l, lane));
            if (replica.noise instanceof NoiseSource.Given && p.drawsNoise()) {
                list("draw" + l, at.pyramidalView(at.draw, l, lane));
            }
        }
    }

    private void listPlasticity() {
        for (int l = 1; l <= p.areas(); l++) {
            if (p.postLowPass()) {
                list("low_post" + l, at.pyramidalView(at.postState, l, lane));
            } else {
                list("post_P" + l, at.pyramidalView(at.post, l, lane));
            }
        }
        for (int l = 2; p.algorithm() == Algorithm.KP && l <= p.areas(); l++) {
            list(p.postLowPass() ? "low_error" + l : "error_P" + l, at.pyramidalView(at.errors.region(), l, lane));
            list("residual_W" + l, at.matrix(at.forwardResidual[l - 1], p.size(l), p.size(l - 1), lane));
        }
        for (int k = 0; k < p.interneuronPopulations(); k++) {
            list("post_I" + p.interneuronArea(k), at.interneuronView(at.post, k, lane));
        }
        for (int l = 1; l < p.areas(); l++) {
            list("post_api" + l, at.pyramidalView(at.apicalPost, l, lane));
            if (p.traceLowPass()) {
                list("low_rP" + l, at.pyramidalView(at.traceState, l, lane));
            }
            if (p.algorithm().learnsFeedback()) {
                list("residual_B" + l, at.matrix(at.feedbackResidual[l - 1], p.size(l), p.size(p.feedbackArea(l)), lane));
            }
        }
    }

    private void listInput() {
        list("input", replica.input());
        list("target", replica.target());
        if (p.traceLowPass()) {
            list("low_input", at.view(at.inputTrace, p.size(0), lane));
        } else {
            list("seen_input", at.view(at.inputOfLastUpdate, p.size(0), lane));
        }
        if (clamped.isPresent()) {
            listClamped();
        } else {
            list("old_input", at.view(at.inputOld, p.size(0), lane));
        }
    }

    private void listClamped() {
        list("clamped_input", at.view(at.clamped, p.size(0), lane));
        list("clamped_W1", replica.storedMatrix(Variable.W, 0));
        list("clamped_product", at.view(at.clampedProduct, p.size(1), lane));
        list("clamped_c", at.view(at.clampedSum, p.size(1), lane));
        list("clamped_d", at.view(at.clampedStep, p.size(1), lane));
        if (p.updateLowPass()) {
            list("clamped_lo1", replica.storedMatrix(Variable.lo, 0));
            list("clamped_low_product", at.view(at.clampedLow, p.size(1), lane));
        }
    }

    private void list(String name, VectorView view) {
        arrays.floats(name, view::toArray, view::set, view.size());
    }

    private void list(String name, MatrixView view) {
        arrays.floats(name, view::toArray, view::set, view.rows(), view.columns());
    }

    Map<String, NpyArray> save() {
        return arrays.save();
    }

    /** Resumes replicas side by side ({@link Simulator#resume}). */
    static void resume(List<? extends Replica> replicas, List<? extends Map<String, NpyArray>> states) {
        Replica first = replicas.getFirst();
        if (first.step() > 0) {
            throw new IllegalStateException("states can be resumed before the first step only, not after " + first.step() + " steps");
        }
        if (states.size() != replicas.size()) {
            throw new IllegalArgumentException(states.size() + " states for " + replicas.size() + " replicas");
        }
        List<ReplicaState> lists = new ArrayList<>();
        for (int k = 0; k < states.size(); k++) {
            lists.add(new ReplicaState(replicas.get(k)));
            lists.get(k).check(source(k, states.size()), states.get(k));
        }
        requireCommon(lists, states);
        for (int k = 0; k < states.size(); k++) {
            lists.get(k).restore(states.get(k));
        }
        first.simulation.stepper.clamped().ifPresent(ClampedInput::restored);
        for (int k = 0; k < states.size(); k++) {
            lists.get(k).requireFollowing(source(k, states.size()), states.get(k));
        }
    }

    private void check(String source, Map<String, NpyArray> state) {
        arrays.check(source, state);
        if (replica.noise instanceof NoiseSource.Numpy) {
            resume(new NumpyRandom(0), state);
        }
    }

    private static String source(int k, int states) {
        return states == 1 ? "the state of a circuit" : "the state of circuit " + (k + 1) + " of " + states;
    }

    private static void requireCommon(List<ReplicaState> lists, List<? extends Map<String, NpyArray>> states) {
        for (String name : lists.stream().flatMap(list -> list.common.stream()).distinct().toList()) {
            int first = -1;
            for (int k = 0; k < states.size(); k++) {
                NpyArray value = states.get(k).get(name);
                if (first >= 0 && value != null && !value.equals(states.get(first).get(name))) {
                    throw new IllegalArgumentException(
                            "replicas side by side have one " + name + ", but it is " + text(array(states.get(first), name))
                                    + " in state " + (first + 1) + " and " + text(value) + " in state " + (k + 1) + " of " + states.size());
                }
                first = first < 0 && value != null ? k : first;
            }
        }
    }

    private static String text(NpyArray value) {
        return switch (value.kind()) {
            case INT64 -> String.valueOf(value.toLongs()[0]);
            case BOOL -> String.valueOf(value.toBooleans()[0]);
            default -> String.valueOf(value.toDoubles()[0]);
        };
    }

    private void restore(Map<String, NpyArray> state) {
        arrays.restore(state);
        if (replica.noise instanceof NoiseSource.Numpy(NumpyRandom random)) {
            resume(random, state);
        }
    }

    private static void resume(NumpyRandom random, Map<String, NpyArray> state) {
        random.resume(array(state, "numpy_key").toLongs(), (int) array(state, "numpy_pos").toLongs()[0],
                array(state, "numpy_has_gauss").toBooleans()[0], array(state, "numpy_cached_gaussian").toDoubles()[0]);
    }

    private static NpyArray array(Map<String, NpyArray> state, String name) {
        return Objects.requireNonNull(state.get(name), name);
    }

    /** Rejects a W1 that was changed in a file: it is there to be read, and follows from other arrays. */
    private void requireFollowing(String source, Map<String, NpyArray> state) {
        List<Fault> faults = new ArrayList<>();
        for (Variable variable : List.of(Variable.W, Variable.lo)) {
            if (follows(variable, 0)
                    && !NpyArray.ofFloats(replica.matrix(variable, 0).toArray(), variable.shape(p, 0)).equals(state.get(variable + "1"))) {
                faults.add(new Fault(variable + "1", "", "contradicts clamped_" + variable + "1 and the other clamped arrays, from which it follows",
                        "to change weights, resume the state as it was and write them then"));
            }
        }
        InputException.throwIfAny(source, faults);
    }
}
