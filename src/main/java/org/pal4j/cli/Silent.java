package org.pal4j.cli;

import org.pal4j.run.EpochMetrics;
import org.pal4j.run.Experiment;
import org.pal4j.run.RunListener;

/** Shows nothing. */
final class Silent {
    static final RunListener LISTENER = new RunListener() {
        @Override
        public void begin(Experiment experiment, int epochs) {}

        @Override
        public void progress(int epoch, long steps) {}

        @Override
        public void measured(EpochMetrics metrics) {}
    };

    private Silent() {}
}
