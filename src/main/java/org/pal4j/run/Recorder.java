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
 * Writes what an experiment records into the folder {@code recordings}, one array for each series, and {@code step} and {@code epoch} of each row.
 * What is written grows on the disk; what is in memory does not.
 *
 * <p>If a row can't be written, recording ends with the rows that there are, all series alike; the run may go on.
 */
final class Recorder {
    private final Path folder;
    private final NpyStream steps;
    private final NpyStream epochs;
    private final List<Channel> channels = new ArrayList<>();
    private Optional<InputException> fault = Optional.empty();

    private record Channel(Series series, NpyStream stream) {}

    /**
     * Makes the files.
     *
     * @param run the folder of the run, which has no recordings yet
     * @throws InputException if they can't be made
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
     * Brings all rows to the disk.
     *
     * @throws InputException if that fails, or recording has ended before
     */
    void flush() {
        if (fault.isEmpty()) {
            try {
                for (Channel channel : channels) {
                    channel.stream.flush();
                }
                epochs.flush();
                // The last of all: other series may have more rows than there are steps, never fewer.
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
