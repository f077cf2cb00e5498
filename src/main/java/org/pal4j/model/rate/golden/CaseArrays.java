package org.pal4j.model.rate.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.format.NpyArray;
import org.pal4j.rate.Layer;
import org.pal4j.rate.RateChoices.LayerKind;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.RateVariable;
import org.pal4j.rate.Shape;
import org.pal4j.verify.GoldenArrays;
import org.pal4j.verify.TrajectoryComparison;

/** Checks the arrays of a golden trajectory of a rate network against its parameters, and collects all faults. */
record CaseArrays(GoldenArrays golden, List<Fault> faults) {
    /** Maximum number of values in a layer's batch, and of inputs at all its positions. */
    private static final long MAX_VALUES = 1L << 27;

    /** Returns the layers that need draws of OU noise. */
    static List<Integer> ouLayers(RateParameters p) {
        return layers(p, l -> RateVariable.xi.exists(p, l));
    }

    /** Returns the layers that need draws of white noise. */
    static List<Integer> whiteLayers(RateParameters p) {
        return layers(p, l -> p.algorithm() == RateAlgorithm.PAL && p.whiteNoise() > 0 && p.layer(l).hasWeights());
    }

    private static List<Integer> layers(RateParameters p, IntPredicate chosen) {
        return IntStream.rangeClosed(1, p.depth()).filter(chosen).boxed().toList();
    }

    /** Returns the layers with their sizes, taken from the shapes of their initial weights. */
    List<Layer> sized(List<Layer> layers) {
        List<Layer> sized = new ArrayList<>();
        for (int l = 1; l <= layers.size(); l++) {
            Layer layer = layers.get(l - 1);
            sized.add(layer.hasWeights() ? layer.withSize(size(layer, RateCase.key("init_", RateVariable.W, l))) : layer);
        }
        return sized;
    }

    private int size(Layer layer, String name) {
        int[] size = {1};
        check(() -> {
            int[] shape = golden.header(name).shape();
            if (shape.length != 2 || shape[0] < 1 || shape[1] < 1) {
                throw fault(name, name + " must have two dimensions, both above 0, has " + Arrays.toString(shape));
            }
            size[0] = shape[layer.kind() == LayerKind.CONVOLUTION ? 0 : 1];
        });
        return size[0];
    }

    /** Checks all arrays that a network of these parameters needs, and all expected arrays, without large allocations. */
    void check(RateParameters p, int steps, int hold) {
        for (int l = 1; l <= p.depth(); l++) {
            requireModest(p, l);
        }
        if (!faults.isEmpty()) {
            return;
        }
        int batches = (int) ((steps - 1L) / hold + 1);
        Shape input = p.input();
        int[] sample = input.isMap() || golden.has("x") && golden.header("x").shape().length == 5
                ? new int[] {batches, p.batch(), input.channels(), input.height(), input.width()}
                : new int[] {batches, p.batch(), input.size()};
        check(() -> golden.require("x", sample));
        check(() -> golden.require("y", TrajectoryComparison.stacked(batches, RateVariable.r.shape(p, p.depth()))));
        check(() -> golden.switches("train", steps));
        check(() -> golden.switches("ou_noise_on", steps));
        for (int l : ouLayers(p)) {
            check(() -> golden.require("ou" + l, TrajectoryComparison.stacked(steps, RateVariable.xi.shape(p, l))));
        }
        for (int l : whiteLayers(p)) {
            check(() -> golden.require("wn" + l, TrajectoryComparison.stacked(steps, RateVariable.u.shape(p, l))));
        }
        int[] times = {0};
        check(() -> times[0] = golden.expectedAt(steps).length);
        Set<String> known = new TreeSet<>();
        for (RateVariable variable : RateVariable.values()) {
            for (int l : layers(p, l -> variable.exists(p, l))) {
                int[] shape = variable.shape(p, l);
                if (variable.isWeight()) {
                    check(() -> golden.require(RateCase.key("init_", variable, l), shape));
                }
                String expected = RateCase.key(GoldenArrays.EXPECTED, variable, l);
                known.add(expected);
                if (golden.has(expected) && times[0] > 0) {
                    check(() -> golden.require(expected, TrajectoryComparison.stacked(times[0], shape)));
                }
            }
        }
        String withoutUse = RateCase.key(GoldenArrays.EXPECTED, RateVariable.B, 1);
        if (golden.has(withoutUse)) {
            known.add(withoutUse);
            check(() -> requireResting(withoutUse));
        }
        check(() -> golden.requireExpectations(known));
    }

    /** Requires that a B of layer 1, which some programs keep, never changes. PAL4J has none, since layer 1 sends no errors further down. */
    private void requireResting(String name) {
        String start = RateCase.key("init_", RateVariable.B, 1);
        NpyArray first = golden.present(start);
        NpyArray all = golden.present(name);
        boolean rests = first.size() > 0 && all.size() % first.size() == 0;
        for (int i = 0; rests && i < all.size(); i++) {
            rests = all.at(i) == first.at(i % first.size());
        }
        if (!rests) {
            throw fault(name, name + " must be " + start + " at all times, as B of layer 1 has no use and does not learn; "
                    + "set its eta_backward to 0, or leave " + name + " out");
        }
    }

    /** Checks that the numbers of values fit an int. */
    private void requireModest(RateParameters p, int l) {
        Shape shape = p.shape(l);
        Shape below = p.shape(l - 1);
        double positions = (double) shape.height() * shape.width();
        double inputs = p.layer(l).kind() == LayerKind.CONVOLUTION
                ? (double) below.channels() * p.layer(l).window() * p.layer(l).window()
                : (double) below.channels() * below.height() * below.width();
        if (Math.max(positions * shape.channels() * p.batch(), positions * inputs) > MAX_VALUES) {
            faults.add(Fault.saying("layers[" + (l - 1) + "]",
                    "layer " + l + " is too large for a test case: maps of " + shape + ", batch = " + p.batch()));
        }
    }

    private InputException fault(String array, String sentence) {
        return new InputException(golden.name(), List.of(Fault.saying(array, sentence)));
    }

    /** Runs a check and collects its faults, so that later checks run as well. */
    private void check(Runnable part) {
        try {
            part.run();
        } catch (InputException e) {
            faults.addAll(e.faults());
        }
    }
}
