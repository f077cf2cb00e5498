package org.pal4j.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pal4j.InputException;
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
    private final Path folder;
    private final NpyStream steps;
    private final NpyStream epochs;
    private final List<Channel> channels = new ArrayList<>();
    private Optional<InputException> fault = Optional.empty();

    private record Channel(Series series, NpyStream stream) {}

    /**
     * Creates the files, or continues them.
     *
     * @param run  the folder of the run
     * @param rows the number of rows that a resumed run keeps; nothing for a run without recordings so far
     * @throws InputException if the files can't be created or continued
     */
    Recorder(Path run, List<Series> recorded, OptionalLong rows) {
        folder = run.resolve(RunFiles.SERIES);
        try {
            if (rows.isEmpty()) {
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
        return rows.isEmpty() ? new NpyStream(file, kind, shape) : NpyStream.resume(file, kind, rows.getAsLong(), shape);
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

    /** Adds a row to each series, unless recording has ended. */
    void record(int epoch, long step) {
        if (fault.isPresent()) {
            return;
        }
        try {
            for (Channel channel : channels) {
                channel.stream.append(channel.series.row().get());
            }
            epochs.append(epoch);
            steps.append((double) step);
        } catch (IOException e) {
            end(e);
        }
    }

    /**
     * Writes all rows to disk.
     *
     * @throws InputException if that fails, or if recording has already ended with a fault
     */
    void flush() {
        if (fault.isEmpty()) {
            try {
                for (Channel channel : channels) {
                    channel.stream.flush();
                }
                epochs.flush();
                // Steps come last: other series may have more rows than this one, never fewer.
                steps.flush();
            } catch (IOException e) {
                end(e);
            }
        }
        fault.ifPresent(e -> {
            throw e;
        });
    }

    private void end(IOException e) {
        fault = Optional.of(new InputException(folder + ": can't be written (" + Reason.of(e) + "); recording has ended, and the first "
                + steps.rows() + " rows of each series are whole", e));
    }
}
