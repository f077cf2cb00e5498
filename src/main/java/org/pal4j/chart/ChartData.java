package org.pal4j.chart;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The data of a chart, or a part of them: named numbers, texts, lists and nested data, in insertion order. */
public final class ChartData {
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** Creates the data of a chart. Kinds: lines, matrices, scatter, confusion, regions, features, classes, pairs, roofline. */
    public static ChartData of(String kind) {
        return new ChartData().put("kind", kind);
    }

    /** Sets a text, a number or a Boolean. */
    public ChartData put(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** Adds and returns an empty nested object. */
    public ChartData object(String name) {
        ChartData part = new ChartData();
        values.put(name, part.values);
        return part;
    }

    /** Adds and returns an empty list, for {@link Numbers#add}, texts, or {@link #append}. */
    public List<Object> list(String name) {
        List<Object> list = new ArrayList<>();
        values.put(name, list);
        return list;
    }

    /** Adds an empty object to a list, and returns it. */
    public static ChartData append(List<Object> list) {
        ChartData part = new ChartData();
        list.add(part.values);
        return part;
    }

    /** Adds an empty list to a list, and returns it. */
    public static List<Object> appendList(List<Object> list) {
        List<Object> part = new ArrayList<>();
        list.add(part);
        return part;
    }

    /** Returns a live view of all data in plain Java, for JSON. */
    public Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }
}
