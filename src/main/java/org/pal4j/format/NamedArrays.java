package org.pal4j.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.pal4j.Fault;
import org.pal4j.InputException;

/**
 * The arrays that make up a state. One list both saves the state and restores it. For each array the list has the name, the type, the shape, where
 * the values come from and where they go.
 *
 * <p>Arrays to restore may come from a damaged file. {@link #check} checks all of them before the first one is restored.
 */
public final class NamedArrays {
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(
            String name, ElementKind kind, int[] shape, String range, Predicate<NpyArray> inRange, Supplier<NpyArray> save,
            Consumer<NpyArray> restore) {}

    /**
     * Adds an array of float32.
     *
     * @param name    unique in the list
     * @param save    gives the values in C order, as an array of its own
     * @param restore takes values in C order, which it must neither change nor keep
     * @param shape   the sizes of the dimensions
     */
    public void floats(String name, Supplier<float[]> save, Consumer<float[]> restore, int... shape) {
        add(name, ElementKind.FLOAT32, shape, "", array -> true, save::get, values -> restore.accept((float[]) values));
    }

    /** Adds an array of float64; otherwise as {@link #floats}. */
    public void doubles(String name, Supplier<double[]> save, Consumer<double[]> restore, int... shape) {
        add(name, ElementKind.FLOAT64, shape, "", array -> true, save::get, values -> restore.accept((double[]) values));
    }

    /** Adds an array of int64 whose values lie between {@code least} and {@code most}; otherwise as {@link #floats}. */
    public void longs(String name, long least, long most, Supplier<long[]> save, Consumer<long[]> restore, int... shape) {
        add(name, ElementKind.INT64, shape, " with values from " + least + " to " + most,
                array -> Arrays.stream((long[]) array.values()).allMatch(value -> value >= least && value <= most), save::get,
                values -> restore.accept((long[]) values));
    }

    /** Adds an array of float32 that is read and overwritten in place. */
    public void floats(String name, float[] values, int... shape) {
        floats(name, values::clone, saved -> System.arraycopy(saved, 0, values, 0, values.length), shape);
    }

    /** Adds an array of float64 that is read and overwritten in place. */
    public void doubles(String name, double[] values, int... shape) {
        doubles(name, values::clone, saved -> System.arraycopy(saved, 0, values, 0, values.length), shape);
    }

    /** Adds a list of integers between {@code least} and {@code most}, saved as int64, that is read and overwritten in place. */
    public void ints(String name, long least, long most, int[] values) {
        longs(name, least, most, () -> Arrays.stream(values).asLongStream().toArray(), saved -> Arrays.setAll(values, k -> (int) saved[k]),
                values.length);
    }

    /** Adds a single int64 that lies between {@code least} and {@code most}. */
    public void number(String name, long least, long most, LongSupplier save, LongConsumer restore) {
        longs(name, least, most, () -> new long[] {save.getAsLong()}, values -> restore.accept(values[0]));
    }

    /** Adds a single float64. */
    public void number(String name, DoubleSupplier save, DoubleConsumer restore) {
        add(name, ElementKind.FLOAT64, new int[0], "", array -> true, () -> new double[] {save.getAsDouble()},
                values -> restore.accept(((double[]) values)[0]));
    }

    /** Adds a single bool. */
    public void flag(String name, BooleanSupplier save, Consumer<Boolean> restore) {
        add(name, ElementKind.BOOL, new int[0], "", array -> true, () -> new boolean[] {save.getAsBoolean()},
                values -> restore.accept(((boolean[]) values)[0]));
    }

    private void add(
            String name, ElementKind kind, int[] shape, String range, Predicate<NpyArray> inRange, Supplier<Object> save, Consumer<Object> restore) {
        if (entries.stream().anyMatch(entry -> entry.name.equals(name))) {
            throw new IllegalArgumentException("two arrays named " + name);
        }
        entries.add(
                new Entry(name, kind, shape, range, inRange, () -> NpyArray.adopt(kind, save.get(), shape), array -> restore.accept(array.values())));
    }

    /** The names of the arrays that were added so far, in order. */
    public List<String> names() {
        return entries.stream().map(Entry::name).toList();
    }

    /** Saves one of the arrays. */
    public NpyArray save(String name) {
        return entries.stream().filter(entry -> entry.name.equals(name)).findFirst().orElseThrow().save.get();
    }

    /** Saves the state: all arrays by name, in the order in which they were added. The map can't be changed. */
    public SequencedMap<String, NpyArray> save() {
        SequencedMap<String, NpyArray> arrays = new LinkedHashMap<>();
        for (Entry entry : entries) {
            arrays.put(entry.name, entry.save.get());
        }
        return Collections.unmodifiableSequencedMap(arrays);
    }

    /**
     * Checks that arrays are those of the list.
     *
     * @param source what the arrays are, for the message
     * @throws InputException with a fault for each array that is missing, is not in the list, or has another kind or shape or values out of range
     */
    public void check(String source, Map<String, NpyArray> arrays) {
        List<Fault> faults = new ArrayList<>();
        for (Entry entry : entries) {
            NpyArray array = arrays.get(entry.name);
            String needed = entry.kind + " of shape " + Shapes.text(entry.shape) + entry.range;
            if (array == null) {
                faults.add(Fault.of(entry.name, "is missing; must be an array of " + needed));
            } else if (array.kind() != entry.kind || !Arrays.equals(array.shape(), entry.shape) || !entry.inRange.test(array)) {
                faults.add(Fault.of(entry.name, array, "must be an array of " + needed));
            }
        }
        for (Map.Entry<String, NpyArray> given : arrays.entrySet()) {
            if (entries.stream().noneMatch(entry -> entry.name.equals(given.getKey()))) {
                faults.add(Fault.of(Fault.shown(given.getKey()), given.getValue(), "there is no array of this name here"));
            }
        }
        InputException.throwIfAny(source, faults);
    }

    /**
     * Checks and restores the arrays of the list, and removes them from {@code arrays}; all others stay.
     *
     * @param source what the arrays are, for the message
     * @throws InputException as {@link #check} does; then nothing is restored
     */
    public void take(String source, Map<String, NpyArray> arrays) {
        Map<String, NpyArray> own = new LinkedHashMap<>(arrays);
        own.keySet().retainAll(names());
        check(source, own);
        restore(own);
        arrays.keySet().removeAll(own.keySet());
    }

    /** Restores the state from arrays that have passed {@link #check}. */
    public void restore(Map<String, NpyArray> arrays) {
        for (Entry entry : entries) {
            entry.restore.accept(Objects.requireNonNull(arrays.get(entry.name), entry.name));
        }
    }
}
