package org.pal4j.kernel;

import static org.pal4j.kernel.ScalarSynapses.get;
import static org.pal4j.kernel.ScalarSynapses.set;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.pal4j.memory.Lanes;
import org.pal4j.random.Threefry;

/** The specification of {@link Noise}: plain loops. */
final class ScalarNoise {
    private ScalarNoise() {}

    static void words(MemorySegment m, int key0, int key1, int step, int words, int size) {
        int blocks = Noise.blocks(size);
        long key = (key0 & 0xFFFFFFFFL) | (long) key1 << 32;
        for (int block = 0; block < blocks; block++) {
            long bits = Threefry.block(key, block | (long) step << 32);
            setWord(m, words, block, (int) bits);
            setWord(m, words, blocks + block, (int) (bits >>> 32));
        }
    }

    static void radii(MemorySegment m, int words, int size) {
        for (int block = 0; block < Noise.blocks(size); block++) {
            set(m, words, block, ScalarMath.radius(word(m, words, block)));
        }
    }

    static void normals(MemorySegment m, int words, int out, int size) {
        int padded = Lanes.padded(size);
        int blocks = Noise.blocks(size);
        for (int block = 0; block < blocks; block++) {
            int first = block + (block & -Lanes.COUNT);
            float radius = get(m, words, block);
            float turn = ScalarMath.turn(word(m, words, blocks + block));
            set(m, out, first, radius * ScalarMath.cosOfTurn(turn));
            if (first + Lanes.COUNT < padded) {
                set(m, out, first + Lanes.COUNT, radius * ScalarMath.sinOfTurn(turn));
            }
        }
    }

    private static int word(MemorySegment m, int words, int i) {
        return m.get(ValueLayout.JAVA_INT, words + (long) i * Integer.BYTES);
    }

    private static void setWord(MemorySegment m, int words, int i, int value) {
        m.set(ValueLayout.JAVA_INT, words + (long) i * Integer.BYTES, value);
    }

    static void advance(MemorySegment m, int xi, int seen, int draw, int gain, float keep, int size) {
        int padded = Lanes.padded(size);
        for (int i = 0; i < padded; i++) {
            float old = get(m, xi, i);
            set(m, seen, i, old);
            set(m, xi, i, Math.fma(keep, old, get(m, gain, i) * get(m, draw, i)));
        }
    }
}
