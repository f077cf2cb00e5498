package org.pal4j.bench;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.pal4j.kernel.Clamped;
import org.pal4j.kernel.Synapses;
import org.pal4j.memory.Block;
import org.pal4j.memory.MatrixView;
import org.pal4j.memory.VectorView;

/**
 * A product with a weight matrix, and one with its low-passed rank-one update in the same pass: our kernels, plain Java loops as a good
 * programmer writes them, and OpenBLAS on one thread (sgemv; for the update sgemv, sscal, sger and saxpy). All three
 * compute the same, which is checked before anything is measured.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class PassBenchmark {
    private static final float RATE = 1e-4f;

    /** inputs x outputs. */
    @Param({"4x30", "20x16", "100x16", "784x112", "1000x1000"})
    public String size;

    private int inputs;
    private int outputs;
    private MemorySegment m;
    private int w;
    private int low;
    private int pre;
    private int trace;
    private int post;
    private int out;
    private int other;
    /** Post terms of zero: weights stay as they are, however often they are updated. */
    private int still;
    /** One array for each input: in this form C2 vectorises the loops; over one flat array it does not, and they take four times as long. */
    private float[][] plainW;
    private float[][] plainLow;
    private float[] plainPre;
    private float[] plainTrace;
    private float[] plainPost;
    private float[] plainOut;
    private FloatPointer blasW;
    private FloatPointer blasLow;
    private FloatPointer blasPre;
    private FloatPointer blasTrace;
    private FloatPointer blasPost;
    private FloatPointer blasOut;

    /** Fills all with the same numbers, and makes sure that all compute the same. */
    @Setup
    public void prepare() {
        inputs = Integer.parseInt(size.split("x")[0]);
        outputs = Integer.parseInt(size.split("x")[1]);
        Block.Plan plan = new Block.Plan();
        w = plan.matrix("w", outputs, inputs);
        low = plan.matrix("low", outputs, inputs);
        pre = plan.vector("pre", inputs);
        trace = plan.vector("trace", inputs);
        post = plan.vector("post", outputs);
        out = plan.vector("out", outputs);
        other = plan.vector("other", outputs);
        still = plan.vector("still", outputs);
        m = plan.allocate().memory();
        Random random = new Random(1);
        float[] weights = draw(random, inputs * outputs);
        float[] filtered = draw(random, inputs * outputs);
        plainW = rows(weights);
        plainLow = rows(filtered);
        plainPre = draw(random, inputs);
        plainTrace = draw(random, inputs);
        plainPost = draw(random, outputs);
        plainOut = new float[outputs];
        for (int i = 0; i < inputs; i++) {
            for (int o = 0; o < outputs; o++) {
                new MatrixView(m, w, outputs, inputs).set(o, i, plainW[i][o]);
                new MatrixView(m, low, outputs, inputs).set(o, i, plainLow[i][o]);
            }
        }
        new VectorView(m, pre, inputs).set(plainPre);
        new VectorView(m, trace, inputs).set(plainTrace);
        new VectorView(m, post, outputs).set(plainPost);
        openblas.blas_set_num_threads(1);
        blasW = new FloatPointer(weights);
        blasLow = new FloatPointer(filtered);
        blasPre = new FloatPointer(plainPre);
        blasTrace = new FloatPointer(plainTrace);
        blasPost = new FloatPointer(plainPost);
        blasOut = new FloatPointer(outputs);
        update();
        plainUpdate();
        blasUpdate();
        product();
        plainProduct();
        blasProduct();
        for (int o = 0; o < outputs; o++) {
            float ours = m.get(ValueLayout.JAVA_FLOAT, out + 4L * o);
            float bound = 1e-4f * inputs;
            if (Math.abs(ours - plainOut[o]) > bound || Math.abs(ours - blasOut.get(o)) > bound) {
                throw new IllegalStateException("output " + o + ": ours " + ours + ", plain " + plainOut[o] + ", OpenBLAS " + blasOut.get(o));
            }
        }
    }

    private float[][] rows(float[] values) {
        float[][] rows = new float[inputs][];
        for (int i = 0; i < inputs; i++) {
            rows[i] = java.util.Arrays.copyOfRange(values, i * outputs, (i + 1) * outputs);
        }
        return rows;
    }

    private static float[] draw(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    /** The product, ours. */
    @Benchmark
    public void product() {
        Synapses.product(m, w, pre, out, inputs, outputs, false);
    }

    /** The product with its update, ours. */
    @Benchmark
    public void update() {
        Synapses.productAndLowPassUpdate(m, w, low, pre, trace, post, out, inputs, outputs, RATE);
    }

    /** The product with a plain rank-one update. */
    @Benchmark
    public void rankOne() {
        Synapses.productAndUpdate(m, w, pre, trace, still, out, inputs, outputs, false);
    }

    /** The product with PAL's update of feedback weights, in compensated summation. */
    @Benchmark
    public void align() {
        Synapses.productAndAlign(m, w, low, pre, trace, still, out, inputs, outputs, RATE, RATE, false);
    }

    /** The end of one presentation and the beginning of the next: both matrices read, written, and multiplied with the new input. */
    @Benchmark
    public void settle() {
        Clamped.writeBack(m, w, low, pre, trace, still, still, out, other, inputs, outputs, 0.5f, 0.99f);
    }

    /** The product in plain loops, inputs outside: outputs lie side by side, so that the compiler may use vectors. */
    @Benchmark
    public void plainProduct() {
        float[] sums = plainOut;
        java.util.Arrays.fill(sums, 0f);
        for (int i = 0; i < inputs; i++) {
            multiply(plainW[i], plainPre[i], sums);
        }
    }

    private static void multiply(float[] row, float rate, float[] sums) {
        for (int o = 0; o < row.length; o++) {
            sums[o] += row[o] * rate;
        }
    }

    /** The update in plain loops. */
    @Benchmark
    public void plainUpdate() {
        java.util.Arrays.fill(plainOut, 0f);
        for (int i = 0; i < inputs; i++) {
            update(plainW[i], plainLow[i], plainPost, plainPre[i], plainTrace[i], plainOut);
        }
    }

    private static void update(float[] row, float[] filtered, float[] terms, float rate, float seen, float[] sums) {
        for (int o = 0; o < row.length; o++) {
            sums[o] += row[o] * rate;
            filtered[o] += RATE * (terms[o] * seen - filtered[o]);
            row[o] += filtered[o];
        }
    }

    /** The product by OpenBLAS. */
    @Benchmark
    public void blasProduct() {
        openblas.cblas_sgemv(openblas.CblasColMajor, openblas.CblasNoTrans, outputs, inputs, 1f, blasW, outputs, blasPre, 1, 0f, blasOut, 1);
    }

    /** The update by OpenBLAS: W x, then low = (1 - a) low + a post trace^T, then W = W + low. */
    @Benchmark
    public void blasUpdate() {
        blasProduct();
        openblas.cblas_sscal(inputs * outputs, 1 - RATE, blasLow, 1);
        openblas.cblas_sger(openblas.CblasColMajor, outputs, inputs, RATE, blasPost, 1, blasTrace, 1, blasLow, outputs);
        openblas.cblas_saxpy(inputs * outputs, 1f, blasLow, 1, blasW, 1);
    }
}
