package org.pal4j.cli.look;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.cli.progress.MeasureText;
import org.pal4j.config.Documents;
import org.pal4j.format.Reason;
import org.pal4j.measure.Statistic;
import org.pal4j.model.Measures;
import org.pal4j.model.Study;
import org.pal4j.run.Ending;
import org.pal4j.run.MetricsTable;
import org.pal4j.run.RunFiles;
import org.pal4j.sweep.SweepFolder;

/**
 * What a folder says of a run, a study or a sweep. Reading it never fails; what can't be read is a fault.
 *
 * @param folder  the folder
 * @param name    the name of the experiment; empty if the configuration can't be read
 * @param study   the run or study; empty for a sweep, or if the configuration can't be read
 * @param sweep   whether it is a sweep
 * @param state   complete, interrupted and so on
 * @param epochs  the number of completed epochs, "of" all; the number of finished runs of a sweep
 * @param result  the content of result.json; empty if there is none
 * @param metrics the content of metrics.csv, if there is one
 * @param written the time of the last change
 * @param fault   what can't be read; empty if all is well
 */
public record RunSummary(
        Path folder, String name, Optional<Study<?>> study, boolean sweep, String state, String epochs, Map<String, Object> result,
        Optional<MetricsTable> metrics, Instant written, String fault) {
    /** The state of a folder with a file that can't be read. */
    static final String DAMAGED = "damaged";
    /** The state of a run without a result. */
    static final String BEGUN = "running or killed";

    private static final List<String> FILES = List.of(RunFiles.CONFIGURATION, RunFiles.ENVIRONMENT, RunFiles.METRICS, RunFiles.WEIGHTS,
            RunFiles.RECORDINGS, RunFiles.RESULT);

    /** Returns whether a folder has any file of a run. */
    public static boolean isOne(Path folder) {
        return FILES.stream().anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    /** Reads a folder. */
    public static RunSummary read(Path folder) {
        Reader reader = new Reader(folder);
        try {
            return SweepFolder.isOne(folder) ? reader.sweep() : reader.run();
        } catch (InputException e) {
            return reader.damaged(e);
        }
    }

    private static final class Reader {
        private final Path folder;
        private String name = "";
        private Optional<Study<?>> study = Optional.empty();

        Reader(Path folder) {
            this.folder = folder;
        }

        RunSummary sweep() {
            SweepFolder sweep = SweepFolder.open(folder, Catalog::sweep);
            name = sweep.sweep().name();
            int all = sweep.sweep().runs().size();
            long finished = sweep.sweep().runs().stream().filter(sweep::isFinished).count();
            return new RunSummary(folder, name, Optional.empty(), true, finished == all ? Ending.COMPLETE.label() : "unfinished",
                    finished + "/" + all + " runs", Map.of(), Optional.empty(), written(folder), "");
        }

        RunSummary run() {
            Path file = folder.resolve(RunFiles.CONFIGURATION);
            if (!Files.exists(file)) {
                throw new InputException("has no " + RunFiles.CONFIGURATION);
            }
            study = Optional.of(Catalog.study(file.toString(), List.of()));
            name = study.get().name();
            Optional<Map<String, Object>> result = Optional.of(folder.resolve(RunFiles.RESULT)).filter(Files::exists).map(Documents::json);
            Optional<MetricsTable> metrics = Optional.of(folder.resolve(RunFiles.METRICS)).filter(Files::exists).map(MetricsTable::read);
            String state = result.map(entries -> String.valueOf(entries.get(RunFiles.ENDING)).replace('_', ' ')).orElse(BEGUN);
            return new RunSummary(folder, name, study, false, state, metrics.map(MetricsTable::lastEpoch).orElse(0) + "/" + study.get().epochs(),
                    result.orElse(Map.of()), metrics, written(folder), "");
        }

        RunSummary damaged(InputException e) {
            return new RunSummary(folder, name, study, false, DAMAGED, "", Map.of(), Optional.empty(), written(folder), e.getMessage());
        }
    }

    /** Returns the time of the last change of a file in a folder or its folders. */
    private static Instant written(Path folder) {
        try (Stream<Path> files = Files.walk(folder, 3)) {
            return files.map(RunSummary::time).max(Instant::compareTo).orElse(Instant.EPOCH);
        } catch (IOException | UncheckedIOException e) {
            return Instant.EPOCH;
        }
    }

    private static Instant time(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            // It was renamed meanwhile.
            return Instant.EPOCH;
        }
    }

    /** Returns the folders of runs in a folder: directly, and in its folders {@code runs} and {@code sweeps}. */
    static List<Path> in(Path folder) {
        Stream<Path> further = Stream.of("runs", "sweeps").map(folder::resolve).filter(Files::isDirectory).flatMap(own -> folders(own).stream());
        return Stream.concat(folders(folder).stream().filter(RunSummary::isOne), further).toList();
    }

    private static List<Path> folders(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new InputException(folder + ": can't be read (" + Reason.of(e) + ")", e);
        }
    }

    /** Returns a number of result.json, over replicas with its standard deviation. */
    Optional<Statistic> tested(String measure) {
        return number(measure).map(value -> new Statistic(value, Double.NaN)).or(() -> number(measure + RunFiles.MEAN)
                .map(mean -> new Statistic(mean, number(measure + RunFiles.DEVIATION).orElse(Double.NaN))));
    }

    private Optional<Double> number(String entry) {
        return result.get(entry) instanceof Number value ? Optional.of(value.doubleValue()) : Optional.empty();
    }

    /** Returns the last measures. */
    Map<String, Statistic> last() {
        Map<String, Statistic> last = new LinkedHashMap<>();
        metrics.ifPresent(table -> table.measures("").forEach(measure -> last.put(measure, table.last(measure))));
        return last;
    }

    /** Returns the accuracy or error, of the test if there was one: {@code test accuracy 95.00 %}; a dash if there is none. */
    String score() {
        Map<String, Statistic> last = last();
        for (String measure : List.of(Measures.TEST_ACCURACY, Measures.TEST_ERROR, Measures.VALIDATION_ACCURACY, Measures.VALIDATION_ERROR)) {
            Optional<Statistic> value = tested(measure).or(() -> Optional.ofNullable(last.get(measure)));
            if (value.isPresent() && !Double.isNaN(value.get().mean())) {
                return MeasureText.tested(measure, value.get()).replace(" accuracy", "").replace("validation error", "validation").replace(
                        "test error", "test");
            }
        }
        return "-";
    }
}
