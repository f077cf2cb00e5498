package org.pal4j.report.sweep;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.measure.Statistic;
import org.pal4j.report.page.LineChart.Guide;
import org.pal4j.report.page.Measure;
import org.pal4j.run.MetricsTable;
import org.pal4j.run.RunFiles;
import org.pal4j.sweep.Point;
import org.pal4j.sweep.Results;
import org.pal4j.sweep.Results.Finished;
import org.pal4j.sweep.Sweep;
import org.pal4j.sweep.SweepFolder;

/**
 * Contents of the folder of a sweep.
 *
 * @param byPoint    finished runs by the number of their point, for points with finished runs
 * @param view       initial view of the charts; empty if nothing varies
 * @param measures   measures with a value in a complete run
 * @param damaged    what can't be read, a sentence for each run; more may be added
 */
record SweepData(
        Path folder, Results results, Map<Integer, List<Finished>> byPoint, List<Direction> directions, Optional<View> view,
        List<Measure> measures, Set<String> damaged) {
    /** Maximum number of measures; a sweep has a few. */
    private static final int MAX_MEASURES = 200;

    static SweepData read(Path folder) {
        Set<String> damaged = new LinkedHashSet<>();
        Results results = SweepFolder.open(folder, Catalog::sweep).results(e -> damaged.add(words(e)));
        List<Direction> directions = Direction.of(results.sweep());
        List<Measure> measures = results.measures().stream().filter(name -> results.finished().stream()
                .anyMatch(run -> run.complete() && Double.isFinite(run.values().getOrDefault(name, Double.NaN))))
                .limit(MAX_MEASURES).map(name -> Measure.of(name, results.sweep().model().terms())).toList();
        return new SweepData(folder, results, results.byPoint(), directions, View.of(directions, results.best()), measures, damaged);
    }

    private static String words(InputException e) {
        return "A run can't be read, and is left out: " + e.faults().stream().map(Fault::text).collect(Collectors.joining("; "));
    }

    /** Reads the measures of a run over its epochs; empty if there are none, or if they can't be read, which is noted. */
    Optional<MetricsTable> metrics(Finished run) {
        Path file = folder.resolve(run.run().path()).resolve(RunFiles.METRICS);
        try {
            return Optional.of(file).filter(Files::exists).map(MetricsTable::read);
        } catch (InputException e) {
            damaged.add(words(e));
            return Optional.empty();
        }
    }

    Sweep sweep() {
        return results.sweep();
    }

    /** Returns the runs of a point that completed all epochs. */
    List<Finished> complete(Point point) {
        return byPoint.getOrDefault(point.number(), List.of()).stream().filter(Finished::complete).toList();
    }

    /** Returns the number of runs of a point that became non-finite. */
    int nonFinite(Point point) {
        return byPoint.getOrDefault(point.number(), List.of()).size() - complete(point).size();
    }

    int missing(Point point) {
        return sweep().seeds().size() - byPoint.getOrDefault(point.number(), List.of()).size();
    }

    /** Returns the finite values of a measure in the complete runs of a point. */
    List<Double> values(Point point, Measure measure) {
        return complete(point).stream().map(run -> run.values().getOrDefault(measure.name(), Double.NaN)).filter(Double::isFinite).toList();
    }

    Statistic statistic(Point point, Measure measure) {
        return Statistic.of(values(point, measure));
    }

    Optional<Guide> guide(Measure measure) {
        Set<Integer> classes = sweep().points().stream().map(point -> point.experiment().classNames().size()).filter(n -> n > 0)
                .collect(Collectors.toSet());
        return measure.guide(classes);
    }

    /** Returns a name with the values that vary: {@code eta_bw = 0.1, tauxi = 1}; one key represents zipped keys. */
    String name(Point point) {
        List<Integer> places = View.places(directions, point.number());
        String name = IntStream.range(0, places.size()).filter(d -> directions.get(d).size() > 1)
                .mapToObj(d -> directions.get(d).label(places.get(d))).collect(Collectors.joining(", "));
        return name.isEmpty() ? point.label() : name;
    }
}
