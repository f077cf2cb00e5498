package org.pal4j.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pal4j.VectorWidth;
import org.pal4j.cli.option.VectorOption;

/** What is wrong here, and what to do about it. */
public final class Diagnosis {
    /** The oldest and the newest JDK that the tests were run on. */
    private static final int OLDEST = 25;
    private static final int NEWEST = 28;
    /** The JDK whose vectors are boxed where lanes are reinterpreted, and the OpenJDK issue that tells so. */
    private static final int BOXING = 27;
    /** A step this many times slower than on a usual processor with such vectors is worth a word. */
    private static final double SLOW = 4;
    private static final long LITTLE_MEMORY = 512L << 20;

    private Diagnosis() {}

    /** Returns a sentence for each thing that is wrong; none if all is well. */
    public static List<String> of(Machine machine, Speed speed) {
        List<String> faults = new ArrayList<>();
        boolean compiles = compiler(machine, faults);
        if (compiles) {
            vectors(machine, faults);
        }
        if (!machine.fma()) {
            faults.add(VectorOption.NO_FMA);
        }
        if (compiles && !speed.compiled()) {
            faults.add("the code was still being compiled when the time for this was over, so the speed is none: the machine is busy or slow");
        } else if (compiles && speed.bytes() >= 1) {
            faults.add(String.format(Locale.ROOT, "a step allocates %.0f bytes and should allocate none, as vectors are boxed%s", speed.bytes(),
                    machine.jdk() == BOXING ? "; JDK 27 does so (JDK-8392004), 25, 26 and 28 do not"
                            : "; start again, as the compiler decides anew, and report it if it stays so"));
        }
        if (compiles && faults.isEmpty()) {
            slow(machine, speed, faults);
        }
        if (machine.jdk() < OLDEST || machine.jdk() > NEWEST) {
            faults.add("PAL4J is tested on JDK " + OLDEST + " to " + NEWEST + "; this is " + machine.jdk());
        }
        if (!machine.encodesAll()) {
            faults.add("file names of other than plain letters can't be used in this locale; set LC_ALL=C.UTF-8");
        }
        if (machine.freeMemory() < LITTLE_MEMORY) {
            faults.add("only " + (machine.freeMemory() >> 20) + " MiB of memory are free; end other programs");
        }
        return faults;
    }

    private static boolean compiler(Machine machine, List<String> faults) {
        if (machine.compilers().isEmpty()) {
            faults.add("the JVM only interprets (-Xint), which is thousands of times slower");
            return false;
        }
        if (!machine.serverJit()) {
            faults.add("the compiler is " + machine.compilers() + " of " + machine.vm() + ", and not HotSpot's server compiler (C2), which alone "
                    + "compiles the Vector API: hundreds of times slower; use a JDK with it, for example Temurin 25, without "
                    + "-XX:TieredStopAtLevel and the like");
            return false;
        }
        return true;
    }

    private static void vectors(Machine machine, List<String> faults) {
        if (machine.widestBits() == 0 && machine.fma()) {
            faults.add("this JVM (" + machine.vm()
                    + ") compiles no vector code for this processor that PAL4J can use, so that scalar code runs, many "
                    + "times slower; use a JDK with HotSpot's server compiler, for example Temurin 25, and on x86 a processor with AVX2, without "
                    + "-XX:UseAVX=1");
        } else if (machine.width() == VectorWidth.SCALAR && machine.fma()) {
            faults.add("scalar code was asked for; it is many times slower than vectors");
        } else if (machine.fma() && machine.width().bits() < Math.min(512, machine.widestBits())) {
            faults.add("vectors of " + machine.width().bits() + " bits were asked for; this processor has " + machine.widestBits());
        }
    }

    private static void slow(Machine machine, Speed speed, List<String> faults) {
        // A step of 4-30-3 on processors of some years ago.
        double usual = machine.width().bits() >= 512 ? 0.35 : machine.width().bits() >= 256 ? 0.5 : 0.9;
        if (!speed.steady()) {
            faults.add("the speed varies; other programs compute here, or the processor is throttled");
        }
        if (speed.microseconds() > SLOW * usual) {
            faults.add(String.format(Locale.ROOT,
                    "a step takes %.0f times as long as usual with vectors of %d bits; other programs compute here, the "
                            + "processor is throttled or emulated, or this virtual machine gets a share of it",
                    speed.microseconds() / usual,
                    machine.width().bits()));
        }
    }
}
