package org.pal4j.session.pipe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Documents;
import org.pal4j.config.Json;
import org.pal4j.config.Value;
import org.pal4j.format.ElementKind;
import org.pal4j.format.NpyArray;
import org.pal4j.session.request.Message;

/**
 * Reads and writes frames. A frame has 16 bytes of preamble ({@code P4J1}, the length of the head in 4 bytes, that of the body in 8), a head of JSON
 * and a body of arrays, each padded to a multiple of 8 bytes. All numbers are little endian.
 *
 * <p>What is wrong with a head or an array is an {@link InputException}, and the next frame can be read. What is wrong with a preamble leaves no
 * place to go on from; it is a {@link BrokenFrame}.
 */
final class Frames {
    /** The first bytes of a frame, with the version of the protocol. */
    static final String MAGIC = "P4J1";
    /** The largest head in bytes. */
    static final int MAX_HEAD = 1 << 20;
    private static final int PREAMBLE = 16;
    private static final int ALIGN = 8;
    /** A program that sent its last frame as soon as this, in nanoseconds, sends the next one soon, too. */
    private static final long BRISK = 1_000_000;
    /** For so many nanoseconds a frame that comes soon is awaited without sleep. Waking up takes longer than a step. */
    private static final long AWAKE = 100_000;
    /** So many frames at most are awaited asleep after one that did not come in that time. */
    private static final int MOST_REST = 1 << 12;

    private final InputStream in;
    private final OutputStream out;
    private final boolean alone = Runtime.getRuntime().availableProcessors() == 1;
    private long lastWait = Long.MAX_VALUE;
    private int rest;
    private int resting;

    /** A preamble that is none, or a stream that ends within a frame. */
    static final class BrokenFrame extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenFrame(String message) {
            super(message);
        }
    }

    /**
     * A frame that could be skipped but not read.
     *
     * @param id    the number of the request, or null if it is not known
     * @param fault what is wrong
     */
    record Unreadable(@Nullable Object id, InputException fault) {}

    Frames(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** Returns the largest body in bytes. */
    static long maxBody() {
        return Runtime.getRuntime().maxMemory() / 4;
    }

    /**
     * Reads the next frame, and waits for it.
     *
     * @return a {@link Message}, or what is wrong with it; nothing at the end of the stream
     */
    Optional<Object> read() throws IOException {
        long start = System.nanoTime();
        stayAwake(start);
        byte[] preamble = in.readNBytes(PREAMBLE);
        lastWait = System.nanoTime() - start;
        if (preamble.length == 0) {
            return Optional.empty();
        }
        if (preamble.length < PREAMBLE) {
            throw new BrokenFrame("the stream ends within a frame, after " + preamble.length + " bytes of its preamble");
        }
        ByteBuffer numbers = ByteBuffer.wrap(preamble).order(ByteOrder.LITTLE_ENDIAN);
        String magic = new String(preamble, 0, 4, StandardCharsets.ISO_8859_1);
        if (!magic.equals(MAGIC)) {
            throw new BrokenFrame("a frame must begin with " + MAGIC + ", and here is '" + Fault.shown(magic) + "'"
                    + (magic.startsWith("P4J") ? ": another version of the protocol" : ""));
        }
        int headBytes = numbers.getInt(4);
        long bodyBytes = numbers.getLong(8);
        if (headBytes < 2 || headBytes > MAX_HEAD) {
            throw new BrokenFrame("the head of a frame must have from 2 to " + MAX_HEAD + " bytes, not " + Integer.toUnsignedLong(headBytes));
        }
        if (bodyBytes < 0 || bodyBytes > maxBody()) {
            throw new BrokenFrame("the body of a frame must have at most " + maxBody() + " bytes, not " + Long.toUnsignedString(bodyBytes)
                    + "; send less at once, or give the child more memory");
        }
        byte[] text = in.readNBytes(headBytes);
        if (text.length < headBytes) {
            throw new BrokenFrame("the stream ends within a frame, after " + text.length + " of the " + headBytes + " bytes of its head");
        }
        Body body = new Body(in, bodyBytes);
        @Nullable
        Object id = null;
        try {
            Map<String, Object> head = head(text);
            id = head.get("id");
            return Optional.of(new Message(head, arrays(head, body)));
        } catch (InputException e) {
            return Optional.of(new Unreadable(id, e));
        } finally {
            body.skipRest();
        }
    }

    /** Waits for some time without sleep, if the program on the other side is quick and such waits have paid. */
    private void stayAwake(long start) throws IOException {
        if (alone || lastWait >= BRISK) {
            return;
        }
        if (resting > 0) {
            resting--;
            return;
        }
        while (in.available() == 0) {
            if (System.nanoTime() - start > AWAKE) {
                // The other side may be waiting for this very processor.
                rest = Math.min(2 * rest + 1, MOST_REST);
                resting = rest;
                return;
            }
            Thread.onSpinWait();
        }
        rest /= 2;
    }

    private static Map<String, Object> head(byte[] text) {
        try {
            return Documents.json(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString(), "the head of a frame");
        } catch (CharacterCodingException e) {
            throw new InputException("the head of a frame: is not text in UTF-8", e);
        }
    }

    private static SequencedMap<String, NpyArray> arrays(Map<String, Object> head, Body body) throws IOException {
        SequencedMap<String, NpyArray> arrays = new LinkedHashMap<>();
        Object listed = head.getOrDefault("arrays", List.of());
        if (!(listed instanceof List<?> list)) {
            throw new InputException("arrays must be a list of {\"name\", \"dtype\", \"shape\"}");
        }
        for (Object entry : list) {
            List<Fault> faults = new ArrayList<>();
            Map<?, ?> keys = entry instanceof Map<?, ?> map ? map : Map.of();
            String name = new Value("arrays.name", keys.get("name"), faults).text();
            String dtype = new Value("arrays.dtype", keys.get("dtype"), faults).text();
            Optional<ElementKind> kind = ElementKind.of(dtype);
            if (kind.isEmpty()) {
                faults.add(Fault.of("dtype of " + Fault.shown(name), Fault.shown(dtype), "must be one of " + List.of(ElementKind.values())));
            }
            Object shape = keys.get("shape");
            List<Long> sizes = shape instanceof List<?> given && given.isEmpty() ? List.of()
                    : new Value("shape of " + Fault.shown(name), shape, faults).integers(0, Integer.MAX_VALUE);
            InputException.throwIfAny("arrays", faults);
            long bytes = NpyArray.bytes(name, kind.orElseThrow(), sizes);
            if (bytes > body.left) {
                throw new InputException(
                        "array '" + Fault.shown(name) + "' takes " + bytes + " bytes, and the body of the frame has " + body.left + " left");
            }
            if (arrays.put(name, NpyArray.read(body, name, kind.orElseThrow(), sizes)) != null) {
                throw new InputException("array '" + Fault.shown(name) + "' is there twice");
            }
            body.skipNBytes(Math.min(body.left, Math.floorMod(-bytes, ALIGN)));
        }
        if (body.left > 0) {
            throw new InputException("the body of the frame has " + body.left + " bytes more than its arrays");
        }
        return arrays;
    }

    /** The body of a frame as a stream. */
    private static final class Body extends InputStream {
        private final InputStream in;
        private long left;

        Body(InputStream in, long bytes) {
            this.in = in;
            left = bytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int got = in.read(to, from, (int) Math.min(length, left));
            if (got < 0) {
                throw new BrokenFrame("the stream ends within a frame, " + left + " bytes before the end of its body");
            }
            left -= got;
            return got;
        }

        void skipRest() throws IOException {
            while (left > 0) {
                long skipped = in.skip(left);
                if (skipped == 0 && read() < 0) {
                    return;
                }
                left -= skipped;
            }
        }
    }

    /** Writes a frame whole. For several threads. */
    void write(Map<String, ?> head, SequencedMap<String, NpyArray> arrays) throws IOException {
        Map<String, Object> full = new LinkedHashMap<>(head);
        long body = 0;
        if (!arrays.isEmpty()) {
            List<Map<String, Object>> listed = new ArrayList<>();
            for (Map.Entry<String, NpyArray> entry : arrays.entrySet()) {
                NpyArray array = entry.getValue();
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("name", entry.getKey());
                one.put("dtype", array.kind().toString());
                one.put("shape", array.shape());
                listed.add(one);
                body += padded(array.bytes());
            }
            full.put("arrays", listed);
        }
        byte[] text = Json.text(full).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream start = new ByteArrayOutputStream(PREAMBLE + text.length + (int) Math.min(body, 1 << 16));
        start.writeBytes(ByteBuffer.allocate(PREAMBLE).order(ByteOrder.LITTLE_ENDIAN).put(MAGIC.getBytes(StandardCharsets.ISO_8859_1))
                .putInt(text.length).putLong(body).array());
        start.writeBytes(text);
        // A small frame goes out in one piece, so that its reader wakes up once.
        boolean small = body <= 1 << 16;
        synchronized (this) {
            if (!small) {
                start.writeTo(out);
            }
            OutputStream to = small ? start : out;
            for (NpyArray array : arrays.values()) {
                array.write(to);
                to.write(new byte[(int) (padded(array.bytes()) - array.bytes())]);
            }
            if (small) {
                start.writeTo(out);
            }
            out.flush();
        }
    }

    private static long padded(long bytes) {
        return Math.ceilDiv(bytes, ALIGN) * ALIGN;
    }
}
