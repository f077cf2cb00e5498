package org.pal4j.bench.fork;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.pal4j.bench.score.Fork;

/**
 * A JVM that makes a subject warm. Several of them may do so at a time. The measurement begins when it is asked for, so that one JVM
 * computes while the others wait. Closing it ends it; one that was measured is closed by its {@link Held}.
 */
public final class Warming implements AutoCloseable {
    private final Talk talk;
    private final long patience;
    private final List<String> noise = new ArrayList<>();
    private final Reading reading;

    Warming(Talk talk, long patience, Consumer<String> progress) {
        this.talk = talk;
        this.patience = patience;
        reading = new Reading(progress, noise);
    }

    /** Returns when it is warm, will not become warm within its limit, or has ended. From then on it waits. */
    public void await() {
        read(() -> reading.isWaiting() || !reading.forks().isEmpty());
    }

    /** Returns whether it waits to be told to measure. */
    public boolean isWaiting() {
        return reading.isWaiting();
    }

    /** Has it measure, or reads what it has measured. Returns when that is there. */
    public Held measure() {
        if (reading.isWaiting()) {
            try {
                talk.ask(Answers.Question.MEASURE);
            } catch (IOException ended) {
                noise.addFirst("it ended while others were measured");
            }
        }
        if (reading.forks().isEmpty()) {
            read(() -> !reading.forks().isEmpty());
        }
        return new Held(talk, reading.forks().isEmpty() ? Fork.failed(Reading.ending(noise)) : reading.forks().getFirst(), patience);
    }

    private void read(BooleanSupplier last) {
        try {
            talk.read(patience, line -> {
                reading.take(line);
                return last.getAsBoolean();
            });
        } catch (IOException e) {
            noise.addFirst(String.valueOf(e.getMessage()));
        }
        if (talk.wasKilled()) {
            noise.clear();
            noise.add(Reading.endless(patience));
        }
    }

    @Override
    public void close() {
        talk.close();
    }
}
