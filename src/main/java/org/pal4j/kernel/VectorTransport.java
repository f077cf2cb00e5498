package org.pal4j.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import org.pal4j.memory.Lanes;

/**
 * Weight transport by absolute addresses. The weights of one synapse in all replicas lie side by side in both matrices, so they move together; of a
 * single circuit, or of a few replicas, a row of {@code w} becomes one lane, or a few, of panels of {@code b}.
 */
final class VectorTransport {
    private VectorTransport() {}

    static void transport(long w, long b, long inverse, int rows, int columns, int lanes) {
        if (lanes == Lanes.COUNT) {
            wholePanels(w, b, inverse, rows, columns);
            return;
        }
        int chunk = lanes * Float.BYTES;
        long panelOfW = w;
        int inW = 0;
        for (int row = 0; row < rows; row++) {
            row(panelOfW + inW, b + (long) row * Lanes.BYTES, inverse - b, rows, columns, chunk);
            inW += chunk;
            if (inW == Lanes.BYTES) {
                inW = 0;
                panelOfW += (long) columns * Lanes.BYTES;
            }
        }
    }

    /** A row, or those of all replicas: {@code chunk} bytes for each column. */
    private static void row(long from, long b, long toInverse, int rows, int columns, int chunk) {
        long panel = b;
        int at = 0;
        long read = from;
        for (int column = 0; column < columns; column++) {
            for (int lane = 0; lane < chunk; lane += Float.BYTES) {
                float weight = Simd.ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, read + lane);
                Simd.ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, panel + at + lane, weight);
                Simd.ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, panel + at + lane + toInverse, -weight);
            }
            read += Lanes.BYTES;
            at += chunk;
            if (at == Lanes.BYTES) {
                at = 0;
                panel += (long) rows * Lanes.BYTES;
            }
        }
    }

    /** 16 replicas: a panel has one row of each. */
    private static void wholePanels(long w, long b, long inverse, int rows, int columns) {
        MemorySegment m = Simd.ALL;
        long read = w;
        for (int row = 0; row < rows; row++) {
            long write = b + (long) row * Lanes.BYTES;
            for (int column = 0; column < columns; column++) {
                for (int at = 0; at < Lanes.BYTES; at += Simd.BYTES) {
                    FloatVector weights = FloatVector.fromMemorySegment(Simd.FLOATS, m, read + at, Simd.ORDER);
                    weights.intoMemorySegment(m, write + at, Simd.ORDER);
                    weights.neg().intoMemorySegment(m, write + at + (inverse - b), Simd.ORDER);
                }
                read += Lanes.BYTES;
                write += (long) rows * Lanes.BYTES;
            }
        }
    }
}
