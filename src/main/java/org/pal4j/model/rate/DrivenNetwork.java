package org.pal4j.model.rate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.pal4j.InputException;
import org.pal4j.format.ElementKind;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Driven;
import org.pal4j.model.NetworkVariable;
import org.pal4j.model.Stage;
import org.pal4j.rate.RateNetwork;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.RateVariable;
import org.pal4j.rate.Shape;

/** A rate network driven by hand. A presentation is a batch of N samples, a step is an update, and variables are numbered by layer. */
final class DrivenNetwork implements Driven {
    private static final String WEIGHTS = "weights";
    private static final String OU = "ou";
    private static final String WHITE = "wn";

    private final RateNetwork network;
    private final RateParameters p;
    private final Runnable forgetBatch;
    private final Function<Stage, SampleParts.Part> parts;
    private final SampleParts all;

    /**
     * Creates it.
     *
     * @param forgetBatch is told that the network no longer shows a batch of its experiment
     * @param parts       gives the samples of a stage
     * @param all         all samples
     */
    DrivenNetwork(RateNetwork network, Runnable forgetBatch, Function<Stage, SampleParts.Part> parts, SampleParts all) {
        this.parts = parts;
        this.all = all;
        this.network = network;
        this.forgetBatch = forgetBatch;
        p = network.parameters();
    }

    @Override
    public List<NetworkVariable> variables() {
        List<NetworkVariable> all = new ArrayList<>();
        for (RateVariable variable : RateVariable.values()) {
            for (int l : Quantity.layers(p, variable)) {
                all.add(new NetworkVariable(variable.name() + l, meaning(variable), ElementKind.FLOAT32, variable.shape(p, l), variable.isWeight()));
            }
        }
        return all;
    }

    private static String meaning(RateVariable variable) {
        return switch (variable) {
            case r -> "rates";
            case u -> "voltages";
            case e -> "errors";
            case h -> "high-passed rates";
            case xi -> "noise of neurons";
            case W -> "forward weights, inputs x neurons or filters x (channels k k)";
            case b -> "biases";
            case B -> "feedback weights to the layer below, neurons x inputs or filters x (channels k k)";
            case D -> "feedback weights directly from the output, outputs x neurons";
        };
    }

    @Override
    public NpyArray read(int replica, String variable) {
        RateVariable of = variable(variable);
        int l = layer(variable);
        return NpyArray.ofFloats(RateBatch.floats(network.read(of, l)), of.shape(p, l));
    }

    @Override
    public void write(int replica, String variable, NpyArray values) {
        RateVariable of = variable(variable);
        network.write(of, layer(variable), values.toDoubles());
    }

    private static RateVariable variable(String name) {
        return RateVariable.valueOf(name.replaceFirst("\\d+$", ""));
    }

    /** Returns the number at the end of a name. */
    private static int layer(String name) {
        return Integer.parseInt(name.replaceFirst("^\\D+", ""));
    }

    @Override
    public List<String> plasticities() {
        return List.of(WEIGHTS);
    }

    @Override
    public Set<String> learningOfTargets() {
        return Set.of(WEIGHTS);
    }

    @Override
    public int sampleCount(Stage stage) {
        return parts.apply(stage).size();
    }

    @Override
    public Sample sample(Stage stage, int sample) {
        SampleParts.Part part = parts.apply(stage);
        float[] input = new float[p.input().size()];
        all.input(part, sample, input);
        Optional<float[]> target = part.hasTargets() ? Optional.of(repeated(part.target(sample, p.shape(p.depth()).size()))) : Optional.empty();
        return new Sample(repeated(input), target, part.isLabelled() ? OptionalInt.of(part.classOf(sample)) : OptionalInt.empty());
    }

    /** Returns a row for each place of a batch. */
    private float[] repeated(float[] row) {
        float[] rows = new float[Math.multiplyExact(p.batch(), row.length)];
        for (int s = 0; s < p.batch(); s++) {
            System.arraycopy(row, 0, rows, s * row.length, row.length);
        }
        return rows;
    }

    @Override
    public void require(Mode mode) {
        if (mode.learning().isEmpty() == mode.target()) {
            throw new InputException(
                    mode.target() ? "learn: targets act on a rate network only while its weights learn; leave the targets out, or learn"
                            : "learn: the weights of a rate network learn only with targets; give targets, or learn nothing");
        }
    }

    @Override
    public int samples() {
        return p.batch();
    }

    @Override
    public int[] inputShape() {
        Shape input = p.input();
        return input.isMap() ? new int[] {p.batch(), input.channels(), input.height(), input.width()} : new int[] {p.batch(), input.size()};
    }

    @Override
    public int[] targetShape() {
        return new int[] {p.batch(), p.shape(p.depth()).size()};
    }

    /** Returns the draws of Ornstein-Uhlenbeck noise, {@code ou1} and so on, and of white noise, {@code wn1} and so on. */
    @Override
    public List<NetworkVariable> draws() {
        List<NetworkVariable> draws = new ArrayList<>();
        for (int l = 1; l <= p.depth(); l++) {
            if (network.takesDraws(l, false)) {
                draws.add(
                        new NetworkVariable(OU + l, "draws of the Ornstein-Uhlenbeck noise", ElementKind.FLOAT32, RateVariable.r.shape(p, l), true));
            }
            if (network.takesDraws(l, true)) {
                draws.add(new NetworkVariable(WHITE + l, "draws of the white noise", ElementKind.FLOAT32, RateVariable.r.shape(p, l), true));
            }
        }
        return draws;
    }

    @Override
    public boolean drawsAlways() {
        return true;
    }

    @Override
    public void input(int replica, float[] values, int from) {
        int size = p.input().size();
        for (int s = 0; s < p.batch(); s++) {
            network.input(s, Arrays.copyOfRange(values, from + s * size, from + (s + 1) * size));
        }
    }

    @Override
    public void target(int replica, float[] values, int from) {
        int size = p.shape(p.depth()).size();
        for (int s = 0; s < p.batch(); s++) {
            network.target(s, Arrays.copyOfRange(values, from + s * size, from + (s + 1) * size));
        }
    }

    @Override
    public void draw(int replica, String name, float[] values, int from) {
        boolean white = name.startsWith(WHITE);
        int l = layer(name);
        int size = p.shape(l).size();
        for (int s = 0; s < p.batch(); s++) {
            network.draw(l, white, s, Arrays.copyOfRange(values, from + s * size, from + (s + 1) * size));
        }
    }

    @Override
    public void begin() {
        forgetBatch.run();
    }

    @Override
    public void advance(Mode mode, int steps) {
        network.advance(mode.target(), mode.noise(), steps);
    }

    @Override
    public void output(int replica, float[] to, int from) {
        int size = p.shape(p.depth()).size();
        float[] own = new float[size];
        for (int s = 0; s < p.batch(); s++) {
            network.rates(p.depth(), s, own);
            System.arraycopy(own, 0, to, from + s * size, size);
        }
    }
}
