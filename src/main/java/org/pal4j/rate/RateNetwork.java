package org.pal4j.rate;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.pal4j.VectorWidth;
import org.pal4j.format.NamedArrays;
import org.pal4j.format.NpyArray;
import org.pal4j.kernel.WorkSplitter;
import org.pal4j.kernel.batch.Batches;
import org.pal4j.memory.Lanes;
import org.pal4j.rate.RateChoices.LayerKind;

/**
 * A latent-equilibrium rate network: the simulator. All state is in float, in one aligned off-heap block. An update consists of
 * SIMD kernels, allocates nothing once it is warm, and gives the same bits on every machine and with any number of threads. Not
 * thread-safe.
 *
 * <p>Usage: write the weights; then, for each batch, set {@link #input} and {@link #target} of its samples and call
 * {@link #advance}.
 */
public final class RateNetwork implements RateStepper {
    private final RateParameters p;
    private final RateLayout at;
    private final MemorySegment m;
    private final RateStep step;
    private final RateNoise noise;
    private long updates;

    /** A network in which all weights are 0, for one thread. */
    public RateNetwork(RateParameters parameters, RateNoise noise) {
        this(parameters, noise, 1);
    }

    /**
     * A network in which all weights and all state are 0.
     *
     * @param parameters parameters of the network
     * @param noise      source of its noise
     * @param threads    number of threads that share each update; no more than there are idle processors
     * @throws org.pal4j.InputException if it needs more than 2 GiB
     */
    public RateNetwork(RateParameters parameters, RateNoise noise, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("a network needs a thread, not " + threads);
        }
        VectorWidth.current(); // Throws if the width can't be used. Later a kernel class would fail to load.
        p = parameters;
        this.noise = noise;
        WorkSplitter splitter = new WorkSplitter(threads, RateNeeds.MIN_SHARED_COST);
        at = new RateLayout(p, noise instanceof RateNoise.Counter, threads);
        m = at.block.memory();
        for (int s = 0; s < Math.max(p.batch(), Arrays.stream(at.rows).max().orElseThrow() + 1); s++) {
            m.set(ValueLayout.JAVA_INT, at.identity + 4L * s, s * Batches.ROW);
        }
        for (int l = 0; l <= p.depth(); l++) {
            for (int b = 0; b < at.blocks; b++) {
                for (int n = 0; n < Batches.SAMPLES; n++) {
                    m.set(ValueLayout.JAVA_FLOAT, at.r[l] + (long) b * at.rateBlockBytes[l] + (long) at.rows[l] * Batches.ROW + 4L * n, 1f);
                }
            }
        }
        step = new RateStep(at, noise, splitter);
    }

    @Override
    public RateParameters parameters() {
        return p;
    }

    @Override
    public long updates() {
        return updates;
    }

    /**
     * A copy of everything that this network needs to continue bit for bit ({@link #resume}), as named arrays. It may be taken between any two
     * updates. Parameters and the seed of the noise are not part of it. Arrays are float32 unless noted. l is the number of a layer, from 1.
     * Activity is N x neurons, or N x channels x height x width.
     *
     * <table>
     * <caption>Arrays of the state</caption>
     * <tr><th>name</th><th>content</th></tr>
     * <tr><td>{@code updates}</td><td>int64, the number of updates made</td></tr>
     * <tr><td>{@code quiet}</td><td>int64, the number of updates without a target since the last one with</td></tr>
     * <tr><td>{@code x}, {@code y}</td><td>input and target of the current batch</td></tr>
     * <tr><td>{@code rl el hl xil Wl bl Bl Dl}</td><td>as {@link #read} gives each {@link RateVariable} that this network keeps; the {@code el} of
     * a max-pool is what it receives</td></tr>
     * <tr><td>{@code ul}</td><td>voltages of the output</td></tr>
     * <tr><td>{@code slopel}</td><td>slopes r', where they may differ from 1</td></tr>
     * <tr><td>{@code m_Wl}, {@code m_bl}</td><td>low-passed updates, in the shapes of W and b</td></tr>
     * <tr><td>{@code drawl}, {@code whitel}</td><td>draws that were given, if the noise is given</td></tr>
     * <tr><td>{@code held_W1}, {@code held_b1}, {@code held_errors}, {@code held_learned}</td><td>where the first layer learns in the form for a held
     * batch (docs/rate-networks.md): W1 and b1 at the start of the batch, the sum of errors since (neurons x N), and a bool, whether there are any.
     * {@code W1} and {@code b1} follow from these</td></tr>
     * </table>
     *
     * @return the arrays, with {@code updates} first; the map can't be changed
     */
    public Map<String, NpyArray> state() {
        return list().save();
    }

    /**
     * Continues from a saved state, bit for bit, as the network that had it would have continued. Only before the first update. The number of
     * threads, the vector width and the machine may differ.
     *
     * @param state of a network with the same parameters and the same kind of noise
     * @throws IllegalStateException    after an update
     * @throws org.pal4j.InputException if the state has other arrays than {@link #state} gives, or other types or shapes; then nothing has changed.
     * Also
     *                                  if W1 and b1 contradict the arrays of the held batch; then this network is unusable
     */
    public void resume(Map<String, NpyArray> state) {
        if (updates > 0) {
            throw new IllegalStateException("a state can be resumed before the first update only, not after " + updates);
        }
        list().resume(state);
        for (int l = 1; l <= p.depth(); l++) {
            step.pack(l);
        }
    }

    private NetworkState list() {
        NamedArrays arrays = new NamedArrays();
        arrays.number("updates", 0, Long.MAX_VALUE, () -> updates, saved -> updates = saved);
        step.listState(arrays);
        return new NetworkState(this, at, arrays);
    }

    /** All regions of the block by name. */
    public StructLayout layout() {
        return at.block.layout();
    }

    /**
     * Sets the input of one sample of the batch.
     *
     * @param sample 0..N-1
     * @param values in the order channel, row, column
     */
    public void input(int sample, float[] values) {
        step.held().ifPresent(HeldBatch::writeBack);
        put(at.r[0], at.rateBlockBytes[0], at.rows[0], sample, values);
    }

    /** Sets the target of one sample of the batch, one value per output. */
    public void target(int sample, float[] values) {
        put(at.target, at.blockBytes[p.depth()], at.rows[p.depth()], sample, values);
    }

    /**
     * Returns whether a layer takes draws that are given.
     *
     * @param white whether the draws of white noise are meant, or those of the Ornstein-Uhlenbeck noise
     */
    public boolean takesDraws(int l, boolean white) {
        return (white ? at.white[l] : at.draw[l]) >= 0;
    }

    /**
     * Sets draws of the next update, standard-normal numbers. Only if the noise is {@link RateNoise.Given}, and only for layers that take them.
     *
     * @param white  whether they are for white noise, or for the Ornstein-Uhlenbeck noise
     * @param sample 0..N-1
     * @param values one per neuron
     */
    public void draw(int l, boolean white, int sample, float[] values) {
        put(white ? at.white[l] : at.draw[l], at.blockBytes[l], at.rows[l], sample, values);
    }

    private void put(int region, int block, int rows, int sample, float[] values) {
        Objects.checkIndex(sample, p.batch());
        if (values.length != rows) {
            throw new IllegalArgumentException(values.length + " values for " + rows + " neurons");
        }
        long to = sampleOffset(region, block, sample);
        for (float value : values) {
            m.set(ValueLayout.JAVA_FLOAT, to, value);
            to += Batches.ROW;
        }
    }

    private static long sampleOffset(int region, int block, int sample) {
        return region + (long) (sample / Batches.SAMPLES) * block + sample % Batches.SAMPLES * 4L;
    }

    /** For tests: fills the rates in the lanes without a sample. */
    void fillPadding(float value) {
        for (int l = 0; l <= p.depth(); l++) {
            for (int n = p.batch(); n < at.blocks * Batches.SAMPLES; n++) {
                for (int i = 0; i < at.rows[l]; i++) {
                    m.set(ValueLayout.JAVA_FLOAT, sampleOffset(at.r[l], at.rateBlockBytes[l], n) + (long) i * Batches.ROW, value);
                }
            }
        }
    }

    /**
     * Runs updates with the current batch.
     *
     * @param train     whether the target drives errors and weights learn; otherwise the network is evaluated
     * @param withNoise whether OU noise is added to the voltages; the noise advances in either case
     * @param count     number of updates
     */
    public void advance(boolean train, boolean withNoise, int count) {
        for (int k = 0; k < count; k++) {
            step.update(train, withNoise, updates++);
        }
    }

    /**
     * Copies the rates of one sample.
     *
     * @param l      the layer, from 1
     * @param target one element per neuron
     */
    public void rates(int l, int sample, float[] target) {
        Objects.checkIndex(sample, p.batch());
        long from = sampleOffset(at.r[l], at.rateBlockBytes[l], sample);
        for (int i = 0; i < at.rows[l]; i++) {
            target[i] = m.get(ValueLayout.JAVA_FLOAT, from);
            from += Batches.ROW;
        }
    }

    /** Rates beyond it have run away. */
    private static final float LIMIT = 1e12f;

    /** Whether all rates of layer {@code l} are finite, and at most 1e12, of a size that a network can work with. */
    public boolean isFinite(int l) {
        for (int sample = 0; sample < p.batch(); sample++) {
            long from = sampleOffset(at.r[l], at.rateBlockBytes[l], sample);
            for (int i = 0; i < at.rows[l]; i++) {
                if (!(Math.abs(m.get(ValueLayout.JAVA_FLOAT, from + (long) i * Batches.ROW)) <= LIMIT)) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public void update(double[] x, double[] y, boolean train, boolean withNoise, double[][] ou, double[][] white) {
        if (!(noise instanceof RateNoise.Given)) {
            throw new IllegalStateException("this network generates its own noise");
        }
        boolean sameInput = true;
        for (int k = 0; sameInput && k < x.length; k++) {
            sameInput = m.get(ValueLayout.JAVA_FLOAT, sampleOffset(at.r[0], at.rateBlockBytes[0], k / at.rows[0])
                    + (long) (k % at.rows[0]) * Batches.ROW) == (float) x[k];
        }
        for (int sample = 0; sample < p.batch(); sample++) {
            if (!sameInput) {
                input(sample, sample(x, sample, at.rows[0]));
            }
            if (train) {
                target(sample, sample(y, sample, at.rows[p.depth()]));
            }
        }
        for (int l = 1; l <= p.depth(); l++) {
            draws(at.draw[l], l, ou);
            draws(at.white[l], l, white);
        }
        advance(train, withNoise, 1);
    }

    private static float[] sample(double[] values, int sample, int size) {
        float[] own = new float[size];
        for (int i = 0; i < size; i++) {
            own[i] = (float) values[sample * size + i];
        }
        return own;
    }

    private void draws(int region, int l, double[][] draws) {
        if (region < 0) {
            return;
        }
        for (int sample = 0; sample < p.batch(); sample++) {
            put(region, at.blockBytes[l], at.rows[l], sample, sample(draws[l - 1], sample, at.rows[l]));
        }
    }

    @Override
    public double[] read(RateVariable variable, int l) {
        ReferenceArrays.require(variable, p, l);
        int[] shape = variable.shape(p, l);
        int columns = columns(shape);
        EntryOffset place = entryOffset(variable, l, region(variable, l));
        double[] values = new double[Math.multiplyExact(shape[0], columns)];
        Arrays.setAll(values, k -> m.get(ValueLayout.JAVA_FLOAT, place.of(k / columns, k % columns)));
        return values;
    }

    static EntryOffset activity(int region, int block, int l) {
        if (region < 0) {
            throw new IllegalArgumentException("layer " + l + ": this variable is not stored, because nothing depends on it");
        }
        return (sample, i) -> sampleOffset(region, block, sample) + (long) i * Batches.ROW;
    }

    private boolean isConvolution(int l) {
        return p.layer(l).kind() == LayerKind.CONVOLUTION;
    }

    /** Offset of the current W of a layer, or of where its biases are; not used for other variables. */
    private int region(RateVariable variable, int l) {
        if (variable == RateVariable.b && isConvolution(l)) {
            return at.bias[l];
        }
        boolean weights = variable == RateVariable.W || variable == RateVariable.b;
        return weights && l == 1 && step.held().isPresent() ? step.held().get().currentWeights() : at.w[l];
    }

    private static long weightOffset(int region, int panel, int output, int step) {
        return region + (long) (output / Lanes.COUNT) * panel + (long) step * Lanes.BYTES + output % Lanes.COUNT * 4L;
    }

    /** Byte offset of the entry (row, column) of a matrix in its documented shape, whatever its memory layout. */
    interface EntryOffset {
        long of(int row, int column);
    }

    /** @param region of W, or where the biases are: their own region, or with a dense layer that of W */
    EntryOffset entryOffset(RateVariable variable, int l, int region) {
        return switch (variable) {
            case r -> activity(at.r[l], at.rateBlockBytes[l], l);
            case u -> activity(at.u[l], at.blockBytes[l], l);
            case e -> activity(at.e[l], at.blockBytes[l], l);
            case h -> activity(at.high[l], at.blockBytes[l], l);
            case xi -> activity(at.xi[l], at.blockBytes[l], l);
            // Biases lie behind the weights of a dense layer.
            case b -> (o, first) -> isConvolution(l) ? region + 4L * o : weightOffset(region, at.panel(l), o, p.fanIn(l));
            // Shape inputs x neurons; for a kernel, filters x inputs.
            case W -> isConvolution(l) ? (f, step) -> weightOffset(region, at.panel(l), f, step)
                    : (k, o) -> weightOffset(region, at.panel(l), o, k);
            // Shape neurons x inputs, stored with the inputs as outputs; for a kernel, like W.
            case B -> isConvolution(l)
                    ? (f, step) -> weightOffset(at.feedback[l], at.panel(l), f, step)
                    : (o, k) -> weightOffset(at.feedback[l], at.rows[l] * Lanes.BYTES, k, o);
            case D -> {
                Shape shape = p.shape(l);
                int panel = at.rows[p.depth()] * Lanes.BYTES;
                yield (o, given) -> weightOffset(at.direct[l], panel, given % shape.channels() * shape.positions() + given / shape.channels(), o);
            }
        };
    }

    static int columns(int[] shape) {
        return Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
    }

    @Override
    public void write(RateVariable variable, int l, double[] values) {
        ReferenceArrays.require(variable, p, l);
        if (!variable.isWeight()) {
            throw new IllegalArgumentException(variable + " is derived from other variables and can't be set");
        }
        step.held().ifPresent(HeldBatch::writeBack);
        int[] shape = variable.shape(p, l);
        int columns = columns(shape);
        if (values.length != Math.multiplyExact(shape[0], columns)) {
            throw new IllegalArgumentException(variable + " of layer " + l + " has " + shape[0] + " x " + columns + " values, not " + values.length);
        }
        EntryOffset place = entryOffset(variable, l, region(variable, l));
        for (int k = 0; k < values.length; k++) {
            m.set(ValueLayout.JAVA_FLOAT, place.of(k / columns, k % columns), (float) values[k]);
        }
        step.pack(l);
    }
}
