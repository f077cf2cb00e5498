package org.pal4j.cli;

import org.pal4j.run.EpochMetrics;
import org.pal4j.run.Experiment;
import org.pal4j.run.RunFolder;
import org.pal4j.run.RunListener;
import org.pal4j.run.Runner;

/** Saves what there is every few seconds, so that not even a killed run leaves nothing. */
final class Saving implements RunListener {
    /** Seconds between two savings of what there is. */
    private static final double SAVE_EVERY = 2;

    private final Progress display;
    private final Saves saves;
    private Runner runner;
    private RunFolder folder;
    private double saved;

    Saving(Progress display) {
        this.display = display;
        saves = new Saves(text -> display.say("pal4j: " + text));
    }

    /** What to save, and where to; before the run. */
    void connect(Runner runner, RunFolder folder) {
        this.runner = runner;
        this.folder = folder;
    }

    @Override
    public void begin(Experiment experiment, int epochs) {
        display.begin(experiment, epochs);
    }

    @Override
    public void progress(int epoch, long steps) {
        display.progress(epoch, steps);
    }

    @Override
    public void measured(EpochMetrics metrics) {
        display.measured(metrics);
        if (metrics.epoch() == 0 || metrics.seconds() - saved > SAVE_EVERY) {
            saved = metrics.seconds();
            saves.save(() -> folder.progress(runner.metrics(), runner.circuit()));
        }
    }
}
