package org.pal4j.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
     * Creates the files.
     *
     * @param run the folder of the run, without recordings
     * @throws InputException if they can't be created
     */
    Recorder(Path run, List<Series> recorded) {
        folder = run.resolve(RunFiles.SERIES);
        try {
            Files.createDirectory(folder);
            steps = new NpyStream(folder.resolve("step.npy"), ElementKind.INT64);
            epochs = new NpyStream(folder.resolve("epoch.npy"), ElementKind.INT32);
            for (Series series : recorded) {
                channels.add(new Channel(series, new NpyStream(folder.resolve(series.name() + ".npy"), series.kind(), series.shape())));
            }
        } catch (IOException e) {
            throw new InputException(folder + ": recordings can't be made (" + Reason.of(e) + ")", e);
        }
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
