package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;

/** Experiments that take a moment. */
final class Tiny {
    private Tiny() {}

    /** Yin-Yang with a network of 4-5-3, 6 training and 4 other samples, presented for 20 steps. */
    static Experiment yinYang(String... settings) {
        List<String> all = new ArrayList<>(List.of("name=tiny", "layers=[4, 5, 3]", "Tpres=0.2", "train_samples=6", "validation_samples=4",
                "test_samples=4", "epochs=2", "snapshot_every=1"));
        all.addAll(List.of(settings));
        return Catalog.find("yinyang", all);
    }

    /** Alignment in a network of 3-4-5-2 with 6 samples, presented for 20 steps, after 50 steps of settling. */
    static Experiment alignment(String... settings) {
        List<String> all = new ArrayList<>(List.of("name=tiny", "layers=[3, 4, 5, 2]", "Tpres=0.2", "train_samples=6", "settling_time=0.5",
                "epochs=2", "init_u=0", "random=counter"));
        all.addAll(List.of(settings));
        return Catalog.find("fig3abc", all);
    }

    static Outcome run(Experiment e) {
        return new Runner(e, e.epochs(), new Heard(), () -> false).run();
    }

    /** Remembers what a listener is told. */
    static final class Heard implements RunListener {
        final List<String> calls = new ArrayList<>();

        @Override
        public void begin(Experiment experiment, int epochs) {
            calls.add("begin " + epochs);
        }

        @Override
        public void progress(int epoch, long steps) {
            calls.add("progress " + epoch + " " + steps);
        }

        @Override
        public void measured(EpochMetrics metrics) {
            calls.add("measured " + metrics.epoch() + " " + metrics.steps());
        }
    }
}
