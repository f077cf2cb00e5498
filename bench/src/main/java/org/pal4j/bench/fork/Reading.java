package org.pal4j.bench.fork;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.pal4j.bench.score.Fork;

/** What a JVM that measures says, line by line. */
final class Reading {
    private final Consumer<String> progress;
    /** The lines that are not ours. */
    private final List<String> noise;
    private final List<Fork> forks = new ArrayList<>();
    private String version = "";
    private String width = "";
    private boolean warm;

    Reading(Consumer<String> progress, List<String> noise) {
        this.progress = progress;
        this.noise = noise;
    }

    void take(String line) {
        if (line.startsWith(Answers.VERSION)) {
            String[] words = line.substring(Answers.VERSION.length()).split(" ");
            version = words[0];
            width = words[1];
        } else if (line.startsWith(Answers.PROGRESS)) {
            progress.accept(line.substring(Answers.PROGRESS.length()));
        } else if (line.startsWith(Answers.FORK)) {
            forks.add(Answers.fork(line));
        } else if (line.equals(Answers.WARM)) {
            warm = true;
        } else {
            noise.add(line);
        }
    }

    String version() {
        return version;
    }

    String width() {
        return width;
    }

    List<Fork> forks() {
        return forks;
    }

    /** Returns whether it waits to be told to measure. */
    boolean isWaiting() {
        return warm && forks.isEmpty();
    }

    /** Of a JVM that had to be killed after some seconds. */
    static String endless(long seconds) {
        return "no answer: one call of it takes longer than " + seconds + " s";
    }

    /** Of a JVM that ended without a record. */
    static String ending(List<String> noise) {
        return "no number: " + saying(noise);
    }

    /** The first line that says why, or that with the exception. */
    static String saying(List<String> noise) {
        List<String> said = noise.stream().map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("WARNING") && !line.contains(" warning:") && !line.startsWith("at ")
                        && !line.startsWith("Picked up ") && !line.equals("Error occurred during initialization of VM"))
                .toList();
        return said.stream().filter(line -> line.startsWith("Exception") || line.startsWith("Unrecognized") || line.startsWith("no answer"))
                .findFirst().or(() -> said.stream().findFirst()).orElse("it ended without a word");
    }
}
