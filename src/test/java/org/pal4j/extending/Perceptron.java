package org.pal4j.extending;

import static org.pal4j.model.Stage.TRAINING;
import static org.pal4j.model.Stage.VALIDATION;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pal4j.Fault;
import org.pal4j.config.Key;
import org.pal4j.config.Keys;
import org.pal4j.config.Kind;
import org.pal4j.data.DataFolder;
import org.pal4j.data.SampleOrder;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Batch;
import org.pal4j.model.Cost;
import org.pal4j.model.Driven;
import org.pal4j.model.Experiment;
import org.pal4j.model.Measures;
import org.pal4j.model.Model;
import org.pal4j.model.Place;
import org.pal4j.model.RunSettings;
import org.pal4j.model.Samples;
import org.pal4j.model.SharedKeys;
import org.pal4j.model.SingleBatch;
import org.pal4j.model.Stage;
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
    // A learning rule is a constant with its equation: what a step adds to a weight, divided by eta.
    enum Rule {
        delta((u, t, x, w) -> (t - u) * x), oja((u, t, x, w) -> u * (x - u * w));

        interface Update {
            double of(double u, double target, double x, double w);
        }

        final Update update;

        Rule(Update update) {
            this.update = update;
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
            return "A perceptron of " + layers() + " leaky neurons with the rule " + rule + ": " + epochs() + " epochs of " + samples + " samples";
        }
    }

    // What is read from a configuration, with the defaults.
    static final class Draft {
        private final SharedKeys settings = new SharedKeys();
        private Rule rule = Rule.delta;
        private long inputs = 4;
        private long outputs = 2;
        private long samples = 20;
        private long steps = 10;
        private double tau = 2;
        private double eta = 0.01;

        Optional<Trial> finish(List<Fault> faults) {
            if (!(tau >= 1)) {
                faults.add(new Fault("tau", Double.toString(tau), "must be 1 or more", "it counts steps"));
            }
            return Optional.of(new Trial(settings.finish(faults), rule, (int) inputs, (int) outputs, (int) samples, (int) steps, tau, eta));
        }
    }

    @Override
    public Keys<?, Trial> keys() {
        List<Key<Draft, Trial>> keys = new ArrayList<>(SharedKeys.all(this, (Draft d) -> d.settings));
        keys.add(Key.of("rule", "delta or oja", Kind.choice(Rule.values(), Rule::name), (d, v) -> d.rule = v, e -> e.rule().name()));
        keys.add(Key.of("inputs", "values of an input", Kind.integer(1, 1000), (d, v) -> d.inputs = v, Trial::inputs));
        keys.add(Key.of("outputs", "neurons", Kind.integer(1, 1000), (d, v) -> d.outputs = v, Trial::outputs));
        keys.add(Key.of("samples", "of training, and of validation", Kind.integer(1, 1000), (d, v) -> d.samples = v, Trial::samples));
        keys.add(Key.of("steps", "for which a sample is shown", Kind.integer(1, 1000), (d, v) -> d.steps = v, Trial::steps));
        keys.add(Key.of("tau", "time constant", "steps", Kind.number().within(1, Double.POSITIVE_INFINITY), (d, v) -> d.tau = v, Trial::tau));
        keys.add(Key.of("eta", "learning rate", Kind.number(), (d, v) -> d.eta = v, Trial::eta));
        return new Keys<>(Draft::new, keys, (reading, faults) -> reading.draft().finish(faults));
    }

    // What the program has to know of it.
    @Override
    public String name() {
        return "perceptron";
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
        return new Cost((long) e.samples * e.steps * (2L * e.epochs() + 1), replicas -> 0.1 * replicas, 16L * e.samples * (e.inputs + e.outputs),
                false);
    }

    @Override
    public Samples<Trial> samples(Trial e, DataFolder folder) {
        CounterRandom random = new CounterRandom(1, Stream.INPUTS);
        double[] teacher = uniform(random, e.outputs * e.inputs);
        double[][] inputs = IntStream.range(0, 2 * e.samples).mapToObj(k -> uniform(random, e.inputs)).toArray(double[][]::new);
        double[][] targets = Arrays.stream(inputs).map(x -> product(teacher, x)).toArray(double[][]::new);
        return new Samples<>() {
            @Override
            public long steps(Trial trial) {
                return cost(trial).steps();
            }

            @Override
            public Batch start(List<Trial> replicas, int threads) {
                return new Running(replicas.getFirst(), inputs, targets);
            }
        };
    }

    private static double[] uniform(CounterRandom random, int size) {
        return IntStream.range(0, size).mapToDouble(i -> random.nextFloat()).toArray();
    }

    // W x, where W has a row for each output, row after row.
    private static double[] product(double[] w, double[] x) {
        return IntStream.range(0, w.length / x.length)
                .mapToDouble(o -> IntStream.range(0, x.length).mapToDouble(i -> w[o * x.length + i] * x[i]).sum()).toArray();
    }

    // The mathematics: one step.
    static void step(Rule rule, double[] w, double[] u, double[] x, Optional<double[]> target, double tau, double eta) {
        double[] drive = product(w, x);
        for (int o = 0; o < u.length; o++) {
            u[o] += (drive[o] - u[o]) / tau;
            for (int i = 0; target.isPresent() && i < x.length; i++) {
                w[o * x.length + i] += eta * rule.update.of(u[o], target.get()[o], x[i], w[o * x.length + i]);
            }
        }
    }

    // A network at work, carried on by the program: sample by sample, in slices of steps.
    private static final class Running extends SingleBatch {
        private final Trial e;
        private final double[][] inputs;
        private final double[][] targets;
        private final double[] w;
        private final double[] u;
        private final double[] given;
        private final double[] wanted;
        private final SampleOrder order;
        private final double[] errors = new double[Stage.values().length];
        private int sample;

        Running(Trial e, double[][] inputs, double[][] targets) {
            super(e);
            this.e = e;
            this.inputs = inputs;
            this.targets = targets;
            w = uniform(new CounterRandom(e.seed(), Stream.FORWARD_WEIGHTS), e.outputs * e.inputs);
            u = new double[e.outputs];
            given = new double[e.inputs];
            wanted = new double[e.outputs];
            order = new SampleOrder(e.samples);
            // Everything that changes, so that a run can continue to the bit.
            arrays.doubles("W", w, e.outputs, e.inputs);
            arrays.doubles("u", u, u.length);
            arrays.doubles("input", given, given.length);
            arrays.doubles("target", wanted, wanted.length);
            arrays.doubles("errors", errors, errors.length);
            arrays.number("sample", 0, inputs.length - 1, () -> sample, saved -> sample = (int) saved);
            order.listState(arrays);
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
            order.shuffle(e.seed(), epoch);
        }

        @Override
        public void show(Stage stage, long presentation) {
            sample = stage == TRAINING ? order.sample(presentation) : e.samples + (int) presentation;
        }

        @Override
        public void advance(Stage stage, int from, int steps) {
            Optional<double[]> target = stage == TRAINING ? Optional.of(targets[sample]) : Optional.empty();
            for (int n = 0; n < steps; n++) {
                Perceptron.step(e.rule, w, u, inputs[sample], target, e.tau, e.eta);
            }
            count(steps);
        }

        @Override
        public void shown(Stage stage, long presentation) {
            double[] t = targets[sample];
            errors[stage.ordinal()] += IntStream.range(0, u.length).mapToDouble(o -> (t[o] - u[o]) * (t[o] - u[o])).average().orElse(0) / e.samples;
        }

        // Somebody may also drive it by hand, in a session.
        @Override
        public Optional<Driven> driven() {
            return Optional.of(new Hand() {
                @Override
                public int[] inputShape() {
                    return new int[] {e.inputs};
                }

                @Override
                public int[] targetShape() {
                    return new int[] {e.outputs};
                }

                @Override
                public void input(int replica, float[] values, int from) {
                    copy(values, from, given);
                }

                @Override
                public void target(int replica, float[] values, int from) {
                    copy(values, from, wanted);
                }

                @Override
                public void advance(Mode mode, int steps) {
                    Optional<double[]> target = mode.learning().isEmpty() ? Optional.empty() : Optional.of(wanted);
                    for (int n = 0; n < steps; n++) {
                        Perceptron.step(e.rule, w, u, given, target, e.tau, e.eta);
                    }
                    count(steps);
                }

                @Override
                public void output(int replica, float[] to, int from) {
                    for (int o = 0; o < u.length; o++) {
                        to[from + o] = (float) u[o];
                    }
                }
            });
        }

        @Override
        public Measures measures(int replica) {
            double trained = step() > (long) e.samples * e.steps ? errors[TRAINING.ordinal()] : Double.NaN;
            return new Measures().add(Measures.TRAIN_ERROR, trained).add(Measures.VALIDATION_ERROR, errors[VALIDATION.ordinal()]);
        }

        @Override
        public Optional<String> fault(int replica, Place place) {
            boolean finite = Arrays.stream(u).allMatch(Double::isFinite);
            return finite ? Optional.empty()
                    : Optional.of("a voltage is not finite after step " + step() + ", " + place.words() + ". Try a smaller eta.");
        }

        @Override
        public Map<String, NpyArray> weights(int replica) {
            return Map.of("W1", NpyArray.ofDoubles(w, e.outputs, e.inputs));
        }

        @Override
        public void setWeights(int replica, Map<String, NpyArray> weights) {
            weights.values().forEach(given -> System.arraycopy(given.toDoubles(), 0, w, 0, w.length));
        }
    }

    // Golden cases: case.json has model, steps, tau and eta; the arrays are init_W, input, target, at and exp_W.
    @Override
    public Optional<GoldenCase> golden(Path folder) {
        return GoldenArrays.json(folder).filter(json -> name().equals(json.get("model")))
                .map(json -> new Case(json, GoldenArrays.read(GoldenArrays.nameOf(folder, json), folder)));
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
            int steps = (int) number("steps");
            int[] shape = arrays.present("init_W").shape();
            double[] w = arrays.values("init_W", shape);
            double[] u = new double[shape[0]];
            double[][] x = arrays.rows("input", steps);
            double[][] t = arrays.rows("target", steps);
            TrajectoryComparison comparison = new TrajectoryComparison(arrays, steps, Verification.REFERENCE_BOUND, 1);
            arrays.follow(steps, n -> step(Rule.delta, w, u, x[n], Optional.of(t[n]), number("tau"), number("eta")),
                    time -> comparison.compare(time, "W", shape, w));
            return new Verification.Result(name(), comparison.result(), comparison.result());
        }
    }
}
