package org.pal4j.kernel;

import static org.pal4j.kernel.ScalarMath.fma;
import static org.pal4j.kernel.ScalarSynapses.get;
import static org.pal4j.kernel.ScalarSynapses.set;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.pal4j.memory.Lanes;
import org.pal4j.random.Threefry;

/** The specification of {@link Noise}, in plain loops. */
final class ScalarNoise {
    private ScalarNoise() {}

    static void words(MemorySegment m, int plan, int step, int first, int second, int blocks) {
        for (int i = 0; i < blocks; i++) {
            int at = i / Lanes.COUNT * 3 * Lanes.COUNT + i % Lanes.COUNT;
            long key = (word(m, plan, at + Lanes.COUNT) & 0xFFFFFFFFL) | (long) word(m, plan, at + 2 * Lanes.COUNT) << 32;
            long bits = Threefry.block(key, (word(m, plan, at) & 0xFFFFFFFFL) | (long) step << 32);
            setWord(m, first, i, (int) bits);
            setWord(m, second, i, (int) (bits >>> 32));
        }
    }

    static void normals(MemorySegment m, int first, int second, int places, int draw, int blocks) {
        for (int i = 0; i < blocks; i++) {
            float radius = ScalarMath.radius(word(m, first, i));
            float turn = ScalarMath.turn(word(m, second, i));
            int place = i / Lanes.COUNT * 2;
            set(m, draw + word(m, places, place), i % Lanes.COUNT, radius * ScalarMath.cosOfTurn(turn));
            int other = word(m, places, place + 1);
            if (other >= 0) {
                set(m, draw + other, i % Lanes.COUNT, radius * ScalarMath.sinOfTurn(turn));
            }
        }
    }

    private static int word(MemorySegment m, int offset, int i) {
        return m.get(ValueLayout.JAVA_INT, offset + (long) i * Integer.BYTES);
    }

    private static void setWord(MemorySegment m, int offset, int i, int value) {
        m.set(ValueLayout.JAVA_INT, offset + (long) i * Integer.BYTES, value);
    }

    static void advance(MemorySegment m, int xi, int seen, int draw, int gain, float keep, int size) {
        for (int i = 0; i < Lanes.padded(size); i++) {
            float old = get(m, xi, i);
            set(m, seen, i, old);
            set(m, xi, i, fma(keep, old, get(m, gain, i) * get(m, draw, i)));
        }
    }
}
