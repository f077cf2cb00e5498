package org.pal4j.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.pal4j.InputException;
import org.pal4j.VectorWidth;
import org.pal4j.cli.doctor.Diagnosis;
import org.pal4j.cli.doctor.Machine;
import org.pal4j.cli.doctor.Speed;
import org.pal4j.cli.option.VectorOption;
import org.pal4j.data.CifarFiles;
import org.pal4j.data.DataFolder;
import org.pal4j.data.MnistFiles;
import org.pal4j.run.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pal4j doctor}. */
@Command(
        name = "doctor",
        description = "Tells what PAL4J runs on here, how fast that is, and what is wrong with it. Takes at most ten seconds.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Runnable {
    @Mixin
    private VectorOption vector;

    @Override
    public void run() {
        vector.set();
        Machine machine = Machine.look();
        Environment.describe().forEach(DoctorCommand::line);
        line("provider", VectorWidth.current() == VectorWidth.SCALAR ? "scalar twins" : "Vector API");
        line("compiler", machine.compilers().isEmpty() ? "none" : machine.compilers());
        line("fma", machine.fma() ? "yes" : "no");
        line("locale", machine.locale());
        line("memory", (machine.freeMemory() >> 20) + " MiB free; Java objects may take " + (machine.heap() >> 20) + " MiB");
        DataFolder data = DataFolder.of(Optional.empty());
        line("mnist", found(() -> String.valueOf(MnistFiles.find(data).trainImages().getParent())));
        line("cifar10", found(() -> String.valueOf(CifarFiles.find(data).test().getParent())));
        Speed speed = Speed.measure();
        line("speed", String.format(Locale.ROOT, "%.2f us a step of the circuit 4-30-3, all learning on", speed.microseconds()));
        List<String> warnings = Diagnosis.of(machine, speed);
        line("warnings", warnings.isEmpty() ? "none" : "");
        warnings.forEach(warning -> System.out.println("  - " + warning));
    }

    private static void line(String name, String value) {
        System.out.printf("%-16s %s%n", name, value);
        System.out.flush();
    }

    private static String found(Supplier<String> place) {
        try {
            return "files in " + place.get();
        } catch (InputException e) {
            return "no files found";
        }
    }
}
