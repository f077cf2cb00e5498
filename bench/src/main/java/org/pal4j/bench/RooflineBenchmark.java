package org.pal4j.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
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

/**
 * What the machine can do: multiply-adds from registers, and floats that are read, changed and written back where they lie, by
 * where they lie. Other results are fractions of these, measured in the same run.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(3)
public class RooflineBenchmark {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    /** Rounds of one call of {@link #fma}. */
    static final int ROUNDS = 10_000;
    /** Chains of fma that hide its latency. */
    static final int CHAINS = 12;

    /** Multiplications and additions of one call of {@link #fma}. */
    static int flops() {
        return 2 * ROUNDS * CHAINS * FLOATS.length();
    }

    /** Memory of a size that fits a level of the caches. */
    @State(Scope.Thread)
    public static class Memory {
        /** L1, L2, L3 and memory of most machines, and 30 MB, which is what 784-1000-1000-10 has. */
        @Param({"24576", "524288", "8388608", "31457280", "268435456"})
        public int bytes;

        private MemorySegment m;

        /** All of it is touched. */
        @Setup
        public void allocate() {
            m = Arena.ofAuto().allocate(bytes, 64);
            m.fill((byte) 0);
        }
    }

    /** Peak multiply-add rate: twelve chains. */
    @Benchmark
    public float fma() {
        FloatVector x = FloatVector.broadcast(FLOATS, 0.999f);
        FloatVector y = FloatVector.broadcast(FLOATS, 1e-3f);
        FloatVector a = y;
        FloatVector b = y;
        FloatVector c = y;
        FloatVector d = y;
        FloatVector e = y;
        FloatVector f = y;
        FloatVector g = y;
        FloatVector h = y;
        FloatVector i = y;
        FloatVector j = y;
        FloatVector k = y;
        FloatVector l = y;
        for (int round = 0; round < ROUNDS; round++) {
            a = a.fma(x, y);
            b = b.fma(x, y);
            c = c.fma(x, y);
            d = d.fma(x, y);
            e = e.fma(x, y);
            f = f.fma(x, y);
            g = g.fma(x, y);
            h = h.fma(x, y);
            i = i.fma(x, y);
            j = j.fma(x, y);
            k = k.fma(x, y);
            l = l.fma(x, y);
        }
        return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
    }

    /** Reads each float once and writes it once. */
    @Benchmark
    public void readAndWrite(Memory memory) {
        pass(memory.m, memory.bytes);
    }

    private static void pass(MemorySegment m, int bytes) {
        int step = 4 * FLOATS.vectorByteSize();
        int width = FLOATS.vectorByteSize();
        for (int i = 0; i < bytes / step; i++) {
            long at = (long) i * step;
            FloatVector.fromMemorySegment(FLOATS, m, at, ORDER).add(1f).intoMemorySegment(m, at, ORDER);
            FloatVector.fromMemorySegment(FLOATS, m, at + width, ORDER).add(1f).intoMemorySegment(m, at + width, ORDER);
            FloatVector.fromMemorySegment(FLOATS, m, at + 2 * width, ORDER).add(1f).intoMemorySegment(m, at + 2 * width, ORDER);
            FloatVector.fromMemorySegment(FLOATS, m, at + 3 * width, ORDER).add(1f).intoMemorySegment(m, at + 3 * width, ORDER);
        }
    }

    /** Reads each float once. */
    @Benchmark
    public float read(Memory memory) {
        return sum(memory.m, memory.bytes);
    }

    private static float sum(MemorySegment m, int bytes) {
        int width = FLOATS.vectorByteSize();
        int step = 8 * width;
        FloatVector a = FloatVector.zero(FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        FloatVector e = a;
        FloatVector f = a;
        FloatVector g = a;
        FloatVector h = a;
        for (int i = 0; i < bytes / step; i++) {
            long at = (long) i * step;
            a = a.add(FloatVector.fromMemorySegment(FLOATS, m, at, ORDER));
            b = b.add(FloatVector.fromMemorySegment(FLOATS, m, at + width, ORDER));
            c = c.add(FloatVector.fromMemorySegment(FLOATS, m, at + 2 * width, ORDER));
            d = d.add(FloatVector.fromMemorySegment(FLOATS, m, at + 3 * width, ORDER));
            e = e.add(FloatVector.fromMemorySegment(FLOATS, m, at + 4 * width, ORDER));
            f = f.add(FloatVector.fromMemorySegment(FLOATS, m, at + 5 * width, ORDER));
            g = g.add(FloatVector.fromMemorySegment(FLOATS, m, at + 6 * width, ORDER));
            h = h.add(FloatVector.fromMemorySegment(FLOATS, m, at + 7 * width, ORDER));
        }
        return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).lane(0);
    }
}
