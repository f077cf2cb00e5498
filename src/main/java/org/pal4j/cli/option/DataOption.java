package org.pal4j.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import org.pal4j.data.DataFolder;
import picocli.CommandLine.Option;

/** The option {@code --data} of commands that run experiments. */
public final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the files of MNIST or CIFAR-10 are; or set PAL4J_DATA. Else the usual places are searched.")
    private Optional<Path> folder = Optional.empty();

    /** Returns the folder that is asked for. */
    public Optional<Path> asked() {
        return folder;
    }

    /** Returns the folders to search for data sets. */
    public DataFolder folder() {
        return DataFolder.of(folder);
    }
}
