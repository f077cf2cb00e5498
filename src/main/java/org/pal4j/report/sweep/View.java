package org.pal4j.report.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pal4j.sweep.Point;

/**
 * What the charts of a sweep show at first; the reader may choose something else. Nothing is averaged over keys: beyond two directions, a chart is
 * a cut through the sweep.
 *
 * @param across the direction along the axis
 * @param colour the direction of the colours, or upwards in a map; -1 for none
 * @param map    whether both make a map
 * @param at     for each direction, the place where the cut is: that of the best point, or the first
 */
record View(int across, int colour, boolean map, List<Integer> at) {
    /** Numbers in both directions make a map if there are so many of both. */
    private static final int MIN_IN_MAP = 3;
    /** So many lines can be told apart by their colours. */
    private static final int MAX_LINES = 7;

    /** Nothing if nothing varies. */
    static Optional<View> of(List<Direction> all, Optional<Point> best) {
        List<Integer> varying = IntStream.range(0, all.size()).boxed().filter(d -> all.get(d).size() > 1)
                .sorted(Comparator.<Integer>comparingInt(d -> -all.get(d).size()).thenComparing(d -> !all.get(d).isNumeric())).toList();
        if (varying.isEmpty()) {
            return Optional.empty();
        }
        int across = varying.get(0);
        int colour = varying.size() > 1 ? varying.get(1) : -1;
        if (colour >= 0 && all.get(colour).isNumeric() && !all.get(across).isNumeric()) {
            int names = across;
            across = colour;
            colour = names;
        }
        boolean numbers = colour >= 0 && all.get(across).isNumeric() && all.get(colour).isNumeric()
                && Math.min(all.get(across).size(), all.get(colour).size()) >= MIN_IN_MAP;
        boolean map = numbers || colour >= 0 && all.get(colour).size() > MAX_LINES;
        return Optional.of(new View(across, colour, map, places(all, best.map(Point::number).orElse(1))));
    }

    /** Where a point lies in each direction; the last direction varies fastest. */
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
