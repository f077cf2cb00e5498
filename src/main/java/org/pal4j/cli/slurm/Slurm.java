package org.pal4j.cli.slurm;

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
import org.pal4j.format.Reason;
import org.pal4j.format.WholeFile;

/**
 * Submits a sweep to Slurm.
 *
 * @param scripts the scripts, which {@link #write} writes
 */
public record Slurm(SlurmScripts scripts) {
    /**
     * The result of a submission.
     *
     * @param failed    whether sbatch rejected a job
     * @param submitted sentence on the submitted jobs; empty unless both were submitted
     * @param advice    error message, or remaining steps for the user; empty if there are none
     */
    public record Submission(boolean failed, Optional<String> submitted, Optional<String> advice) {
        private static Submission refused(String what) {
            return new Submission(true, Optional.empty(), Optional.of(what));
        }
    }

    /** Result of sbatch: whether it succeeded, and its output. */
    private record Answer(boolean done, String text) {}

    /** Returns the folder of the scripts, in the folder of the sweep. */
    public Path folder() {
        return scripts.folder().resolve("slurm");
    }

    private Path array() {
        return folder().resolve("array.sbatch");
    }

    private Path gather() {
        return folder().resolve("gather.sbatch");
    }

    /**
     * Writes both scripts.
     *
     * @throws InputException if they cannot be written
     */
    public void write() {
        try {
            Files.createDirectories(folder());
            write(array(), scripts.array());
            write(gather(), scripts.gather());
        } catch (IOException e) {
            throw new InputException(folder() + ": can't be written (" + e.getMessage() + ")", e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Submits the scripts, which must have been written. Without Slurm, returns instructions instead. */
    public Submission submit() {
        Optional<Path> sbatch = onPath();
        if (sbatch.isEmpty()) {
            return new Submission(false, Optional.empty(), Optional.of(
                    "there is no sbatch on PATH, so nothing was submitted. Where there is one:\n"
                            + "  id=$(sbatch --parsable " + SlurmScripts.quoted(array().toString()) + ")\n"
                            + "  sbatch --dependency=afterany:${id%%;*} " + SlurmScripts.quoted(gather().toString())));
        }
        Answer tasks = call(List.of(sbatch.get().toString(), "--parsable", array().toString()));
        if (!tasks.done) {
            return Submission.refused("sbatch refused the array job; nothing runs. It said: " + tasks.text);
        }
        String job = id(tasks.text);
        Answer second = call(List.of(sbatch.get().toString(), "--parsable", "--dependency=afterany:" + job, gather().toString()));
        if (!second.done) {
            return Submission.refused("array job " + job + " is submitted, but sbatch refused the one that gathers; gather with "
                    + "./pal4j sweep --gather " + SlurmScripts.quoted(scripts.folder().toString()) + " when it has ended. It said: " + second.text);
        }
        return new Submission(false,
                Optional.of("submitted array job " + job + ", and job " + id(second.text) + ", which gathers when it has ended"), Optional.empty());
    }

    /** Returns the job id in the output of sbatch, {@code 17} or {@code 17;cluster}. */
    private static String id(String answer) {
        return answer.lines().filter(line -> line.matches("\\d+(;.*)?")).findFirst().orElse(answer).replaceFirst(";.*", "");
    }

    private static Optional<Path> onPath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).filter(place -> !place.isEmpty())
                .map(place -> Path.of(place, "sbatch")).filter(Files::isExecutable).findFirst();
    }

    private static Answer call(List<String> command) {
        try {
            Process process = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return new Answer(process.waitFor() == 0, text);
        } catch (IOException e) {
            return new Answer(false, Reason.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(false, "interrupted");
        }
    }
}
