package org.pal4j.bench;

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

/**
 * OpenBLAS at what it is best at, sgemm of 512 x 512 x 512 on one thread: 2 * 512^3 operations, beside the peak that {@link RooflineBenchmark}
 * measures. Nothing in a circuit multiplies matrices with matrices.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(3)
public class GemmBenchmark {
    private static final int N = 512;

    private FloatPointer a;
    private FloatPointer b;
    private FloatPointer c;

    /** Matrices of small numbers. */
    @Setup
    public void prepare() {
        openblas.blas_set_num_threads(1);
        float[] values = new float[N * N];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 * 0.125f;
        }
        a = new FloatPointer(values);
        b = new FloatPointer(values);
        c = new FloatPointer((long) N * N);
    }

    /** C = A B. */
    @Benchmark
    public void sgemm() {
        openblas.cblas_sgemm(openblas.CblasColMajor, openblas.CblasNoTrans, openblas.CblasNoTrans, N, N, N, 1f, a, N, b, N, 0f, c, N);
    }
}
