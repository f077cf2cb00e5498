package org.pal4j.data.own;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pal4j.Fault;
import org.pal4j.data.DataSets;

/**
 * The samples of own data, and what the files say of them.
 *
 * @param sets       samples of training, validation and test
 * @param file       name of the training file, for messages
 * @param shape      sizes of the dimensions of an input in the file
 * @param inputNames names of the inputs; empty if they have none
 * @param outputs    number of classes, or of targets
 * @param answers    where the classes or targets are: "the column class"
 */
public record OwnSamples(DataSets sets, String file, int[] shape, List<String> inputNames, int outputs, String answers) {
    /** Returns the number of values of an input. */
    public int inputs() {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    /** Returns whether the samples have classes; otherwise they have targets. */
    public boolean hasClasses() {
        return !sets.classNames().isEmpty();
    }

    /**
     * Returns the fault of a circuit's layers that don't fit the data.
     *
     * @param layers the key's value
     * @param first  size of the first layer
     * @param last   size of the last layer
     */
    public Optional<Fault> unfit(List<Integer> layers, int first, int last) {
        return first == inputs() && last == outputs ? Optional.empty()
                : Optional.of(Fault.of("layers", layers, "the first must be " + inputs() + " and the last " + outputs + ", as " + has() + hint()));
    }

    /**
     * Returns the fault of an input's shape that doesn't fit the data.
     *
     * @param key   name of the key
     * @param sizes its value: the number of inputs, or channels, height and width
     */
    public Optional<Fault> unfitInputs(String key, List<Integer> sizes) {
        int[] given = sizes.stream().mapToInt(Integer::intValue).toArray();
        String shown = sizes.size() == 1 ? sizes.getFirst().toString() : sizes.toString();
        if (IntStream.of(given).reduce(1, (a, b) -> a * b) != inputs()) {
            return Optional.of(Fault.of(key, shown, "must be " + (shape.length == 1 ? "" + inputs() : "[" + text(", ") + "] or " + inputs()) + ", as "
                    + has()));
        }
        // Maps of one row, column or channel are the same with and without that dimension.
        int[] there = Arrays.stream(shape).filter(n -> n > 1).toArray();
        boolean flat = sizes.size() == 1 || there.length < 2;
        return flat || Arrays.equals(there, IntStream.of(given).filter(n -> n > 1).toArray()) ? Optional.empty()
                : Optional.of(new Fault(key, shown, "must be in the order of the file, whose inputs are " + text(" x "),
                        "channels come first: x.transpose(0, 3, 1, 2) puts the last dimension there"));
    }

    /**
     * Returns the fault of an output layer that doesn't fit the data.
     *
     * @param layer the last layer, as in the configuration
     * @param size  its size
     */
    public Optional<Fault> unfitOutputs(String layer, int size) {
        return size == outputs ? Optional.empty()
                : Optional.of(Fault.of("layers", "the last one, \"" + layer + "\", must have " + outputs + " neurons, as " + has() + hint()));
    }

    private String text(String between) {
        return Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(between));
    }

    /** Returns what the file has, as the end of a sentence. */
    private String has() {
        String names = inputNames.isEmpty() ? shape.length > 1 ? " (" + text(" x ") + ")" : "" : " (" + Table.shown(inputNames) + ")";
        return file + " has " + inputs() + (inputs() == 1 ? " input" : " inputs") + Fault.shown(names) + " and " + outputs + (hasClasses()
                ? " classes (" + Fault.shown(Table.shown(sets.classNames())) + ") in " : outputs == 1 ? " target in " : " targets in ") + answers;
    }

    private String hint() {
        return hasClasses() || outputs > 1 ? "" : "; classes would be whole numbers of an integer type, as y.astype('int64') makes them";
    }
}
