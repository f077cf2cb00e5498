package org.pal4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pal4j.VectorWidth;
import org.pal4j.circuit.Circuit;
import org.pal4j.run.Catalog;
import org.pal4j.run.Environment;
import org.pal4j.run.Runner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pal4j doctor}. */
@Command(
        name = "doctor",
        description = "Tells what PAL4J runs on here, how fast that is, and what is wrong with it.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Runnable {
    private static final int STEPS = 2_000_000;

    @Mixin
    private VectorOption vector;

    @Override
    public void run() {
        vector.apply();
        Environment.describe().forEach((name, value) -> System.out.printf("%-16s %s%n", name, value));
        System.out.printf("%-16s %s%n", "provider", VectorWidth.current() == VectorWidth.SCALAR ? "scalar twins" : "Vector API");
        System.out.printf(Locale.ROOT, "%-16s %.2f us a step of the circuit 4-30-3, all learning on%n", "speed", microseconds());
        List<String> warnings = warnings();
        System.out.printf("%-16s %s%n", "warnings", warnings.isEmpty() ? "none" : "");
        warnings.forEach(warning -> System.out.println("  - " + warning));
    }

    /** Long enough for the compiler to be done with the kernels; the second half counts. */
    private static double microseconds() {
        Circuit circuit = new Runner(Catalog.find("yinyang", List.of()), 0, Progress.silent(), () -> false).circuit().copy();
        circuit.advance(org.pal4j.circuit.Phase.LEARN, STEPS / 2);
        long start = System.nanoTime();
        circuit.advance(org.pal4j.circuit.Phase.LEARN, STEPS / 2);
        return (System.nanoTime() - start) * 1e-3 / (STEPS / 2);
    }

    private static List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (VectorWidth.widestBits() == 0) {
            warnings.add("this JVM compiles no vector code (" + System.getProperty("java.vm.name")
                    + "); use a JDK with HotSpot's server compiler, for example Temurin 25");
        } else if (VectorWidth.current() == VectorWidth.SCALAR) {
            warnings.add("scalar code was asked for; it is many times slower than vectors");
        } else if (VectorWidth.current().bits() < Math.min(512, VectorWidth.widestBits())) {
            warnings.add("vectors of " + VectorWidth.current().bits() + " bits were asked for; this processor has "
                    + VectorWidth.widestBits());
        }
        if (System.getProperty("java.vm.info", "").contains("interpreted")) {
            warnings.add("the JVM only interprets (-Xint), which is hundreds of times slower");
        }
        if (Runtime.version().feature() != 25) {
            warnings.add("PAL4J is tested on JDK 25; this is " + Runtime.version());
        }
        return warnings;
    }
}
