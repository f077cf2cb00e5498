package org.pal4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Place;
import org.pal4j.model.Stage;
import org.pal4j.model.Study;
import org.pal4j.run.EpochRow;
import org.pal4j.run.EpochSummary;
import org.pal4j.run.Listener;

/** Forwards events to several listeners, in order. Listeners may be added until the study begins. */
final class Listeners implements Listener {
    private final List<Listener> all = new ArrayList<>();

    Listeners(Listener first) {
        all.add(first);
    }

    void add(Listener listener) {
        all.add(listener);
    }

    @Override
    public void begin(Study<?> study, Map<Stage, Long> steps) {
        all.forEach(listener -> listener.begin(study, steps));
    }

    @Override
    public void resumed(List<EpochSummary> summaries, long steps) {
        all.forEach(listener -> listener.resumed(summaries, steps));
    }

    @Override
    public void progress(Place place, long steps) {
        all.forEach(listener -> listener.progress(place, steps));
    }

    @Override
    public void measured(int replica, List<EpochRow> rows, Supplier<Map<String, NpyArray>> weights) {
        all.forEach(listener -> listener.measured(replica, rows, weights));
    }

    @Override
    public void summed(EpochSummary summary) {
        all.forEach(listener -> listener.summed(summary));
    }

    @Override
    public void failed(int replica, String fault) {
        all.forEach(listener -> listener.failed(replica, fault));
    }

    @Override
    public void afterwards() {
        all.forEach(Listener::afterwards);
    }
}
