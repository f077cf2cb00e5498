package org.pal4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pal4j.cli.look.FileInfo;
import org.pal4j.cli.look.FolderInfo;
import org.pal4j.cli.option.Messages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pal4j info}. */
@Command(
        name = "info",
        description = "Says what the folder of a run or a sweep holds, or a file with arrays: npy, npz, safetensors, IDX, CIFAR-10, a checkpoint.",
        footer = {
            "",
            "For example:",
            "  ./pal4j info runs/yinyang-1",
            "  ./pal4j info runs/yinyang-1/checkpoint.safetensors",
            "  ./pal4j info samples.npz"
        },
        mixinStandardHelpOptions = true)
final class InfoCommand implements Runnable {
    @Parameters(paramLabel = "RUN|FILE", arity = "1..*", description = "Folders of runs or sweeps, or files.")
    private List<Path> paths;

    @Override
    public void run() {
        for (int k = 0; k < paths.size(); k++) {
            Path path = paths.get(k);
            if (k > 0) {
                System.out.println();
            }
            (Files.isDirectory(path) ? FolderInfo.of(path) : FileInfo.of(path)).forEach(Messages::print);
        }
    }
}
