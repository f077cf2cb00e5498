package org.pal4j.model.circuit.golden;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.CircuitState;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.ReferenceCircuit;
import org.pal4j.circuit.Variable;
import org.pal4j.format.NpyArray;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;
import org.pal4j.verify.GoldenFiles;
import org.pal4j.verify.GoldenMaker;
import org.pal4j.verify.GoldenMaker.Request;

/**
 * Records a golden case of a circuit with the reference model.
 *
 * @param start    the initial state
 * @param training what is on in training
 * @param lag      the number of steps at the beginning of a presentation without learning and target
 * @param hold     the number of steps of a presentation
 * @param seed     decides the draws
 */
public record CircuitRecorder(CircuitState start, Phase training, int lag, int hold, long seed, Request request) {
    private static final int DRAWS = 0;
    private static final int SWITCHES = 1;
    /** The share of the inputs of a varied case during which something is on. */
    private static final float MOSTLY = 0.75f;

    /**
     * An input and its target.
     *
     * @param taught whether the target is on, if the phase has one
     */
    public record Sample(float[] input, float[] target, boolean taught) {}

    /**
     * Checks the size of the case.
     *
     * @return the numbers of completed steps at which states are recorded
     */
    public static int[] times(CircuitParameters p, Request request) {
        double state = 0;
        for (Variable variable : Variable.values()) {
            for (int i = 0; i < variable.count(p); i++) {
                state += Arrays.stream(variable.shape(p, i)).asDoubleStream().reduce(1, (a, b) -> a * b);
            }
        }
        double neurons = p.layers().stream().mapToDouble(n -> n).sum();
        return request.times(state, neurons + p.size(p.areas()), 2 * state);
    }

    /**
     * Records the case.
     *
     * @param json    its case.json
     * @param samples what is shown, one for each presentation
     */
    public GoldenFiles record(Map<String, Object> json, List<Sample> samples) {
        CircuitParameters p = start.parameters();
        int[] times = times(p, request);
        int steps = request.steps();
        SequencedMap<String, NpyArray> arrays = new LinkedHashMap<>();
        ReferenceCircuit reference = new ReferenceCircuit(p);
        CircuitCourse.forEach(p, CircuitCourse.START, (variable, i) -> {
            double[] values = start.read(variable, i);
            reference.write(variable, i, values);
            arrays.put(CircuitCourse.key("init_", variable, i), NpyArray.ofDoubles(values, variable.shape(p, i)));
        });

        Phase[] phases = phases(samples, steps);
        double[][] input = new double[steps][];
        double[][] target = new double[steps][];
        for (int n = 0; n < steps; n++) {
            input[n] = doubles(samples.get(n / hold).input());
            target[n] = doubles(samples.get(n / hold).target());
        }
        double[][][] draws = draws(p, steps);
        arrays.put("input", GoldenMaker.stacked(input, p.size(0)));
        arrays.put("target", GoldenMaker.stacked(target, p.size(p.areas())));
        arrays.put("has_target", switches(phases, Phase::target));
        arrays.put("learn_forward", switches(phases, Phase::forward));
        arrays.put("learn_lateral", switches(phases, Phase::lateral));
        arrays.put("learn_backward", switches(phases, Phase::backward));
        arrays.put(CircuitCourse.NOISE_ON, switches(phases, Phase::noise));
        for (int l = 1; l <= draws.length; l++) {
            arrays.put("xi" + (l - 1), GoldenMaker.stacked(draws[l - 1], p.size(l)));
        }

        Map<String, double[][]> expected = new LinkedHashMap<>();
        int next = 0;
        for (int n = 0; n < steps && next < times.length; n++) {
            int step = n;
            reference.step(phases[n], input[n], target[n], Arrays.stream(draws).map(rows -> rows[step]).toArray(double[][]::new));
            if (n + 1 == times[next]) {
                int time = next++;
                CircuitCourse.forEach(p, List.of(Variable.values()), (variable, i) -> expected
                        .computeIfAbsent(CircuitCourse.key("exp_", variable, i), key -> new double[times.length][])[time] =
                                reference.read(variable, i));
            }
        }
        arrays.put("at", NpyArray.ofLongs(Arrays.stream(times).asLongStream().toArray(), times.length));
        CircuitCourse.forEach(p, List.of(Variable.values()), (variable, i) -> {
            String key = CircuitCourse.key("exp_", variable, i);
            arrays.put(key, GoldenMaker.stacked(Objects.requireNonNull(expected.get(key)), variable.shape(p, i)));
        });
        return new GoldenFiles(json, arrays);
    }

    private static double[] doubles(float[] values) {
        double[] all = new double[values.length];
        Arrays.setAll(all, i -> values[i]);
        return all;
    }

    private Phase[] phases(List<Sample> samples, int steps) {
        CounterRandom random = new CounterRandom(seed, Stream.GOLDEN, SWITCHES);
        Phase[] phases = new Phase[steps];
        Phase drawn = training;
        for (int n = 0; n < steps; n++) {
            if (request.varied() && n % hold == 0) {
                drawn = new Phase(mostly(random), mostly(random), mostly(random), mostly(random), mostly(random));
            }
            Phase usual = switch (request.part(n)) {
                case SETTLING -> Phase.SETTLE;
                case TRAINING -> n % hold < lag ? new Phase(false, false, false, training.noise(), false) : training;
                case EVALUATION -> Phase.EVALUATE;
            };
            Phase phase = request.varied() ? drawn : usual;
            phases[n] = samples.get(n / hold).taught() ? phase
                    : new Phase(phase.forward(), phase.lateral(), phase.backward(), phase.noise(), false);
        }
        return phases;
    }

    private static boolean mostly(CounterRandom random) {
        return random.nextFloat() < MOSTLY;
    }

    /** Returns draws that float can hold, so that subjects in float get the same. */
    private double[][][] draws(CircuitParameters p, int steps) {
        CounterRandom random = new CounterRandom(seed, Stream.GOLDEN, DRAWS);
        double[][][] draws = new double[p.drawsNoise() ? p.areas() - 1 : 0][steps][];
        for (int n = 0; n < steps; n++) {
            for (int l = 1; l <= draws.length; l++) {
                draws[l - 1][n] = new double[p.size(l)];
                Arrays.setAll(draws[l - 1][n], i -> (float) random.nextGaussian());
            }
        }
        return draws;
    }

    private interface Switch {
        boolean of(Phase phase);
    }

    private static NpyArray switches(Phase[] phases, Switch which) {
        boolean[] all = new boolean[phases.length];
        for (int n = 0; n < all.length; n++) {
            all[n] = which.of(phases[n]);
        }
        return NpyArray.ofBooleans(all, all.length);
    }
}
