package org.pal4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pal4j.InputException;

class NamedArraysTest {
    private float[] weights = {1, 2, 3, 4, 5, 6};
    private long count = 7;
    private double sum = 0.1;
    private boolean on = true;

    private NamedArrays list() {
        NamedArrays arrays = new NamedArrays();
        arrays.floats("weights", () -> weights.clone(), values -> weights = values.clone(), 2, 3);
        arrays.number("count", 0, 10, () -> count, value -> count = value);
        arrays.number("sum", () -> sum, value -> sum = value);
        arrays.flag("on", () -> on, value -> on = value);
        return arrays;
    }

    @Test
    void whatWasSavedIsRestored() {
        Map<String, NpyArray> saved = list().save();
        assertEquals(List.of("weights", "count", "sum", "on"), List.copyOf(saved.keySet()));
        assertEquals(list().names(), List.copyOf(saved.keySet()));
        assertEquals(NpyArray.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3), saved.get("weights"));
        assertEquals(NpyArray.ofLongs(new long[] {7}), saved.get("count"));
        weights = new float[6];
        count = 3;
        sum = 0;
        on = false;
        list().check("a test", saved);
        list().restore(saved);
        assertEquals(saved, list().save());
    }

    @Test
    void everyFaultIsNamed() {
        Map<String, NpyArray> arrays = new HashMap<>(list().save());
        arrays.remove("on");
        arrays.put("count", NpyArray.ofLongs(new long[] {11}));
        arrays.put("sum", NpyArray.ofFloats(new float[] {1}));
        arrays.put("weights", NpyArray.ofFloats(new float[6], 3, 2));
        arrays.put("more", NpyArray.ofFloats(new float[1]));
        assertEquals("""
                a test has 5 faults:
                  - weights = array of float32 of shape (3, 2): must be an array of float32 of shape (2, 3)
                  - count = array of int64 of shape (): must be an array of int64 of shape () with values from 0 to 10
                  - sum = array of float32 of shape (): must be an array of float64 of shape ()
                  - on: is missing; must be an array of bool of shape ()
                  - more = array of float32 of shape (): there is no array of this name here""",
                assertThrows(InputException.class, () -> list().check("a test", arrays)).getMessage());
    }

    @Test
    void aNameComesOnce() {
        NamedArrays arrays = list();
        assertThrows(IllegalArgumentException.class, () -> arrays.flag("sum", () -> on, value -> on = value));
    }
}
