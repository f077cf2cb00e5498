package org.pal4j.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Changes of any bytes, whatever they mean. */
final class ByteChanges {
    private static final long[] NUMBERS = {
        0, 1, -1, 2, 3, 16, 255, 256, 65535, 1 << 20, 1 << 24, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xffffffffL, 1L << 32, Long.MAX_VALUE,
        Long.MIN_VALUE, Double.doubleToLongBits(Double.NaN), Double.doubleToLongBits(1e308), Float.floatToIntBits(Float.NaN),
        Float.floatToIntBits(3e38f)
    };
    private static final int RUN = 4096;

    private ByteChanges() {}

    /**
     * Returns changed bytes.
     *
     * @param other bytes of another file, for pieces of it
     */
    static byte[] changed(byte[] bytes, byte[] other, Draw draw) {
        int at = draw.below(bytes.length + 1);
        int length = Math.min(bytes.length - at, draw.length(bytes.length));
        return switch (draw.below(11)) {
            case 0 -> flipped(bytes, at, 1 << draw.below(8));
            case 1 -> flipped(bytes, at, 1 + draw.below(255));
            case 2 -> replaced(bytes, at, length, new byte[0]);
            case 3 -> replaced(bytes, at, 0, random(draw.length(RUN), draw));
            case 4 -> replaced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
            case 5 -> Arrays.copyOf(bytes, at);
            case 6 -> replaced(bytes, at, length, new byte[length]);
            case 7 -> number(bytes, at, draw);
            case 8 -> {
                int from = draw.below(other.length + 1);
                yield replaced(bytes, at, bytes.length - at, Arrays.copyOfRange(other, from, other.length));
            }
            case 9 -> {
                int from = draw.below(other.length + 1);
                yield replaced(bytes, at, length, Arrays.copyOfRange(other, from, Math.min(other.length, from + length)));
            }
            default -> {
                byte[] run = new byte[draw.length(RUN)];
                Arrays.fill(run, draw.of((byte) 0, (byte) -1, (byte) ' ', (byte) '9', (byte) '['));
                yield replaced(bytes, at, 0, run);
            }
        };
    }

    private static byte[] flipped(byte[] bytes, int at, int bits) {
        byte[] changed = bytes.clone();
        if (at < changed.length) {
            changed[at] ^= (byte) bits;
        }
        return changed;
    }

    static byte[] replaced(byte[] bytes, int from, int length, byte[] by) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(by);
        out.write(bytes, from + length, bytes.length - from - length);
        return out.toByteArray();
    }

    private static byte[] random(int length, Draw draw) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) draw.bits();
        }
        return bytes;
    }

    /** Puts a number that is likely to be wrong in place of 1, 2, 4 or 8 bytes. */
    static byte[] number(byte[] bytes, int at, Draw draw) {
        int width = 1 << draw.below(4);
        byte[] changed = bytes.clone();
        if (at + width > bytes.length) {
            return changed;
        }
        long number = draw.once(4) ? draw.bits() >> draw.below(64) : NUMBERS[draw.below(NUMBERS.length)];
        ByteBuffer buffer = ByteBuffer.wrap(changed).order(draw.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN));
        switch (width) {
            case 1 -> buffer.put(at, (byte) number);
            case 2 -> buffer.putShort(at, (short) number);
            case 4 -> buffer.putInt(at, (int) number);
            default -> buffer.putLong(at, number);
        }
        return changed;
    }
}
