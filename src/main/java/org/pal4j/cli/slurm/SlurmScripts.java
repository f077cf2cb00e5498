package org.pal4j.cli.slurm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pal4j.InputException;

/**
 * The two batch scripts of a sweep: an array job, whose tasks are the shards, and a job that gathers their results.
 *
 * @param name      name of the sweep: letters, digits, dots, dashes and underscores
 * @param folder    absolute path of the sweep's folder, the same on all nodes
 * @param launcher  absolute path of {@code pal4j}
 * @param shards    number of tasks of the array
 * @param cpus      processors of each task
 * @param heap      heap of each task's JVM, MiB; the same amount is requested for off-heap memory
 * @param minutes   time limit of each task
 * @param extra     further options for sbatch, as typed
 * @param javaHome  PAL4J_JAVA_HOME, if set
 * @param javaOpts  PAL4J_JAVA_OPTS; may be empty
 * @param arguments further arguments of each task
 */
public record SlurmScripts(
        String name, Path folder, Path launcher, int shards, int cpus, long heap, long minutes, Optional<String> extra, Optional<String> javaHome,
        String javaOpts, List<String> arguments) {
    /** Megabytes of a JVM besides its heap and the off-heap networks. */
    private static final long OVERHEAD = 512;
    private static final int MINUTES_TO_GATHER = 30;
    private static final int SECONDS_TO_STOP = 60;
    /** Waits for the task, whatever signals come meanwhile. */
    private static final String AGAIN = """
            task=$!
            # Slurm sends USR1 before the time limit. The task writes its checkpoints, and is queued again.
            again=''
            trap 'again=yes; kill -TERM "$task"' USR1
            trap 'kill -TERM "$task"' TERM
            while wait "$task"; status=$?; kill -0 "$task" 2>/dev/null; do :; done
            if [ -n "$again" ] && [ "$status" -ne 0 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 1000 ]; then
              scontrol requeue "$SLURM_JOB_ID"
            fi
            exit "$status"
            """;

    /**
     * Checks the values in lines that Slurm parses.
     *
     * @throws InputException if Slurm would misread a line
     */
    public SlurmScripts {
        arguments = List.copyOf(arguments);
        if (folder.toString().chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\' || c == 127)) {
            throw new InputException("--out " + folder + ": a folder for Slurm's logs must have no quotes, backslashes or control characters in "
                    + "its name");
        }
        extra.filter(text -> text.chars().anyMatch(c -> c < ' ')).ifPresent(text -> {
            throw new InputException("--slurm-args: must be one line, for example --slurm-args '--partition=short --account=lab'");
        });
    }

    /** Returns the megabytes that a task requests. */
    public long memory() {
        return memory(heap);
    }

    /** Returns the megabytes that a task with a heap of this many MiB requests. */
    public static long memory(long heap) {
        return 2 * heap + OVERHEAD;
    }

    /**
     * Returns the script of the array job. A requeued task goes on from its checkpoints. Slurm sends USR1 to the script before the time limit; the
     * task then writes its checkpoints, and is queued again.
     */
    public String array() {
        List<String> words = new ArrayList<>(List.of("sweep", "--resume", folder.toString()));
        words.addAll(arguments);
        return head("", "%A_%a", List.of("--array=1-" + shards, "--cpus-per-task=" + cpus, "--mem=" + memory() + "M", "--time=" + minutes,
                "--requeue", "--signal=B:USR1@" + SECONDS_TO_STOP))
                + command("-Xmx" + heap + "m " + javaOpts, words)
                + " \\\n  --shard \"$SLURM_ARRAY_TASK_ID/" + shards + "\" --threads \"${SLURM_CPUS_PER_TASK:-1}\" &\n" + AGAIN;
    }

    /** Returns the script of the job that gathers. It must start after all tasks of the array job have ended. */
    public String gather() {
        return head("-gather", "gather-%j", List.of("--cpus-per-task=1", "--mem=" + (1024 + OVERHEAD) + "M", "--time=" + MINUTES_TO_GATHER))
                + command("-Xmx1g " + javaOpts, List.of("sweep", "--gather", folder.toString())) + "\n";
    }

    private String head(String job, String log, List<String> options) {
        StringBuilder text = new StringBuilder("#!/usr/bin/env bash\n");
        // A percent sign in the folder's name must not be read as a pattern.
        String logs = folder.resolve("slurm").toString().replace("%", "%%");
        option(text, "--job-name=pal4j-" + name + job);
        options.forEach(value -> option(text, value));
        option(text, "--output=\"" + logs + "/" + log + ".log\"");
        // The last of repeated options takes effect, so the user's options come last.
        extra.ifPresent(value -> option(text, value));
        return text.append('\n').toString();
    }

    private static void option(StringBuilder text, String value) {
        text.append("#SBATCH ").append(value).append('\n');
    }

    private String command(String opts, List<String> words) {
        StringBuilder text = new StringBuilder();
        javaHome.ifPresent(home -> text.append("export PAL4J_JAVA_HOME=").append(quoted(home)).append('\n'));
        text.append("export PAL4J_JAVA_OPTS=").append(quoted(opts.strip())).append('\n');
        text.append(quoted(launcher.toString())).append(' ');
        return text.append(words.stream().map(SlurmScripts::quoted).collect(Collectors.joining(" "))).toString();
    }

    /** Quotes a word for the shell, in single quotes if necessary. */
    public static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=,+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
