package org.pal4j.report.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pal4j.sweep.Point;

/**
 * Initial view of the charts of a sweep, which the reader can change. Keys are not averaged over: with more than two directions, a chart is a cut
 * through the sweep.
 *
 * @param across index of the direction on the horizontal axis
 * @param colour index of the direction of the colours, or of the vertical axis of a map; -1 for none
 * @param at     place of the cut in each direction: that of the best point, or the first
 */
record View(int across, int colour, boolean map, List<Integer> at) {
    /** Minimum number of places in both directions for a map. */
    private static final int MIN_IN_MAP = 3;
    /** Maximum number of lines that can be told apart by colour. */
    static final int MAX_LINES = 7;
    /** Maximum length of names that fit side by side below a chart. */
    private static final int MAX_NAME = 14;

    /** Returns the view; empty if nothing varies. */
    static Optional<View> of(List<Direction> all, Optional<Point> best) {
        List<Integer> varying = IntStream.range(0, all.size()).boxed().filter(d -> all.get(d).size() > 1)
                .sorted(Comparator.<Integer>comparingInt(d -> -all.get(d).size()).thenComparing(d -> !all.get(d).isNumeric())).toList();
        if (varying.isEmpty()) {
            return Optional.empty();
        }
        int across = varying.get(0);
        int colour = varying.size() > 1 ? varying.get(1) : -1;
        // Numbers go along the axis, unless there are too many names for colours. Many long names go upwards, where a map has room for them.
        boolean names = colour >= 0 && !all.get(across).isNumeric();
        boolean many = names && all.get(across).size() > MAX_LINES;
        if (names && (many ? isLong(all.get(across)) : all.get(colour).isNumeric())) {
            int upwards = across;
            across = colour;
            colour = upwards;
        }
        boolean numbers = colour >= 0 && all.get(across).isNumeric() && all.get(colour).isNumeric()
                && Math.min(all.get(across).size(), all.get(colour).size()) >= MIN_IN_MAP;
        boolean map = numbers || colour >= 0 && all.get(colour).size() > MAX_LINES;
        return Optional.of(new View(across, colour, map, places(all, best.map(Point::number).orElse(1))));
    }

    private static boolean isLong(Direction direction) {
        return direction.places().stream().anyMatch(place -> place.length() > MAX_NAME);
    }

    /** Returns the place of a point in each direction. The last direction varies fastest. */
    static List<Integer> places(List<Direction> all, int number) {
        List<Integer> places = new ArrayList<>();
        int left = number - 1;
        for (Direction direction : all.reversed()) {
            places.addFirst(left % direction.size());
            left /= direction.size();
        }
        return places;
    }
}
