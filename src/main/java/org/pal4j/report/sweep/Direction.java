package org.pal4j.report.sweep;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.pal4j.model.Experiment;
import org.pal4j.sweep.Sweep;

/**
 * One direction of a sweep, as shown in charts.
 *
 * @param keys    keys that vary: one in a product, several in a zip, {@link Sweep#VARIANT} for variants
 * @param name    the key that distinguishes the places
 * @param axis    name of the axis; the key, unless the places are networks of different layers
 * @param places  names of the places, in order
 * @param numbers values of the places, if they are numbers
 * @param neurons whether the values are numbers of neurons, of networks that differ in nothing else
 */
record Direction(List<String> keys, String name, String axis, List<String> places, Optional<double[]> numbers, Scale scale, boolean neurons) {
    private static final String LAYERS = "layers";
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,3})?");
    /** Ratio of largest to smallest value below which the scale is linear. */
    private static final double MIN_RATIO = 5;

    /** Spacing of the places on an axis. */
    enum Scale {
        /** Proportional to the numbers. */
        LINEAR,
        /** Proportional to the logarithms of the numbers. */
        LOG,
        /** Even spacing in numerical order, for values such as 0, 0.01, 0.1 that suit neither a linear nor a logarithmic axis. */
        EVEN,
        /** Even spacing in the given order, for places that are not numbers. */
        NAMES
    }

    /** Returns all directions of a sweep, including those with one place. */
    static List<Direction> of(Sweep sweep) {
        return sweep.directions().stream().map(keys -> of(keys, sweep)).toList();
    }

    private static Direction of(List<String> keys, Sweep sweep) {
        Map<List<String>, Experiment> first = new LinkedHashMap<>();
        sweep.points().forEach(point -> first.putIfAbsent(keys.stream().map(point::text).toList(), point.experiment()));
        Set<List<String>> rows = first.keySet();
        if (keys.contains(LAYERS)) {
            List<Experiment> networks = List.copyOf(first.values());
            Optional<Direction> layers = Widths.of(networks, sweep.model().terms()).map(widths -> new Direction(keys, LAYERS, widths.name(),
                    networks.stream().map(Experiment::layers).toList(), Optional.of(widths.numbers()),
                    widths.alike() && networks.size() > 2 ? Scale.LOG : Scale.LINEAR, widths.alike()));
            if (layers.isPresent()) {
                return layers.get();
            }
        }
        List<List<String>> columns = IntStream.range(0, keys.size()).mapToObj(k -> rows.stream().map(row -> row.get(k)).toList()).toList();
        // One key represents zipped keys: the first with distinct numbers, or else with distinct names.
        for (boolean asNumbers : new boolean[] {true, false}) {
            for (int k = 0; k < keys.size(); k++) {
                List<String> places = columns.get(k);
                boolean distinct = Set.copyOf(places).size() == places.size();
                if (distinct && asNumbers == places.stream().allMatch(place -> NUMBER.matcher(place).matches())) {
                    Optional<double[]> numbers = Optional.of(places).filter(p -> asNumbers)
                            .map(p -> p.stream().mapToDouble(Double::parseDouble).toArray());
                    return new Direction(keys, keys.get(k), keys.get(k), places, numbers, numbers.map(Direction::scale).orElse(Scale.NAMES), false);
                }
            }
        }
        String all = String.join(", ", keys);
        return new Direction(keys, all, all, rows.stream().map(row -> String.join(", ", row)).toList(), Optional.empty(), Scale.NAMES, false);
    }

    /** Returns the scale that spaces the values more evenly. */
    static Scale scale(double[] numbers) {
        double[] sorted = Arrays.stream(numbers).sorted().toArray();
        double[] positive = Arrays.stream(sorted).filter(x -> x > 0).toArray();
        boolean wide = sorted.length > 2 && sorted[0] >= 0 && positive.length > 1 && positive[positive.length - 1] >= MIN_RATIO * positive[0];
        if (!wide || unevenness(Arrays.stream(positive).map(StrictMath::log)) >= unevenness(Arrays.stream(sorted))) {
            return Scale.LINEAR;
        }
        return sorted[0] > 0 ? Scale.LOG : Scale.EVEN;
    }

    /** Returns the ratio of the largest to the smallest gap between neighbours. */
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

    /** Returns whether places are names that need no key before them. */
    boolean isVariant() {
        return keys.equals(List.of(Sweep.VARIANT));
    }

    /** Returns the name of a place with its key: {@code eta_bw = 0.1}; of a variant, the name alone. */
    String label(int place) {
        return isVariant() ? places.get(place) : name + " = " + places.get(place);
    }

    /** Returns the places by their numbers, or in the given order if they are none. */
    List<Integer> sorted() {
        return IntStream.range(0, size()).boxed().sorted(Comparator.comparingDouble(i -> numbers.map(all -> all[i]).orElse((double) i))).toList();
    }

    /** Returns the relative rank of a place, from 0 to 1: by value for numbers, else by position. */
    double rank(int place) {
        long below = numbers.map(all -> Arrays.stream(all).filter(x -> x < all[place]).count()).orElse((long) place);
        return size() == 1 ? 0 : below / (size() - 1.0);
    }
}
