package org.pal4j.extending;

import static org.pal4j.model.Stage.TRAINING;
import static org.pal4j.model.Stage.VALIDATION;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pal4j.Fault;
import org.pal4j.config.Documents;
import org.pal4j.config.Key;
import org.pal4j.config.Keys;
import org.pal4j.config.Kind;
import org.pal4j.data.DataFolder;
import org.pal4j.format.ElementKind;
import org.pal4j.format.NamedArrays;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Batch;
import org.pal4j.model.Cost;
import org.pal4j.model.Experiment;
import org.pal4j.model.Measures;
import org.pal4j.model.Model;
import org.pal4j.model.Place;
import org.pal4j.model.RunSettings;
import org.pal4j.model.Samples;
import org.pal4j.model.Series;
import org.pal4j.model.SharedKeys;
import org.pal4j.model.Stage;
import org.pal4j.model.Terms;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;
import org.pal4j.verify.GoldenArrays;
import org.pal4j.verify.GoldenCase;
import org.pal4j.verify.TrajectoryComparison;
import org.pal4j.verify.Verification;

/**
 * A model class in one file: leaky integrators, u += (W x - u) / tau, that learn by the delta rule, W += eta (t - u) x^T (Widrow and Hoff 1960), or
 * by Oja's rule, W += eta u (x - u W)^T (Oja 1982). The targets t are those of a linear teacher. docs/extending.md walks through this file.
 */
public final class Perceptron implements Model<Perceptron.Trial> {
    // A learning rule is a constant with its equation: what a step adds to the weights of one neuron.
    enum Rule {
        DELTA {
            @Override
            double update(double eta, double u, double target, double x, double w) {
                return eta * (target - u) * x;
            }
        },
        OJA {
            @Override
            double update(double eta, double u, double target, double x, double w) {
                return eta * u * (x - u * w);
            }
        };

        abstract double update(double eta, double u, double target, double x, double w);

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    // What a run computes.
    record Trial(RunSettings settings, Rule rule, int inputs, int outputs, int samples, int steps, double tau, double eta) implements Experiment {
        @Override
        public Perceptron model() {
            return new Perceptron();
        }

        @Override
        public Trial with(RunSettings other) {
            return new Trial(other, rule, inputs, outputs, samples, steps, tau, eta);
        }

        @Override
        public String layers() {
            return inputs + "-" + outputs;
        }

        @Override
        public String description() {
            return "A perceptron of " + layers() + " leaky neurons with the rule " + rule.label() + ": " + epochs() + " epochs of " + samples
                    + " samples";
        }

        long totalSteps() {
            return (long) samples * steps * (2L * epochs() + 1);
        }
    }

    // What is read from a configuration, with the defaults.
    static final class Draft {
        private final SharedKeys settings = new SharedKeys();
        private Rule rule = Rule.DELTA;
        private int inputs = 4;
        private int outputs = 2;
        private int samples = 20;
        private int steps = 10;
        private double tau = 2;
        private double eta = 0.01;

        static Optional<Trial> finish(Keys.Reading<Draft> reading, List<Fault> faults) {
            Draft d = reading.draft();
            if (!(d.tau >= 1)) {
                faults.add(new Fault("tau", Double.toString(d.tau), "must be 1 or more", "it counts steps"));
            }
            return Optional.of(new Trial(d.settings.finish(faults), d.rule, d.inputs, d.outputs, d.samples, d.steps, d.tau, d.eta));
        }
    }

    @Override
    public Keys<?, Trial> keys() {
        List<Key<Draft, Trial>> keys = new ArrayList<>(SharedKeys.all(this, (Draft d) -> d.settings));
        keys.add(Key.of("rule", "delta or oja", Kind.choice(Rule.values(), Rule::label), (d, v) -> d.rule = v, e -> e.rule().label()));
        keys.add(Key.of("inputs", "values of an input", Kind.integer(1, 1000), (d, v) -> d.inputs = v.intValue(), Trial::inputs));
        keys.add(Key.of("outputs", "neurons", Kind.integer(1, 1000), (d, v) -> d.outputs = v.intValue(), Trial::outputs));
        keys.add(Key.of("samples", "of training, and of validation", Kind.integer(1, 1000), (d, v) -> d.samples = v.intValue(), Trial::samples));
        keys.add(Key.of("steps", "for which a sample is shown", Kind.integer(1, 1000), (d, v) -> d.steps = v.intValue(), Trial::steps));
        keys.add(Key.of("tau", "time constant", "steps", Kind.number().within(1, Double.POSITIVE_INFINITY), (d, v) -> d.tau = v, Trial::tau));
        keys.add(Key.of("eta", "learning rate", Kind.number(), (d, v) -> d.eta = v, Trial::eta));
        return new Keys<>(Draft::new, keys, Draft::finish);
    }

    // What the program has to know of it.
    @Override
    public String name() {
        return "perceptron";
    }

    @Override
    public Terms terms() {
        return new Terms("perceptron", "step", "a step", "voltages", "layer", "The mean squared error of the voltages", "fewer samples");
    }

    @Override
    public List<String> quantities() {
        return List.of("W", "u");
    }

    @Override
    public List<String> replicaKeys() {
        return List.of("eta");
    }

    @Override
    public Cost cost(Trial e) {
        return new Cost(e.totalSteps(), replicas -> 0.1 * replicas, 16L * e.samples * (e.inputs + e.outputs), false);
    }

    @Override
    public SamplesKey samplesKey(Trial e) {
        return new SamplesKey(false, List.of(e.inputs, e.outputs, e.samples));
    }

    @Override
    public Samples<Trial> samples(Trial e, DataFolder folder) {
        CounterRandom random = new CounterRandom(1, Stream.INPUTS);
        double[][] teacher = uniform(random, e.outputs, e.inputs);
        double[][] inputs = uniform(random, 2 * e.samples, e.inputs);
        double[][] targets = Arrays.stream(inputs).map(x -> product(teacher, x)).toArray(double[][]::new);
        return new Samples<>() {
            @Override
            public long steps(Trial trial) {
                return trial.totalSteps();
            }

            @Override
            public Batch start(List<Trial> replicas, int threads) {
                return new Running(replicas.getFirst(), inputs, targets);
            }
        };
    }

    private static double[][] uniform(CounterRandom random, int rows, int columns) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            Arrays.setAll(row, i -> random.nextFloat());
        }
        return values;
    }

    private static double[] product(double[][] w, double[] x) {
        return Arrays.stream(w).mapToDouble(row -> IntStream.range(0, x.length).mapToDouble(i -> row[i] * x[i]).sum()).toArray();
    }

    // The mathematics: one step.
    static void step(Rule rule, double[][] w, double[] u, double[] x, Optional<double[]> target, double tau, double eta) {
        double[] drive = product(w, x);
        for (int o = 0; o < u.length; o++) {
            u[o] += (drive[o] - u[o]) / tau;
            for (int i = 0; target.isPresent() && i < x.length; i++) {
                w[o][i] += rule.update(eta, u[o], target.get()[o], x[i], w[o][i]);
            }
        }
    }

    // A network at work, carried on by the program: sample by sample, in slices of steps.
    private static final class Running implements Batch {
        private final Trial e;
        private final double[][] inputs;
        private final double[][] targets;
        private final double[][] w;
        private final double[] u;
        private final int[] order;
        private final double[] errors = new double[Stage.values().length];
        private int sample;
        private long step;

        Running(Trial e, double[][] inputs, double[][] targets) {
            this.e = e;
            this.inputs = inputs;
            this.targets = targets;
            w = uniform(new CounterRandom(e.seed(), Stream.FORWARD_WEIGHTS), e.outputs, e.inputs);
            u = new double[e.outputs];
            order = IntStream.range(0, e.samples).toArray();
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public long step() {
            return step;
        }

        @Override
        public long presentations(Stage stage) {
            return stage == TRAINING || stage == VALIDATION ? e.samples : 0;
        }

        @Override
        public int steps(Stage stage, long presentation) {
            return e.steps;
        }

        @Override
        public void begin(Stage stage, int epoch) {
            errors[stage.ordinal()] = 0;
            Arrays.setAll(order, i -> i);
            new CounterRandom(e.seed(), Stream.ORDER, epoch).shuffle(order);
        }

        @Override
        public void show(Stage stage, long presentation) {
            sample = stage == TRAINING ? order[(int) presentation] : e.samples + (int) presentation;
        }

        @Override
        public void advance(Stage stage, int from, int steps) {
            Optional<double[]> target = stage == TRAINING ? Optional.of(targets[sample]) : Optional.empty();
            for (int n = 0; n < steps; n++) {
                Perceptron.step(e.rule, w, u, inputs[sample], target, e.tau, e.eta);
                step++;
            }
        }

        @Override
        public void shown(Stage stage, long presentation) {
            double[] t = targets[sample];
            errors[stage.ordinal()] += IntStream.range(0, u.length).mapToDouble(o -> (t[o] - u[o]) * (t[o] - u[o])).average().orElse(0) / e.samples;
        }

        @Override
        public Measures measures(int replica) {
            double trained = step > (long) e.samples * e.steps ? errors[TRAINING.ordinal()] : Double.NaN;
            return new Measures().add(Measures.TRAIN_ERROR, trained).add(Measures.VALIDATION_ERROR, errors[VALIDATION.ordinal()]);
        }

        @Override
        public Optional<String> fault(int replica, Place place) {
            boolean finite = Arrays.stream(u).allMatch(Double::isFinite);
            return finite ? Optional.empty()
                    : Optional.of("a voltage is not finite after step " + step + ", " + place.words() + ". Try a smaller eta.");
        }

        @Override
        public List<Series> series(int replica) {
            Map<String, Series> all = Map.of("u", new Series("u", ElementKind.FLOAT64, new int[] {e.outputs}, u::clone),
                    "W", new Series("W", ElementKind.FLOAT64, new int[] {e.outputs, e.inputs}, () -> flat(w)));
            return e.settings().record().stream().map(all::get).toList();
        }

        // Everything that changes, so that a run can continue to the bit.
        private NamedArrays list() {
            NamedArrays arrays = new NamedArrays();
            arrays.doubles("W", () -> flat(w), saved -> IntStream.range(0, saved.length).forEach(k -> w[k / e.inputs][k % e.inputs] = saved[k]),
                    e.outputs, e.inputs);
            arrays.doubles("u", u::clone, saved -> System.arraycopy(saved, 0, u, 0, u.length), e.outputs);
            arrays.longs("order", 0, e.samples - 1, () -> Arrays.stream(order).asLongStream().toArray(),
                    saved -> Arrays.setAll(order, k -> (int) saved[k]), e.samples);
            arrays.doubles("errors", errors::clone, saved -> System.arraycopy(saved, 0, errors, 0, errors.length), errors.length);
            arrays.number("sample", 0, 2L * e.samples - 1, () -> sample, saved -> sample = (int) saved);
            arrays.number("step", 0, e.totalSteps(), () -> step, saved -> step = saved);
            return arrays;
        }

        @Override
        public Map<String, NpyArray> state(int replica) {
            return list().save();
        }

        @Override
        public void resume(List<Map<String, NpyArray>> states) {
            list().check(e.name(), states.getFirst());
            list().restore(states.getFirst());
        }

        @Override
        public Map<String, NpyArray> weights(int replica) {
            double[] flat = flat(w);
            float[] floats = new float[flat.length];
            IntStream.range(0, flat.length).forEach(i -> floats[i] = (float) flat[i]);
            return Map.of("W1", NpyArray.ofFloats(floats, e.outputs, e.inputs));
        }
    }

    private static double[] flat(double[][] matrix) {
        return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
    }

    // Golden cases: case.json has model, steps, tau and eta; the arrays are init_W, input, target, at and exp_W.
    @Override
    public Optional<GoldenCase> golden(Path folder) {
        Path file = folder.resolve("case.json");
        boolean own = Files.isRegularFile(file) && name().equals(Documents.json(file).get("model"));
        return own ? Optional.of(new Case(Documents.json(file), GoldenArrays.read(GoldenArrays.nameOf(folder), folder))) : Optional.empty();
    }

    private record Case(Map<String, Object> json, GoldenArrays arrays) implements GoldenCase {
        @Override
        public String name() {
            return arrays.name();
        }

        private double number(String key) {
            return ((Number) json.get(key)).doubleValue();
        }

        @Override
        public Verification.Result verify() {
            int[] shape = arrays.present("init_W").shape();
            int steps = (int) number("steps");
            double[][] w = rows(arrays.values("init_W", shape), shape[0]);
            double[][] x = rows(arrays.values("input", steps, shape[1]), steps);
            double[][] target = rows(arrays.values("target", steps, shape[0]), steps);
            double[] u = new double[shape[0]];
            long[] at = arrays.expectedAt(steps);
            TrajectoryComparison comparison = new TrajectoryComparison(arrays, at.length, Verification.REFERENCE_BOUND, 1);
            for (int n = 0, next = 0; n < steps && next < at.length; n++) {
                step(Rule.DELTA, w, u, x[n], Optional.of(target[n]), number("tau"), number("eta"));
                if (n + 1 == at[next]) {
                    comparison.compare(next++, n + 1, "W", shape, flat(w));
                }
            }
            return new Verification.Result(name(), comparison.result(), comparison.result());
        }

        private static double[][] rows(double[] values, int rows) {
            int columns = values.length / rows;
            return IntStream.range(0, rows).mapToObj(r -> Arrays.copyOfRange(values, r * columns, (r + 1) * columns)).toArray(double[][]::new);
        }
    }
}
