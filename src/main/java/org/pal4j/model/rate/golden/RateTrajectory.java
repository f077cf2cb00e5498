package org.pal4j.model.rate.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.pal4j.InputException;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.rate.Layer;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateChoices.Target;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.RateVariable;
import org.pal4j.rate.ReferenceNetwork;
import org.pal4j.rate.Shape;
import org.pal4j.verify.GoldenArrays;
import org.pal4j.verify.Trajectory;
import org.pal4j.verify.Verification;

/** A golden case of a rate network as another implementation has to follow it. A step is an update. */
final class RateTrajectory implements Trajectory {
    /** The variables in the order of an update (docs/rate-networks.md). */
    private static final List<RateVariable> ORDER = List.of(RateVariable.xi, RateVariable.u, RateVariable.r, RateVariable.h, RateVariable.e,
            RateVariable.W, RateVariable.b, RateVariable.B, RateVariable.D);

    private final RateCase golden;
    private final RateParameters p;
    private final double[][] x;
    private final double[][] y;
    private final boolean[] train;
    private final boolean[] noise;
    private final SequencedMap<String, double[][]> draws = new LinkedHashMap<>();

    RateTrajectory(RateCase golden) {
        this.golden = golden;
        p = golden.parameters();
        GoldenArrays arrays = golden.arrays();
        int batches = (golden.steps() - 1) / golden.hold() + 1;
        x = arrays.rows("x", batches);
        y = arrays.rows("y", batches);
        train = arrays.switches("train", golden.steps());
        noise = arrays.switches("ou_noise_on", golden.steps());
        CaseArrays.ouLayers(p).forEach(l -> draws.put("ou" + l, arrays.rows("ou" + l, golden.steps())));
        CaseArrays.whiteLayers(p).forEach(l -> draws.put("wn" + l, arrays.rows("wn" + l, golden.steps())));
    }

    @Override
    public String name() {
        return golden.name();
    }

    @Override
    public String model() {
        return "rate";
    }

    @Override
    public int steps() {
        return golden.steps();
    }

    /** Returns keys in which the factors of learning rates are the rates themselves, and a file with samples, which nobody looks at. */
    @Override
    public Map<String, Object> config(Path scratch) {
        Map<String, Object> keys = new LinkedHashMap<>();
        Shape input = p.input();
        keys.put("model", model());
        keys.put("name", "conformance");
        keys.put("task", "data");
        keys.put("train", samples(scratch).toString());
        keys.put("validation_share", 0);
        keys.put("inputs", input.isMap() ? List.of(input.channels(), input.height(), input.width()) : List.of(input.size()));
        keys.put("layers", p.layers().stream().map(golden.text()).toList());
        keys.put("algorithm", p.algorithm().name());
        keys.put("target", p.target().label());
        keys.put("batch", p.batch());
        keys.put("updates", golden.hold());
        keys.put("dt", p.dt());
        keys.put("beta", p.beta());
        keys.put("multiplier", 8 * golden.hold() * p.dt());
        keys.put("lr_factors", each(Layer::eta));
        keys.put("bw_lr_factors", each(Layer::etaBackward));
        keys.put("regularizer", each(Layer::alpha));
        keys.put("sigma", each(Layer::sigma));
        keys.put("wn_sigma", p.whiteNoise());
        keys.put("tau_xi", p.tauXi() / p.dt());
        keys.put("tau_HP", p.tauHP() / p.dt());
        keys.put("tau_LO", p.tauLO() / p.dt());
        return keys;
    }

    private List<Double> each(ToDoubleFunction<Layer> of) {
        return p.layers().stream().map(of::applyAsDouble).toList();
    }

    private Path samples(Path scratch) {
        int outputs = p.shape(p.depth()).size();
        int count = Math.max(p.batch(), outputs);
        boolean classes = p.target() == Target.SOFTMAX;
        Shape input = p.input();
        int[] shape = input.isMap() ? new int[] {count, input.channels(), input.height(), input.width()} : new int[] {count, input.size()};
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("x", NpyArray.ofFloats(new float[count * input.size()], shape));
        arrays.put("y", classes ? NpyArray.ofInts(IntStream.range(0, count).map(k -> k % outputs).toArray(), count)
                : NpyArray.ofFloats(new float[count * outputs], count, outputs));
        try {
            Path file = Files.createTempFile(scratch, "samples", ".npz");
            Npz.write(file, arrays);
            return file;
        } catch (IOException e) {
            throw new InputException(scratch + ": can't be written (" + e.getMessage() + ")", e);
        }
    }

    @Override
    public SequencedMap<String, NpyArray> start() {
        SequencedMap<String, NpyArray> start = new LinkedHashMap<>();
        for (RateVariable variable : RateVariable.values()) {
            for (int l = 1; l <= p.depth(); l++) {
                if (variable.isWeight() && variable.exists(p, l)) {
                    start.put(variable.name() + l, NpyArray.ofDoubles(initial(variable, l), variable.shape(p, l)));
                }
            }
        }
        return start;
    }

    private double[] initial(RateVariable variable, int l) {
        return golden.arrays().present(RateCase.key("init_", variable, l)).toDoubles();
    }

    @Override
    public Step step(int n) {
        int batch = n / golden.hold();
        Shape input = p.input();
        int[] shape = input.isMap() ? new int[] {p.batch(), input.channels(), input.height(), input.width()} : new int[] {p.batch(), input.size()};
        Map<String, NpyArray> now = new LinkedHashMap<>();
        draws.forEach((name, rows) -> now.put(name,
                NpyArray.ofDoubles(rows[n], RateVariable.r.shape(p, Integer.parseInt(name.substring(2))))));
        Optional<NpyArray> target =
                train[n] ? Optional.of(NpyArray.ofDoubles(y[batch], p.batch(), p.shape(p.depth()).size())) : Optional.empty();
        return new Step(NpyArray.ofDoubles(x[batch], shape), target, train[n] ? Set.of("weights") : Set.of(), noise[n], now);
    }

    @Override
    public SequencedMap<String, int[]> variables() {
        SequencedMap<String, int[]> all = new LinkedHashMap<>();
        for (RateVariable variable : ORDER) {
            for (int l = 1; l <= p.depth(); l++) {
                if (isKept(variable, l)) {
                    all.put(variable.name() + l, variable.shape(p, l));
                }
            }
        }
        return all;
    }

    /** Returns whether something depends on the variable. */
    private boolean isKept(RateVariable variable, int l) {
        return variable.exists(p, l) && switch (variable) {
            case u -> l == p.depth();
            case h -> l > 1 && p.layer(l).etaBackward() > 0;
            case xi -> p.layer(l).sigma() > 0;
            case r, e, W, b, B, D -> true;
        };
    }

    @Override
    public double bound(boolean single) {
        return single ? Verification.RATE_SIMD_BOUND : Verification.REFERENCE_BOUND;
    }

    @Override
    public double least() {
        return Verification.RATE_LEAST;
    }

    @Override
    public Reference reference() {
        ReferenceNetwork network = new ReferenceNetwork(p);
        Map<String, Supplier<double[]>> readers = new LinkedHashMap<>();
        for (RateVariable variable : RateVariable.values()) {
            for (int l = 1; l <= p.depth(); l++) {
                if (variable.exists(p, l)) {
                    int layer = l;
                    readers.put(variable.name() + l, () -> network.read(variable, layer));
                    if (variable.isWeight()) {
                        network.write(variable, l, initial(variable, l));
                    }
                }
            }
        }
        return new Reference() {
            private int n;

            @Override
            public void step() {
                int batch = n / golden.hold();
                network.update(x[batch], y[batch], train[n], noise[n], all("ou", n), all("wn", n));
                n++;
            }

            @Override
            public double[] read(String variable) {
                return Objects.requireNonNull(readers.get(variable), variable).get();
            }
        };
    }

    /** Returns the draws of all layers; empty for those without. */
    private double[][] all(String kind, int n) {
        double[][] none = new double[steps()][0];
        return IntStream.rangeClosed(1, p.depth()).mapToObj(l -> draws.getOrDefault(kind + l, none)[n])
                .toArray(double[][]::new);
    }

    @Override
    public String cause(Evidence evidence) {
        String name = evidence.variable();
        RateVariable variable = RateVariable.valueOf(name.replaceFirst("\\d+$", ""));
        int l = Integer.parseInt(name.substring(variable.name().length()));
        double[] expected = state(evidence, evidence.step());
        if (evidence.step() == 0) {
            return "set and get: " + name + " is not what was set";
        }
        double[] before = state(evidence, evidence.step() - 1);
        double dt = p.dt();
        List<Mistake> mistakes = List.of(
                new Mistake("it does not change in this update", Arrays.equals(before, expected) ? new double[0] : before),
                new Mistake("the opposite sign of the change", combined(before, expected, -1)),
                new Mistake("the opposite sign of all of it", combined(new double[expected.length], expected, -1)),
                new Mistake("no dt in the change", combined(before, expected, 1 / dt)),
                new Mistake("dt twice in the change", combined(before, expected, dt)),
                new Mistake("a sum over the batch instead of a mean", combined(before, expected, p.batch())),
                new Mistake("a mean over the batch, where there is none", combined(before, expected, 1.0 / p.batch())));
        return equation(variable, l) + Trajectory.explanation(evidence.got(), expected, mistakes)
                .map(text -> "; the subject's values come out with: " + text).orElse("; all that it reads has agreed so far");
    }

    private static double[] state(Evidence evidence, int step) {
        return Objects.requireNonNull(evidence.states().apply(step).get(evidence.variable()));
    }

    private static double[] combined(double[] before, double[] expected, double factor) {
        double[] values = new double[before.length];
        Arrays.setAll(values, i -> before[i] + factor * (expected[i] - before[i]));
        return values;
    }

    private String equation(RateVariable variable, int l) {
        String page = " of docs/rate-networks.md, ";
        boolean convolution = !p.layer(l).hasWeights() || variable.shape(p, l).length > 2;
        String more = p.layer(l).hasWeights() ? convolution ? " (Convolution)" : "" : " (Max-pool)";
        return switch (variable) {
            case xi -> "step 2" + page + "xi: (1 - dt / tau_xi) xi + sqrt(dt / tau_xi) sigma z" + more;
            case u -> "step 2" + page + "u: old rates below, times W, plus b, plus noise" + more;
            case r -> "step 2" + page + "u from the old rates below, or r = phi(u)" + more;
            case h -> "step 2" + page + "h: (1 - dt / tau_HP) h + (r - r_old), without the difference in the first update" + more;
            case e -> "step 3" + page + (l == p.depth() ? "E: beta g from the output as the update before left it"
                    : p.algorithm() == RateAlgorithm.DFA ? "e = new slopes * (new E D)" : "e: old slopes * (old e above, times M)") + more;
            case W, b ->
                    "step 4" + page + variable + " + dt eta G, with new errors and old rates below" + (p.tauLO() > 0 ? ", low-passed" : "") + more;
            case B -> switch (p.algorithm()) {
                case PAL -> "step 5" + page + "B + dt eta_bw (h z_below / N - alpha B)" + more;
                case KP -> "step 5, Kolen-Pollack" + page + "B + dt eta_bw (G transposed - alpha B)" + more;
                case WM -> "step 5, weight mirrors" + page + "B + dt eta_bw (m xi_below / N - alpha B), m = phi(xi_below W) - phi(0)" + more;
                case BP, FA, DFA -> "Weights" + page + "B of FA does not change";
            };
            case D -> "Weights" + page + "D does not change";
        };
    }
}
