package org.pal4j.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A process that claims folders as fast as it can, and keeps them until its standard input ends: the parent folder, a name, a number of folders. */
final class ClaimProcess {
    private ClaimProcess() {}

    /** Claims the folders, and writes its name into those that it gets. */
    public static void main(String[] arguments) throws IOException {
        Path parent = Path.of(arguments[0]);
        System.out.println("ready");
        System.in.read();
        for (int k = 0; k < Integer.parseInt(arguments[2]); k++) {
            Path folder = parent.resolve("deep-" + k).resolve("run");
            if (Claim.unlessTaken(folder).isPresent()) {
                Files.writeString(folder.resolve("owner-" + arguments[1]), "", StandardOpenOption.CREATE_NEW);
            }
        }
        System.out.println("done");
        System.in.read();
    }

    /** Starts such a process. */
    static Process start(Path parent, String name, int folders) throws IOException {
        return new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-cp",
                System.getProperty("java.class.path"), ClaimProcess.class.getName(), parent.toString(), name, Integer.toString(folders)))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
