package org.pal4j.sweep;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pal4j.Fault;
import org.pal4j.InputException;

/**
 * A part of a sweep, for one of several machines.
 *
 * @param index the number of the part, from 1
 * @param count the number of parts
 */
public record Shard(int index, int count) {
    /** The largest number of parts of a sweep. */
    public static final int MAX = 100_000;

    private static final Pattern FORM = Pattern.compile("\\s*(\\d{1,6})\\s*/\\s*(\\d{1,6})\\s*");

    /** The whole sweep. */
    public static final Shard WHOLE = new Shard(1, 1);

    /**
     * Reads {@code i/n}.
     *
     * @throws InputException if the text does not have this form
     */
    public static Shard parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            Shard shard = new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
            if (shard.index >= 1 && shard.index <= shard.count && shard.count <= MAX) {
                return shard;
            }
        }
        throw new InputException("--shard " + Fault.shown(text) + ": must be I/N, the I-th of N parts, 1 <= I <= N <= " + MAX
                + ", for example --shard 2/8. Where tasks are counted from 0, add 1: --shard $((JOB_COMPLETION_INDEX + 1))/8");
    }

    @Override
    public String toString() {
        return index + "/" + count;
    }
}
