package org.pal4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pal4j.VectorWidth;
import org.pal4j.catalog.Catalog;
import org.pal4j.data.DataFolder;
import org.pal4j.model.Batch;
import org.pal4j.model.Experiment;
import org.pal4j.model.Stage;
import org.pal4j.model.Study;
import org.pal4j.run.Environment;
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
        System.out.printf(Locale.ROOT, "%-16s %.2f us a step of the circuit 4-30-3, all learning on%n", "speed",
                microseconds(Catalog.study("yinyang", List.of())));
        List<String> warnings = warnings();
        System.out.printf("%-16s %s%n", "warnings", warnings.isEmpty() ? "none" : "");
        warnings.forEach(warning -> System.out.println("  - " + warning));
    }

    /** Measures the time of a step. The first half of the steps is warm-up for the compiler, the second half is timed. */
    private static <E extends Experiment> double microseconds(Study<E> study) {
        Batch batch = study.model().samples(study.base(), DataFolder.of(Optional.empty())).start(List.of(study.base()), 1);
        batch.begin(Stage.TRAINING, 0);
        train(batch, STEPS / 2);
        long start = System.nanoTime();
        long before = batch.step();
        train(batch, STEPS / 2);
        return (System.nanoTime() - start) * 1e-3 / (batch.step() - before);
    }

    /** Presents the same training sample repeatedly, for at least the given number of steps. */
    private static void train(Batch batch, int steps) {
        int each = batch.steps(Stage.TRAINING, 0);
        batch.show(Stage.TRAINING, 0);
        for (int taken = 0; taken < steps; taken += each) {
            batch.advance(Stage.TRAINING, 0, each);
        }
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
