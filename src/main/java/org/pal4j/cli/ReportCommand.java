package org.pal4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pal4j.InputException;
import org.pal4j.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pal4j report}. */
@Command(
        name = "report",
        description = {
            "Makes a page of a run or a sweep, to open in any browser; of several runs, one page with all of them side by side.",
            "Reads the folders only. Each run or sweep writes its own page at its end."
        },
        footer = {
            "",
            "For example:",
            "  ./pal4j report runs/yinyang-1",
            "  ./pal4j report sweeps/etas-1",
            "  ./pal4j report runs/yinyang-1 runs/yinyang-fa-1 --out pal-fa.html"
        },
        mixinStandardHelpOptions = true)
final class ReportCommand implements Runnable {
    @Parameters(paramLabel = "RUN", arity = "1..*", description = "Folders of runs, of several replicas too; or the folder of a sweep.")
    private List<Path> runs;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the page goes: into the folder as report.html unless given; of several runs, comparison.html.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private VectorOption vector;

    @Override
    public void run() {
        vector.apply();
        Path target = out.orElseGet(() -> runs.size() == 1 ? runs.getFirst().resolve(Report.FILE) : Path.of("comparison.html"));
        System.out.println("report in " + Report.write(runs, target));
    }

    /** Writes the page at the end of a run or a sweep. Failures are only warnings, since no results are lost. */
    static void write(Path folder) {
        try {
            System.out.println("report in " + Report.write(folder));
        } catch (InputException e) {
            Main.say("warning: there is no report: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            Main.say("warning: there is no report: the memory of this JVM does not suffice for it; ./pal4j report " + folder
                    + " with PAL4J_JAVA_OPTS=-Xmx8g may do it");
        }
    }
}
