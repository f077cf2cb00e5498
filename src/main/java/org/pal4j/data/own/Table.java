package org.pal4j.data.own;

import java.util.List;
import java.util.stream.Collectors;
import org.pal4j.Fault;

/**
 * The samples in a file, before they are split and scaled.
 *
 * @param name       name of the file in messages
 * @param shape      sizes of the dimensions of an input
 * @param inputNames names of the inputs; empty if they have none
 * @param inputs     inputs of each sample
 * @param classes    class of each sample; empty in regression
 * @param classNames names of the classes; empty in regression
 * @param targets    targets of each sample; without columns in classification
 * @param answers    where the classes or targets are, for messages: "column class", "y"
 * @param times      time for which each sample is shown, ms; empty if the file does not say
 * @param taught     whether each sample is shown with its target; empty if the file does not say
 */
record Table(
        String name, int[] shape, List<String> inputNames, Cells inputs, int[] classes, List<String> classNames, Cells targets, String answers,
        double[] times, boolean[] taught) {
    /** Maximum number of names in a message. */
    private static final int MAX_SHOWN = 12;
    /** Numbers without rows. */
    static final Cells NOTHING = new Cells() {
        @Override
        public int rows() {
            return 0;
        }

        @Override
        public int columns() {
            return 0;
        }

        @Override
        public double at(int row, int column) {
            throw new IndexOutOfBoundsException();
        }
    };

    int size() {
        return inputs.rows();
    }

    boolean hasClasses() {
        return !classNames.isEmpty();
    }

    /** Returns the number of outputs that a network needs. */
    int outputs() {
        return hasClasses() ? classNames.size() : targets.columns();
    }

    /** Returns names for a message, not too many. */
    static String shown(List<String> names) {
        String some = names.stream().limit(MAX_SHOWN).map(Fault::shown).collect(Collectors.joining(", "));
        return names.size() > MAX_SHOWN ? some + ", ..." : some;
    }
}
