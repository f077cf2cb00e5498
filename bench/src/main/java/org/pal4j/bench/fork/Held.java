package org.pal4j.bench.fork;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pal4j.bench.score.Fork;
import org.pal4j.bench.score.KernelTime;

/** A JVM that has measured a subject, and can be asked for more. Closing it ends it. */
public final class Held implements AutoCloseable {
    private final Talk talk;
    private final Fork fork;
    private final long patience;

    Held(Talk talk, Fork fork, long patience) {
        this.talk = talk;
        this.fork = fork;
        this.patience = patience;
    }

    /** Returns what it has measured. */
    public Fork fork() {
        return fork;
    }

    /**
     * Moves it to one processor, the same for all that are pinned to this place, if the system can do that. For what computes on one thread.
     *
     * @param place below {@link Pin#processors}; 0 is the last processor, which others use least
     */
    public void pin(int place) {
        talk.pin(place);
    }

    /** Takes one more sample. Returns microseconds for an operation, or NaN if the JVM has ended. */
    public double sample() {
        String answer = answer(Answers.Question.SAMPLE, Answers.SAMPLE);
        return answer.isEmpty() ? Double.NaN : Double.parseDouble(answer.substring(Answers.SAMPLE.length()));
    }

    /** Looks how long an operation is in which kernel. Returns an empty list if the JVM has ended or has no Flight Recorder. */
    public List<KernelTime> times() {
        String answer = answer(Answers.Question.TIMES, Answers.TIMES);
        return answer.isEmpty() ? List.of() : Answers.times(answer);
    }

    private String answer(Answers.Question question, String prefix) {
        List<String> answers = new ArrayList<>();
        try {
            talk.ask(question);
            talk.read(patience, line -> line.startsWith(prefix) && answers.add(line));
        } catch (IOException ended) {
            return "";
        }
        return answers.isEmpty() ? "" : answers.getFirst();
    }

    @Override
    public void close() {
        talk.close();
    }
}
