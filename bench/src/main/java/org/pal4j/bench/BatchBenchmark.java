package org.pal4j.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.pal4j.kernel.batch.Batches;

/**
 * The matrix products of the autoencoder's largest layer, 200 inputs, 784 outputs, 32 samples, beside OpenBLAS's sgemm of the same shapes on one
 * thread: 2 * 200 * 784 * 32 operations each.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(3)
public class BatchBenchmark {
    static final double FLOPS = 2.0 * 200 * 784 * 32;
    private static final int INPUTS = 200;
    private static final int OUTPUTS = 784;
    private static final int SAMPLES = Batches.SAMPLES;
    private static final int PANEL = INPUTS * 64;
    private static final int W = 1 << 20;
    private static final int R = 3 << 20;
    private static final int E = 4 << 20;
    private static final int TURNED = 5 << 20;
    private static final int OUT = 6 << 20;

    private MemorySegment m;
    private FloatPointer w;
    private FloatPointer r;
    private FloatPointer e;
    private FloatPointer a;
    private FloatPointer back;

    /** Memory full of small numbers; the first megabyte is where steps find their rows. */
    @Setup
    public void prepare() {
        m = Arena.ofAuto().allocate(8 << 20, 64);
        for (int i = 0; i < OUTPUTS; i++) {
            m.set(ValueLayout.JAVA_INT, 4L * i, i * Batches.ROW);
        }
        for (long at = W; at < m.byteSize(); at += 4) {
            m.set(ValueLayout.JAVA_FLOAT, at, at / 4 % 7 * 0.0125f);
        }
        openblas.blas_set_num_threads(1);
        w = pointer(INPUTS * OUTPUTS);
        r = pointer(INPUTS * SAMPLES);
        e = pointer(OUTPUTS * SAMPLES);
        a = pointer(OUTPUTS * SAMPLES);
        back = pointer(INPUTS * SAMPLES);
    }

    private static FloatPointer pointer(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = i % 7 * 0.0125f;
        }
        return new FloatPointer(values);
    }

    /** a = W r. */
    @Benchmark
    public void forward() {
        Batches.product(m, W, PANEL, 0, INPUTS, R, OUT, Batches.ROW, OUTPUTS);
    }

    /** B e, with weights that lie as errors come down. */
    @Benchmark
    public void feedback() {
        Batches.product(m, W, OUTPUTS * 64, 0, OUTPUTS, E, OUT, Batches.ROW, INPUTS);
    }

    /** W^T e, with weights that lie as rates go up. */
    @Benchmark
    public void transposed() {
        Batches.transposedProduct(m, W, PANEL, OUTPUTS, E, OUT, INPUTS);
    }

    /** W += gain e r^T. */
    @Benchmark
    public void update() {
        Batches.update(m, R, INPUTS * Batches.ROW, TURNED, SAMPLES * 64, SAMPLES, W, PANEL, INPUTS, OUTPUTS / 16, 1e-9f, 0f);
    }

    /** a = W r by OpenBLAS. */
    @Benchmark
    public void blasForward() {
        openblas.cblas_sgemm(openblas.CblasRowMajor, openblas.CblasNoTrans, openblas.CblasNoTrans, SAMPLES, OUTPUTS, INPUTS, 1f, r, INPUTS, w,
                OUTPUTS, 0f,
                a, OUTPUTS);
    }

    /** W^T e by OpenBLAS. */
    @Benchmark
    public void blasTransposed() {
        openblas.cblas_sgemm(openblas.CblasRowMajor, openblas.CblasNoTrans, openblas.CblasTrans, SAMPLES, INPUTS, OUTPUTS, 1f, e, OUTPUTS, w, OUTPUTS,
                0f,
                back, INPUTS);
    }

    /** W += gain e r^T by OpenBLAS. */
    @Benchmark
    public void blasUpdate() {
        openblas.cblas_sgemm(openblas.CblasRowMajor, openblas.CblasTrans, openblas.CblasNoTrans, INPUTS, OUTPUTS, SAMPLES, 1e-9f, r, INPUTS, e,
                OUTPUTS, 1f,
                w, OUTPUTS);
    }
}
