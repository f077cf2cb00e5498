package org.pal4j.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pal4j.report.Curves.Guide;
import org.pal4j.run.Statistic;
import org.pal4j.run.Sweep;
import org.pal4j.run.SweepFolder;
import org.pal4j.run.SweepPoint;
import org.pal4j.run.SweepResults;
import org.pal4j.run.SweepResults.Finished;

/**
 * What the folder of a sweep holds.
 *
 * @param folder     where it is
 * @param results    what its runs have left
 * @param byPoint    the finished runs of each point that has any, by its number
 * @param directions in which it varies
 * @param view       what charts show at first; nothing if nothing varies
 * @param measures   of which a complete run has a value
 */
record SweepData(
        Path folder, SweepResults results, Map<Integer, List<Finished>> byPoint, List<SweepDirection> directions, Optional<SweepView> view,
        List<SweepMeasure> measures) {

    /**
     * Reads the folder.
     *
     * @throws org.pal4j.InputException if it is no sweep of this version, or a file is damaged
     */
    static SweepData read(Path folder) {
        SweepResults results = SweepFolder.open(folder).results();
        List<SweepDirection> directions = SweepDirection.of(results.sweep());
        List<SweepMeasure> measures = results.measures().stream().filter(name -> results.finished().stream()
                        .anyMatch(run -> run.complete() && Double.isFinite(run.values().getOrDefault(name, Double.NaN))))
                .map(name -> SweepMeasure.of(name, results.sweep().model())).toList();
        return new SweepData(folder, results, results.byPoint(), directions, SweepView.of(directions, results.best()), measures);
    }

    Sweep sweep() {
        return results.sweep();
    }

    /** The runs of a point that came to the end of their epochs. */
    List<Finished> complete(SweepPoint point) {
        return byPoint.getOrDefault(point.number(), List.of()).stream().filter(Finished::complete).toList();
    }

    /** Of the runs of a point, how many were not finite any more. */
    int nonFinite(SweepPoint point) {
        return byPoint.getOrDefault(point.number(), List.of()).size() - complete(point).size();
    }

    int missing(SweepPoint point) {
        return sweep().seeds().size() - byPoint.getOrDefault(point.number(), List.of()).size();
    }

    /** The values of a measure in the complete runs of a point. */
    List<Double> values(SweepPoint point, String measure) {
        return complete(point).stream().map(run -> run.values().getOrDefault(measure, Double.NaN)).filter(Double::isFinite).toList();
    }

    Statistic statistic(SweepPoint point, String measure) {
        return Statistic.of(values(point, measure));
    }

    /** A level to compare with. */
    Optional<Guide> guide(SweepMeasure measure) {
        if (measure.isAngle()) {
            return Angles.CHANCE;
        }
        Set<Integer> classes = sweep().points().stream().map(point -> point.experiment().classes()).filter(n -> n > 1).collect(Collectors.toSet());
        return classes.stream().filter(n -> measure.isAccuracy() && classes.size() == 1).map(n -> new Guide(100.0 / n, "chance")).findFirst();
    }

    /** A point by what varies: {@code eta_bw = 0.1, tauxi = 1}; of what is zipped, one key. */
    String name(SweepPoint point) {
        List<Integer> places = SweepView.places(directions, point.number());
        String name = IntStream.range(0, places.size()).filter(d -> directions.get(d).size() > 1)
                .mapToObj(d -> directions.get(d).name() + " = " + directions.get(d).places().get(places.get(d))).collect(Collectors.joining(", "));
        return name.isEmpty() ? point.label() : name;
    }
}
