package org.pal4j.chart;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The data of a chart, or a part of them: names with numbers, texts, lists and further data, in the order in which they were put. */
public final class ChartData {
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** Data of a chart of a kind that the page's script knows: lines, matrices, scatter, confusion, regions, features, classes, pairs. */
    public static ChartData of(String kind) {
        return new ChartData().put("kind", kind);
    }

    /** Puts a text, a number or a truth value. */
    public ChartData put(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** Puts further data, to be filled. */
    public ChartData object(String name) {
        ChartData part = new ChartData();
        values.put(name, part.values);
        return part;
    }

    /** Puts a list, to be filled: with {@link Numbers#add}, texts, or {@link #append}. */
    public List<Object> list(String name) {
        List<Object> list = new ArrayList<>();
        values.put(name, list);
        return list;
    }

    /** Adds further data to a list. */
    public static ChartData append(List<Object> list) {
        ChartData part = new ChartData();
        list.add(part.values);
        return part;
    }

    /** Adds a list to a list. */
    public static List<Object> appendList(List<Object> list) {
        List<Object> part = new ArrayList<>();
        list.add(part);
        return part;
    }

    /** All of it as plain Java, to be written as JSON; a live view. */
    public Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }
}
