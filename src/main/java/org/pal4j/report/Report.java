package org.pal4j.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.chart.Detail;
import org.pal4j.chart.FigureStyle;
import org.pal4j.format.Reason;
import org.pal4j.format.RegularFile;
import org.pal4j.format.WholeFile;
import org.pal4j.report.figure.Figures;
import org.pal4j.report.figure.Figures.Figure;
import org.pal4j.report.page.Html;
import org.pal4j.report.page.Page;
import org.pal4j.report.page.Section;
import org.pal4j.report.sweep.SweepPage;
import org.pal4j.sweep.SweepFolder;

/**
 * Writes HTML pages about a run, a study, several of them, or a sweep, from the files in their folders (docs/report.md).
 *
 * <p>A page is one HTML file of at most {@link #MAX_BYTES} bytes that works offline. Large data is thinned to fit. Pages are written atomically,
 * and replace only earlier pages.
 */
public final class Report {
    /** Name of the page in a run's folder. */
    public static final String FILE = "report.html";
    /** Maximum size of a page: small enough to open at once and to send by e-mail. */
    public static final int MAX_BYTES = Page.MAX_BYTES;

    private static final int MARK_WITHIN = 1000;

    private Report() {}

    /**
     * Writes {@value #FILE} into the folder of a run, a study or a sweep.
     *
     * @param folder folder written by {@code run} or {@code sweep}, finished or not
     * @return the page
     * @throws InputException as {@link #write(List, Path, Consumer)} does
     */
    public static Path write(Path folder) {
        return write(List.of(folder), folder.resolve(FILE));
    }

    /** Writes a page as {@link #write(List, Path, Consumer)} does; the notes are only on the page. */
    public static Path write(List<Path> folders, Path target) {
        return write(folders, target, note -> {});
    }

    /**
     * Writes a page about one run, study or sweep, or a comparison of several runs and studies. Files that can't be read are left out, and noted on
     * the page.
     *
     * @param folders distinct folders of runs and studies, at least one; or the folder of one sweep
     * @param target  path of the page
     * @param notes   receives a sentence for each file that can't be read
     * @return the page
     * @throws InputException with all unusable folders, or if the target exists and is not an earlier page, or cannot be written
     */
    public static Path write(List<Path> folders, Path target, Consumer<String> notes) {
        requireReplaceable(target);
        Path file = Files.isSymbolicLink(target) ? linked(target) : target;
        String page;
        if (folders.size() == 1 && SweepFolder.isOne(folders.getFirst())) {
            SweepPage sweep = SweepPage.read(folders.getFirst());
            page = sweep.html(MAX_BYTES);
            sweep.damaged().forEach(notes);
        } else {
            List<ReportedRun> runs = named(read(folders));
            page = page(runs, MAX_BYTES);
            runs.forEach(reported -> reported.run().notes().sentences().forEach(notes));
        }
        try {
            WholeFile.write(file, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new InputException(target + ": can't be written (" + Reason.of(e) + "); what was there before is unchanged", e);
        }
        return target;
    }

    /**
     * Writes the charts of the page that {@link #write(List, Path, Consumer)} would make as files for print.
     *
     * @param folders as there
     * @param style   what the files are like
     * @param target  folder for the files; made if it is missing
     * @param notes   receives a sentence for each file that can't be read, and for what a figure can't show
     * @return the files; none if there are no charts
     * @throws InputException with all unusable folders, or if a file can't be written or would replace one that is no figure
     */
    public static List<Path> figures(List<Path> folders, FigureStyle style, Path target, Consumer<String> notes) {
        List<Section> sections;
        if (folders.size() == 1 && SweepFolder.isOne(folders.getFirst())) {
            SweepPage sweep = SweepPage.read(folders.getFirst());
            sections = sweep.sections(Detail.FULL);
            sweep.damaged().forEach(notes);
        } else {
            List<ReportedRun> runs = named(read(folders));
            sections = runs.size() == 1 ? Sections.single(runs.getFirst(), Detail.FULL) : Sections.compare(runs, Detail.FULL);
            runs.forEach(reported -> reported.run().notes().sentences().forEach(notes));
        }
        List<Figure> figures = new ArrayList<>();
        sections.forEach(section -> collect(section, "", figures));
        return figures.isEmpty() ? List.of() : Figures.write(figures, style, target, notes);
    }

    private static void collect(Section section, String prefix, List<Figure> figures) {
        section.charts().forEach(chart -> figures.add(new Figure(prefix, chart)));
        section.parts().forEach(part -> collect(part, section.title(), figures));
    }

    /** Returns the file that a link leads to, since the link itself is to stay. */
    private static Path linked(Path link) {
        try {
            return link.toRealPath();
        } catch (IOException e) {
            throw new InputException(link + ": is a link to something that does not exist; give another file with --out", e);
        }
    }

    /** Requires that the target is missing or an earlier page, to protect other files. */
    private static void requireReplaceable(Path target) {
        if (!Files.exists(target)) {
            return;
        }
        if (Files.isDirectory(target)) {
            throw new InputException(target + ": is a folder; give the name of a file, for example " + target.resolve("comparison.html"));
        }
        try (InputStream in = RegularFile.open(target)) {
            if (new String(in.readNBytes(MARK_WITHIN), StandardCharsets.ISO_8859_1).contains(Page.MARK)) {
                return;
            }
        } catch (IOException e) {
            throw new InputException(target + ": exists and can't be read (" + Reason.of(e) + "); give another file with --out", e);
        }
        throw new InputException(target + ": exists already and is no report, so it is not overwritten; give another file with --out");
    }

    private static List<ReportedRun> read(List<Path> folders) {
        List<ReportedRun> runs = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        Map<Path, Path> seen = new HashMap<>();
        for (Path folder : folders) {
            Path before = seen.putIfAbsent(folder.toAbsolutePath().normalize(), folder);
            if (before != null) {
                faults.add(Fault.of(folder.toString(), "is given twice"));
                continue;
            }
            if (SweepFolder.isOne(folder)) {
                faults.add(Fault.of(folder.toString(), "is the folder of a sweep, which has a page of its own: ./pal4j report " + folder
                        + " without others"));
                continue;
            }
            try {
                runs.add(ReportedRun.of(RunReader.read(folder)));
            } catch (InputException e) {
                faults.addAll(e.faults());
            }
        }
        if (faults.size() == 1) {
            throw new InputException(faults.getFirst().text());
        }
        InputException.throwIfAny("the comparison", faults);
        return runs;
    }

    /** Names folders by their full paths if their names are equal. */
    private static List<ReportedRun> named(List<ReportedRun> runs) {
        Function<ReportedRun, String> name = reported -> reported.run().name();
        return runs.stream().map(reported -> {
            boolean alone = runs.stream().filter(other -> name.apply(other).equals(name.apply(reported))).count() == 1;
            return alone ? reported : reported.withName(reported.run().folder().toString());
        }).toList();
    }

    static String page(List<ReportedRun> runs, int mostBytes) {
        return Page.fitting(detail -> page(runs, detail), mostBytes, "compare fewer runs at once");
    }

    private static String page(List<ReportedRun> runs, Detail detail) {
        if (runs.size() == 1) {
            RunData run = runs.getFirst().run();
            // The head comes last, as it has notes of what can't be read.
            List<Section> sections = Sections.single(runs.getFirst(), detail);
            return Page.of(run.name(), Sections.head(run), sections);
        }
        String names = String.join(", ", runs.stream().map(reported -> reported.run().name()).toList());
        return Page.of("Comparison of " + runs.size() + " runs", Html.paragraph("Side by side: " + names + "."), Sections.compare(runs, detail));
    }
}
