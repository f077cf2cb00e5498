package org.pal4j.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pal4j.Cancellation;
import org.pal4j.InputException;
import org.pal4j.folder.OwnFiles;
import org.pal4j.format.ElementKind;
import org.pal4j.format.NpyStream;
import org.pal4j.format.Reason;
import org.pal4j.model.Series;

/**
 * Writes the recorded series of an experiment into the folder {@code recordings}, one array per series, with {@code step} and {@code epoch} of each
 * row. Rows go to disk, so memory use does not grow.
 *
 * <p>If a row can't be written, the recording of all series ends with the rows written so far. The run may continue.
 */
final class Recorder {
    /** The time between two updates of the numbers of rows in the files: what a killed run may lose. */
    private static final double SECONDS = 3;
    /** The shortest time between them in multiples of the time that one takes. So they take at most 1 % of a run. */
    private static final double REST = 100;
    /** The number of elements of a row that are computed before anything of it is written. */
    private static final int SMALL = 1 << 12;
    private final double seconds;
    private final double rest;
    private final Path folder;
    private final NpyStream steps;
    private final NpyStream epochs;
    private final List<Channel> channels = new ArrayList<>();
    private Optional<InputException> fault = Optional.empty();
    private boolean dirty;
    private long flushed = System.nanoTime();
    private double duration;

    private record Channel(Series series, NpyStream stream) {
        boolean isSmall() {
            return Arrays.stream(series.shape()).asLongStream().reduce(1, Math::multiplyExact) <= SMALL;
        }
    }

    /**
     * Creates the files, or continues them.
     *
     * @param run  the folder of the run
     * @param rows the number of rows that a resumed run keeps; nothing for a run without recordings so far
     * @throws InputException if the files can't be created or continued
     */
    Recorder(Path run, List<Series> recorded, OptionalLong rows) {
        this(run, recorded, rows, SECONDS, REST);
    }

    /**
     * @param seconds the time after which the files say how many rows they have
     * @param rest    the shortest such time in multiples of the time that an update takes
     */
    Recorder(Path run, List<Series> recorded, OptionalLong rows, double seconds, double rest) {
        this.seconds = seconds;
        this.rest = rest;
        folder = run.resolve(RunFiles.SERIES);
        try {
            // A link would lead to a folder that this run has not made.
            if (rows.isEmpty() && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(folder);
            }
            steps = stream("step", rows, ElementKind.INT64);
            epochs = stream("epoch", rows, ElementKind.INT32);
            for (Series series : recorded) {
                channels.add(new Channel(series, stream(series.name(), rows, series.kind(), series.shape())));
            }
        } catch (IOException e) {
            throw new InputException(folder + ": recordings can't be made (" + Reason.of(e) + ")", e);
        }
    }

    private NpyStream stream(String name, OptionalLong rows, ElementKind kind, int... shape) throws IOException {
        Path file = folder.resolve(name + ".npy");
        if (rows.isPresent()) {
            return NpyStream.resume(file, kind, rows.getAsLong(), shape);
        }
        // Of a run that was killed before its first checkpoint.
        OwnFiles.delete(file);
        return new NpyStream(file, kind, shape);
    }

    /**
     * Writes all rows to disk, and returns their number.
     *
     * @throws InputException as {@link #flush} does
     */
    long flushed() {
        flush();
        return steps.rows();
    }

    /**
     * Adds a row to each series, unless recording has ended.
     *
     * @throws org.pal4j.Cancellation.Cancelled if a small row takes long to compute and is no longer wanted; then nothing was added
     */
    void record(int epoch, long step) {
        if (fault.isPresent()) {
            return;
        }
        IdentityHashMap<Channel, double[]> rows = new IdentityHashMap<>();
        for (Channel channel : channels) {
            if (channel.isSmall()) {
                rows.put(channel, channel.series.row().get());
            }
        }
        // From here on, all series get the row or none.
        Cancellation.shielded(() -> append(rows, epoch, step));
        flushIfDue();
    }

    private void append(IdentityHashMap<Channel, double[]> rows, int epoch, long step) {
        try {
            for (Channel channel : channels) {
                double[] row = rows.get(channel);
                channel.stream.append(row == null ? channel.series.row().get() : row);
            }
            epochs.append(epoch);
            steps.append((double) step);
            dirty = true;
        } catch (IOException e) {
            end(e);
        }
    }

    /** Writes all rows to disk if that was long ago. To be called often, since rows may be rare. A fault ends the recording, and is thrown later. */
    void flushIfDue() {
        if (dirty && fault.isEmpty() && (System.nanoTime() - flushed) * 1e-9 >= Math.max(seconds, rest * duration)) {
            write();
        }
    }

    /**
     * Writes all rows to disk.
     *
     * @throws InputException if that fails, or if recording has already ended with a fault
     */
    void flush() {
        if (fault.isEmpty()) {
            write();
        }
        fault.ifPresent(e -> {
            throw e;
        });
    }

    private void write() {
        long start = System.nanoTime();
        try {
            for (Channel channel : channels) {
                channel.stream.flush();
            }
            epochs.flush();
            // Steps come last: other series may have more rows than this one, never fewer.
            steps.flush();
            dirty = false;
        } catch (IOException e) {
            end(e);
        }
        flushed = System.nanoTime();
        duration = (flushed - start) * 1e-9;
    }

    private void end(IOException e) {
        fault = Optional.of(new InputException(folder + ": can't be written (" + Reason.of(e) + "); recording has ended, and the first "
                + steps.rows() + " rows of each series are whole", e));
    }
}
