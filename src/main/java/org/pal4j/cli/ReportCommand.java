package org.pal4j.cli;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pal4j.InputException;
import org.pal4j.chart.FigureFormat;
import org.pal4j.chart.FigureStyle;
import org.pal4j.chart.FigureTheme;
import org.pal4j.cli.option.VectorOption;
import org.pal4j.report.Report;
import org.pal4j.report.figure.Figures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pal4j report}. */
@Command(
        name = "report",
        description = {
            "Makes a page of a run or a sweep, to open in any browser; of several runs, one page with all of them side by side.",
            "With --figures, its charts become files for print instead.",
            "Reads the folders only. Each run or sweep writes its own page at its end."
        },
        footer = {
            "",
            "For example:",
            "  ./pal4j report runs/yinyang-1",
            "  ./pal4j report sweeps/etas-1",
            "  ./pal4j report runs/yinyang-1 runs/yinyang-fa-1 --out pal-fa.html",
            "  ./pal4j report runs/yinyang-1 --figures pdf",
            "  ./pal4j report runs/yinyang-1 --figures svg --width 85 --out paper/figures",
            "  ./pal4j report runs/yinyang-1 --figures png --theme dark"
        },
        mixinStandardHelpOptions = true)
final class ReportCommand implements Runnable {
    @Parameters(paramLabel = "RUN", arity = "1..*", description = "Folders of runs, of several replicas too; or the folder of a sweep.")
    private List<Path> runs;

    @Option(
            names = "--out",
            paramLabel = "PATH",
            description = "Where the page goes: into the folder as report.html unless given; of several runs, a new file comparison.html, "
                    + "comparison-2.html ... With --figures, a folder: figures in the folder unless given; of several runs, a new folder "
                    + "comparison-figures, comparison-figures-2 ...")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--figures",
            paramLabel = "FORMAT",
            description = "Writes each chart as a file, svg, pdf or png, with its font; without a browser.")
    private Optional<FigureFormat> figures = Optional.empty();

    @Option(
            names = "--width",
            paramLabel = "MM",
            description = "Width of figures in millimetres; unless given 85, a column of a journal, and for wide charts 180.")
    private Optional<Double> width = Optional.empty();

    @Option(
            names = "--theme",
            paramLabel = "NAME",
            description = "Colours of figures: light, as for paper (default), or dark, the page's own dark colours; the names of such files end "
                    + "in -dark.")
    private Optional<FigureTheme> theme = Optional.empty();

    @Mixin
    private VectorOption vector;

    @Override
    public void run() {
        vector.apply();
        if (figures.isPresent()) {
            draw(figures.get());
            return;
        }
        if (width.isPresent()) {
            throw new InputException("--width is for figures; say which with --figures svg, pdf or png, or leave it out");
        }
        if (theme.isPresent()) {
            throw new InputException(
                    "--theme is for figures; say which with --figures svg, pdf or png, or leave it out. A page has a button for both");
        }
        Path target = out.orElseGet(() -> runs.size() == 1 ? runs.getFirst().resolve(Report.FILE) : comparison(Path.of("")));
        System.out.println("report in " + Report.write(runs, target, ReportCommand::note));
    }

    private void draw(FigureFormat format) {
        // NaN is outside of everything.
        if (width.filter(mm -> !(mm >= Figures.MIN_MM && mm <= Figures.MAX_MM)).isPresent()) {
            throw new InputException("--width " + width.get() + ": must be from " + Math.round(Figures.MIN_MM) + " to " + Math.round(Figures.MAX_MM)
                    + " millimetres; a column of a journal has 85, two have 180");
        }
        // No window is opened, and a machine may have no screen.
        System.setProperty("java.awt.headless", "true");
        // PDFBox would log how it frees memory of kinds that are not asked for here.
        System.setProperty("org.apache.commons.logging.LogFactory", "org.apache.commons.logging.impl.LogFactoryImpl");
        System.setProperty("org.apache.commons.logging.Log", "org.apache.commons.logging.impl.NoOpLog");
        Path target = out.orElseGet(() -> runs.size() == 1 ? runs.getFirst().resolve("figures") : free(Path.of(""), "comparison-figures", ""));
        OptionalDouble millimetres = width.isPresent() ? OptionalDouble.of(width.get()) : OptionalDouble.empty();
        List<Path> files;
        try {
            FigureStyle style = new FigureStyle(format, theme.orElse(FigureTheme.LIGHT), millimetres);
            files = Report.figures(runs, style, target, ReportCommand::note);
        } catch (OutOfMemoryError e) {
            throw new InputException("the memory of this JVM does not suffice for the figures; PAL4J_JAVA_OPTS=-Xmx4g may do it, and svg and pdf "
                    + "need less than png", e);
        }
        if (files.isEmpty()) {
            throw new InputException("there are no charts yet in " + runs.stream().map(Path::toString).collect(Collectors.joining(", "))
                    + "; they come with the first epoch");
        }
        System.out.println(files.size() + (files.size() == 1 ? " figure in " : " figures in ") + target);
    }

    /** Returns a name that is free, as somebody may still need the page that was made of other runs. */
    static Path comparison(Path folder) {
        return free(folder, "comparison", ".html");
    }

    private static Path free(Path folder, String name, String ending) {
        return Stream.iterate(1, k -> k + 1).map(k -> folder.resolve(name + (k == 1 ? "" : "-" + k) + ending))
                .filter(file -> !Files.exists(file, LinkOption.NOFOLLOW_LINKS)).findFirst().orElseThrow();
    }

    private static void note(String sentence) {
        Main.say("note: " + sentence);
    }

    /** Writes the page at the end of a run or a sweep. Failures are only warnings, since no results are lost. */
    static void write(Path folder) {
        try {
            System.out.println("report in " + Report.write(List.of(folder), folder.resolve(Report.FILE), ReportCommand::note));
        } catch (InputException e) {
            Main.say("warning: there is no report: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            Main.say("warning: there is no report: the memory of this JVM does not suffice for it; ./pal4j report " + folder
                    + " with PAL4J_JAVA_OPTS=-Xmx8g may do it");
        }
    }
}
