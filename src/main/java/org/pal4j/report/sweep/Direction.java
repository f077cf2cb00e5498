package org.pal4j.report.sweep;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.pal4j.sweep.Point;
import org.pal4j.sweep.Sweep;

/**
 * One direction in which a sweep varies, with what a chart needs to know of it.
 *
 * @param keys    that vary in it: one of a product, several of a zip
 * @param name    of an axis: the key that tells the places apart
 * @param places  what to call them, in their order
 * @param numbers the same as numbers, if they are numbers
 * @param scale   how they are spaced
 */
record Direction(List<String> keys, String name, List<String> places, Optional<double[]> numbers, Scale scale) {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,3})?");
    /** Values within this ratio look alike on both scales. */
    private static final double MIN_RATIO = 5;

    /** How the places of a direction lie on an axis. */
    enum Scale {
        /** By their numbers. */
        LINEAR,
        /** By the logarithms of their numbers. */
        LOG,
        /** Evenly, in the order of their numbers: 0, 0.01, 0.1 has no place on either of the others. */
        EVEN,
        /** Evenly, in their own order, as they are no numbers. */
        NAMES
    }

    /** All directions of a sweep, also those with one place. */
    static List<Direction> of(Sweep sweep) {
        return sweep.directions().stream().map(keys -> of(keys, sweep.points())).toList();
    }

    private static Direction of(List<String> keys, List<Point> points) {
        Set<List<String>> rows = new LinkedHashSet<>();
        points.forEach(point -> rows.add(keys.stream().map(point::text).toList()));
        List<List<String>> columns = IntStream.range(0, keys.size()).mapToObj(k -> rows.stream().map(row -> row.get(k)).toList()).toList();
        // Of what is zipped, one key stands for all: the first with numbers, or else with names, that are all different.
        for (boolean asNumbers : new boolean[] {true, false}) {
            for (int k = 0; k < keys.size(); k++) {
                List<String> places = columns.get(k);
                boolean distinct = Set.copyOf(places).size() == places.size();
                if (distinct && asNumbers == places.stream().allMatch(place -> NUMBER.matcher(place).matches())) {
                    Optional<double[]> numbers = Optional.of(places).filter(p -> asNumbers)
                            .map(p -> p.stream().mapToDouble(Double::parseDouble).toArray());
                    return new Direction(keys, keys.get(k), places, numbers, numbers.map(Direction::scale).orElse(Scale.NAMES));
                }
            }
        }
        return new Direction(keys, String.join(", ", keys), rows.stream().map(row -> String.join(", ", row)).toList(), Optional.empty(),
                Scale.NAMES);
    }

    /** Whichever scale spaces the values more evenly. */
    static Scale scale(double[] numbers) {
        double[] sorted = Arrays.stream(numbers).sorted().toArray();
        double[] positive = Arrays.stream(sorted).filter(x -> x > 0).toArray();
        boolean wide = sorted.length > 2 && sorted[0] >= 0 && positive.length > 1 && positive[positive.length - 1] >= MIN_RATIO * positive[0];
        if (!wide || unevenness(Arrays.stream(positive).map(StrictMath::log)) >= unevenness(Arrays.stream(sorted))) {
            return Scale.LINEAR;
        }
        return sorted[0] > 0 ? Scale.LOG : Scale.EVEN;
    }

    /** The largest gap between neighbours, beside the smallest. */
    private static double unevenness(DoubleStream sorted) {
        double[] x = sorted.toArray();
        double[] gaps = IntStream.range(1, x.length).mapToDouble(i -> x[i] - x[i - 1]).toArray();
        return Arrays.stream(gaps).max().orElse(0) / Arrays.stream(gaps).min().orElse(1);
    }

    int size() {
        return places.size();
    }

    boolean isNumeric() {
        return numbers.isPresent();
    }

    /** Where a place lies among all, from 0 to 1: by numbers, if they are numbers. */
    double rank(int place) {
        long below = numbers.map(all -> Arrays.stream(all).filter(x -> x < all[place]).count()).orElse((long) place);
        return size() == 1 ? 0 : below / (size() - 1.0);
    }
}
