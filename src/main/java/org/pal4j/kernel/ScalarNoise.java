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

    static void words(MemorySegment m, int keys, int step, int first, int second, int neurons, int lanes) {
        int blocks = Noise.blocks(neurons, lanes);
        for (int i = 0; i < blocks; i++) {
            long key = (word(m, keys, i % Lanes.COUNT) & 0xFFFFFFFFL) | (long) word(m, keys, Lanes.COUNT + i % Lanes.COUNT) << 32;
            long bits = Threefry.block(key, i / lanes | (long) step << 32);
            setWord(m, first, i, (int) bits);
            setWord(m, second, i, (int) (bits >>> 32));
        }
    }

    static void radii(MemorySegment m, int first, int blocks) {
        for (int block = 0; block < blocks; block++) {
            set(m, first, block, ScalarMath.radius(word(m, first, block)));
        }
    }

    static void cosines(MemorySegment m, int first, int second, int out, int neurons, int lanes) {
        int half = Lanes.COUNT * lanes;
        for (int block = 0; block < Noise.blocks(neurons, lanes); block++) {
            float turn = ScalarMath.turn(word(m, second, block));
            set(m, out, block + (block & -half), get(m, first, block) * ScalarMath.cosOfTurn(turn));
        }
    }

    static void sines(MemorySegment m, int first, int second, int out, int neurons, int lanes) {
        int half = Lanes.COUNT * lanes;
        int end = Lanes.padded(neurons * lanes);
        for (int block = 0, i = half; i < end; block++, i = block + (block & -half) + half) {
            float turn = ScalarMath.turn(word(m, second, block));
            set(m, out, i, get(m, first, block) * ScalarMath.sinOfTurn(turn));
        }
    }

    private static int word(MemorySegment m, int offset, int i) {
        return m.get(ValueLayout.JAVA_INT, offset + (long) i * Integer.BYTES);
    }

    private static void setWord(MemorySegment m, int offset, int i, int value) {
        m.set(ValueLayout.JAVA_INT, offset + (long) i * Integer.BYTES, value);
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
