package org.pal4j.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pal4j.InputException;
import org.pal4j.format.WholeFile;

/** Hands a sweep over to Slurm. */
final class Slurm {
    private static final String SBATCH = "sbatch";

    private final SlurmScripts scripts;
    private final Path array;
    private final Path gather;

    Slurm(SlurmScripts scripts) {
        this.scripts = scripts;
        array = scripts.folder().resolve("slurm/array.sbatch");
        gather = scripts.folder().resolve("slurm/gather.sbatch");
    }

    /** What sbatch did: whether it worked, and its words. */
    private record Answer(boolean done, String text) {}

    /**
     * Writes the scripts into the folder {@code slurm} of the sweep and submits them; or says how to, where there is no Slurm.
     *
     * @return the exit status
     */
    int submit() {
        try {
            Files.createDirectories(array.getParent());
            write(array, scripts.array());
            write(gather, scripts.gather());
        } catch (IOException e) {
            throw new InputException(array.getParent() + ": can't be written (" + e.getMessage() + ")", e);
        }
        System.out.println("batch scripts in " + array.getParent() + ": " + describe(scripts.shards(), scripts.cpus(), scripts.memory(),
                scripts.minutes()));
        Optional<Path> sbatch = onPath();
        if (sbatch.isEmpty()) {
            Main.say("there is no sbatch on PATH, so nothing was submitted. Where there is one:\n"
                    + "  id=$(sbatch --parsable " + SlurmScripts.quoted(array.toString()) + ")\n"
                    + "  sbatch --dependency=afterany:${id%%;*} " + SlurmScripts.quoted(gather.toString()));
            return 0;
        }
        Answer tasks = call(List.of(sbatch.get().toString(), "--parsable", array.toString()));
        if (!tasks.done) {
            Main.say("sbatch refused the array job; nothing runs. It said: " + tasks.text);
            return Main.FAILED;
        }
        String job = id(tasks.text);
        Answer second = call(List.of(sbatch.get().toString(), "--parsable", "--dependency=afterany:" + job, gather.toString()));
        if (!second.done) {
            Main.say("array job " + job + " is submitted, but sbatch refused the one that gathers; gather with ./pal4j sweep --gather "
                    + SlurmScripts.quoted(scripts.folder().toString()) + " when it has ended. It said: " + second.text);
            return Main.FAILED;
        }
        System.out.println("submitted array job " + job + ", and job " + id(second.text) + ", which gathers when it has ended");
        return 0;
    }

    /** {@code 8 tasks of 1 processor, 1536 MB and at most 10 min}. */
    static String describe(int shards, int cpus, long megabytes, long minutes) {
        return SweepProgress.count(shards, "task") + " of " + SweepProgress.count(cpus, "processor") + ", " + megabytes + " MB and at most "
                + Amounts.time(minutes * 60.0);
    }

    private static void write(Path file, String text) throws IOException {
        WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** {@code 17}, or {@code 17;cluster}. */
    private static String id(String answer) {
        return answer.lines().filter(line -> line.matches("\\d+(;.*)?")).findFirst().orElse(answer).replaceFirst(";.*", "");
    }

    private static Optional<Path> onPath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).filter(place -> !place.isEmpty())
                .map(place -> Path.of(place, SBATCH)).filter(Files::isExecutable).findFirst();
    }

    private static Answer call(List<String> command) {
        try {
            Process process = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return new Answer(process.waitFor() == 0, text);
        } catch (IOException e) {
            return new Answer(false, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(false, "interrupted");
        }
    }
}
