package org.pal4j.bench.columns;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.pal4j.VectorWidth;

/**
 * The functions of kernels.c and step.c, with vectors as wide as PAL4J's own in this JVM. Their arguments are those of the kernels.
 *
 * <p>A kernel takes microseconds at most and calls nothing. So its call is {@linkplain Linker.Option#critical critical}: the thread stays in its
 * state, which saves most of the cost of a call. A presentation of a whole network is an ordinary call.
 */
@SuppressWarnings("restricted")
final class Native {
    /** Why nothing here can be called, or null. */
    private static final String FAULT;
    private static final SymbolLookup LIBRARY;

    static {
        SymbolLookup library = null;
        String fault = null;
        try {
            int bits = Math.max(VectorWidth.current().bits(), 128);
            library = SymbolLookup.libraryLookup(Compiler.library(bits), Arena.global());
        } catch (Compiler.Missing missing) {
            fault = missing.getMessage();
        } catch (IllegalArgumentException unreadable) {
            fault = "the library in C can't be loaded (" + unreadable.getMessage() + ")";
        }
        LIBRARY = library;
        FAULT = fault;
    }

    private static final MethodHandle PRODUCT = find("pal_product", true,
            ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle UPDATE = find("pal_update", true,
            ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle LOW_PASS_UPDATE = find("pal_low_pass_update", true,
            ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_FLOAT);
    private static final MethodHandle ALIGN = find("pal_align", true,
            ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_FLOAT, JAVA_FLOAT, JAVA_INT);
    private static final MethodHandle WRITE_BACK = find("pal_write_back", true,
            ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_FLOAT,
            JAVA_FLOAT);
    private static final MethodHandle CLAMPED_STEP = find("pal_clamped_step", true,
            ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_FLOAT, JAVA_LONG, JAVA_LONG, JAVA_FLOAT, JAVA_FLOAT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PRODUCT16 = find("pal_product16", true,
            ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle UPDATE16 = find("pal_update16", true,
            ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle LOW_PASS_UPDATE16 = find("pal_low_pass_update16", true,
            ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_FLOAT);
    private static final MethodHandle ALIGN16 = find("pal_align16", true,
            ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RESPOND_LOGISTIC = find("pal_respond_logistic", true,
            ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle HIGH_PASS = find("pal_high_pass", true,
            ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_FLOAT, JAVA_LONG);
    private static final MethodHandle NOISY_SOMA = find("pal_noisy_soma", true,
            ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_FLOAT, JAVA_LONG, JAVA_LONG, JAVA_FLOAT, JAVA_FLOAT, JAVA_FLOAT, JAVA_LONG);
    private static final MethodHandle WORDS = find("pal_words", true,
            ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle NORMALS = find("pal_normals", true,
            ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle BATCH_PRODUCT = find("pal_batch_product", true,
            ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle BATCH_TRANSPOSED = find("pal_batch_transposed", true,
            ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle BATCH_UPDATE = find("pal_batch_update", true,
            ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_FLOAT, JAVA_FLOAT);
    private static final MethodHandle PRESENT = find("pal_present", false,
            ADDRESS, ADDRESS, JAVA_LONG);
    private static final MethodHandle PRESENT16 = find("pal_present16", false,
            ADDRESS, ADDRESS, JAVA_LONG);
    private static final MethodHandle NET_BYTES = LIBRARY == null ? null
            : Linker.nativeLinker().downcallHandle(LIBRARY.findOrThrow("pal_net_bytes"), FunctionDescriptor.of(JAVA_LONG));

    private Native() {}

    /** Why nothing here can be called; empty if all can. */
    static Optional<String> fault() {
        return Optional.ofNullable(FAULT);
    }

    private static MethodHandle find(String name, boolean critical, MemoryLayout... arguments) {
        if (LIBRARY == null) {
            return null;
        }
        Linker.Option[] options = critical ? new Linker.Option[] {Linker.Option.critical(false)} : new Linker.Option[0];
        return Linker.nativeLinker().downcallHandle(LIBRARY.findOrThrow(name), FunctionDescriptor.ofVoid(arguments), options);
    }

    private static AssertionError failed(Throwable fault) {
        return new AssertionError("a call of C failed", fault);
    }

    /** The size of the structure that {@link NativeNet} writes. */
    static long netBytes() {
        try {
            return (long) NET_BYTES.invokeExact();
        } catch (Throwable fault) {
            throw failed(fault);
        }
    }

    static void product(MemorySegment m, long w, long pre, long out, long inputs, long outputs, boolean add) {
        try {
            PRODUCT.invokeExact(m, w, pre, out, inputs, outputs, add ? 1 : 0);
        } catch (Throwable fault) {
            throw failed(fault);
        }
    }

    static void update(MemorySegment m, long w, long pre, long trace, long post, long out, long inputs, long outputs, boolean add) {
        try {
            UPDATE.invokeExact(m, w, pre, trace, post, out, inputs, outputs, add ? 1 : 0);
        } catch (Throwable fault) {
            throw failed(fault);
        }
    }

    static void lowPassUpdate(MemorySegment m, long w, long low, long pre, long trace, long post, long out, long inputs, long outputs, float rate) {
        try {
            LOW_PASS_UPDATE.invokeExact(m, w, low, pre, trace, post, out, inputs, outputs, rate);
        } catch (Throwable fault) {
            throw failed(fault);
        }
    }

    static void align(
            MemorySegment m, long w, long residual, long pre, long high, long noise, long out, long inputs, long outputs, float rate, float alpha,
            boolean add) {
        try {
            ALIGN.invokeExact(m, w, residual, pre, high, noise, out, inputs, outputs, rate, alpha, add ? 1 : 0);
        } catch (Throwable fault) {
            throw failed(fault);
        }
    }

    static void writeBack(
            MemorySegment m, long w, long low, long x, long y, long c, long d, long p, long q, long inputs, long outputs, float s, float power) {
        try {
            WRITE_BACK.invokeExact(m, w, low, x, y, c, d, p, q, inputs, outputs, s, power);
        } catch (Throwable fault) {
            throw failed(fault);
        }
    }

    static void clampedStep(
            MemorySegment m, long p, long q, long c, long d, float s, long square, long post, float keep, float rate, long out, long outputs) {
        try {
            CLAMPED_STEP.invokeExact(m, p, q, c, d, s, square, post, keep, rate, out, outputs);
        } catch (Throwable fault) {
            throw failed(fault);
        }
    }

    static void product16(MemorySegment m, long w, long pre, long out, long inputs, long outputs, boolean add) {
        try {
            PRODUCT16.invokeExact(m, w, pre, out, inputs, outputs, add ? 1 : 0);
        } catch (Throwable fault) {
            throw failed(fault);
        }
    }

    static void update16(MemorySegment m, long w, long pre, long trace, long post, long out, long inputs, long outputs, boolean add) {
        try {
            UPDATE16.invokeExact(m, w, pre, trace, post, out, inputs, outputs, add ? 1 : 0);
        } catch (Throwable fault) {
            throw failed(fault);
        }
    }

    static void lowPassUpdate16(
            MemorySegment m, long w, long low, long pre, long trace, long post, long out, long inputs, long outputs, float rate) {
        try {
            LOW_PASS_UPDATE16.invokeExact(m, w, low, pre, trace, post, out, inputs, outputs, rate);
        } catch (Throwable fault) {
            throw failed(fault);
        }
    }

    static void align16(
            MemorySegment m, long w, long residual, long pre, long high, long noise, long out, long inputs, long outputs, long rate, long alpha,
            boolean add) {
        try {
            ALIGN16.invokeExact(m, w, residual, pre, high, noise, out, inputs, outputs, rate, alpha, add ? 1 : 0);
        } catch (Throwable fault) {
            throw failed(fault);
        }
    }

    static void respondLogistic(
            MemorySegment m, long lookAhead, long dendrite, long attenuation, long gain, long b, long r, long old, long post, long size) {
        try {
            RESPOND_LOGISTIC.invokeExact(m, lookAhead, dendrite, attenuation, gain, b, r, old, post, size);
        } catch (Throwable fault) {
            throw failed(fault);
        }
    }

    static void highPass(MemorySegment m, long r, long old, long h, long seen, float decay, long size) {
        try {
            HIGH_PASS.invokeExact(m, r, old, h, seen, decay, size);
        } catch (Throwable fault) {
            throw failed(fault);
        }
    }

    static void noisySoma(
            MemorySegment m, long u, long lookAhead, long dendrite, float dendriteGain, long nudge, long noise, float nudgeGain, float prospect,
            float step, long size) {
        try {
            NOISY_SOMA.invokeExact(m, u, lookAhead, dendrite, dendriteGain, nudge, noise, nudgeGain, prospect, step, size);
        } catch (Throwable fault) {
            throw failed(fault);
        }
    }

    static void words(MemorySegment m, long plan, long step, long first, long second, long blocks) {
        try {
            WORDS.invokeExact(m, plan, step, first, second, blocks);
        } catch (Throwable fault) {
            throw failed(fault);
        }
    }

    static void normals(MemorySegment m, long first, long second, long places, long draw, long blocks) {
        try {
            NORMALS.invokeExact(m, first, second, places, draw, blocks);
        } catch (Throwable fault) {
            throw failed(fault);
        }
    }

    static void batchProduct(MemorySegment m, long w, long panel, long table, long steps, long x, long out, long stride, long rows) {
        try {
            BATCH_PRODUCT.invokeExact(m, w, panel, table, steps, x, out, stride, rows);
        } catch (Throwable fault) {
            throw failed(fault);
        }
    }

    static void batchTransposed(MemorySegment m, long w, long panel, long steps, long x, long out, long rows) {
        try {
            BATCH_TRANSPOSED.invokeExact(m, w, panel, steps, x, out, rows);
        } catch (Throwable fault) {
            throw failed(fault);
        }
    }

    static void batchUpdate(
            MemorySegment m, long x, long block, long e, long ePanel, long samples, long w, long wPanel, long steps, long panels, float gain,
            float decay) {
        try {
            BATCH_UPDATE.invokeExact(m, x, block, e, ePanel, samples, w, wPanel, steps, panels, gain, decay);
        } catch (Throwable fault) {
            throw failed(fault);
        }
    }

    static void present(MemorySegment m, MemorySegment net, long steps) {
        try {
            PRESENT.invokeExact(m, net, steps);
        } catch (Throwable fault) {
            throw failed(fault);
        }
    }

    static void present16(MemorySegment m, MemorySegment net, long steps) {
        try {
            PRESENT16.invokeExact(m, net, steps);
        } catch (Throwable fault) {
            throw failed(fault);
        }
    }
}
