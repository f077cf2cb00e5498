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
import java.util.function.Function;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.chart.Detail;
import org.pal4j.format.Reason;
import org.pal4j.format.WholeFile;
import org.pal4j.report.page.Html;
import org.pal4j.report.page.Page;
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
    public static final int MAX_BYTES = 5_000_000;

    private static final int MARK_WITHIN = 1000;

    private Report() {}

    /**
     * Writes {@value #FILE} into the folder of a run, a study or a sweep.
     *
     * @param folder folder written by {@code run} or {@code sweep}, finished or not
     * @return the page
     * @throws InputException if the folder is of another kind, a file in it is damaged, or the page cannot be written
     */
    public static Path write(Path folder) {
        return write(List.of(folder), folder.resolve(FILE));
    }

    /**
     * Writes a page about one run, study or sweep, or a comparison of several runs and studies.
     *
     * @param folders distinct folders of runs and studies, at least one; or the folder of one sweep
     * @param target  path of the page
     * @return the page
     * @throws InputException with all unusable folders, or if the target exists and is not an earlier page, or cannot be written
     */
    public static Path write(List<Path> folders, Path target) {
        requireReplaceable(target);
        String page = folders.size() == 1 && SweepFolder.isOne(folders.getFirst()) ? SweepPage.read(folders.getFirst()).html(MAX_BYTES)
                : page(named(read(folders)), MAX_BYTES);
        try {
            WholeFile.write(target, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new InputException(target + ": can't be written (" + Reason.of(e) + "); what was there before is unchanged", e);
        }
        return target;
    }

    /** Requires that the target is missing or an earlier page, to protect other files. */
    private static void requireReplaceable(Path target) {
        if (!Files.exists(target)) {
            return;
        }
        if (Files.isDirectory(target)) {
            throw new InputException(target + ": is a folder; give the name of a file, for example " + target.resolve("comparison.html"));
        }
        try (InputStream in = Files.newInputStream(target)) {
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
            return Page.of(run.name(), Sections.head(run), Sections.single(runs.getFirst(), detail));
        }
        String names = String.join(", ", runs.stream().map(reported -> reported.run().name()).toList());
        return Page.of("Comparison of " + runs.size() + " runs", Html.paragraph("Side by side: " + names + "."), Sections.compare(runs, detail));
    }
}
