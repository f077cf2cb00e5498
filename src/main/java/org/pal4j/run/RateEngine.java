package org.pal4j.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.pal4j.InputException;
import org.pal4j.run.RateListener.Where;

/** Rate networks, each for itself. Images are read once for all that have the same files; which of them a run sees is its own matter. */
final class RateEngine implements SweepEngine {
    private final Sweep sweep;
    private final SharedSamples<ImageData> images;

    RateEngine(Sweep sweep, DataFolder data) {
        this.sweep = sweep;
        images = new SharedSamples<>(point -> of(point).task().dataSet(), point -> of(point).task().read(data));
    }

    private static RateExperiment of(SweepPoint point) {
        return (RateExperiment) point.experiment();
    }

    @Override
    public void prepare(List<SweepGroup> groups) {
        groups.forEach(group -> images.expect(group.point()));
        PointFaults found = new PointFaults();
        Set<Integer> seen = new HashSet<>();
        for (SweepGroup group : groups) {
            SweepPoint point = group.point();
            if (seen.add(point.number())) {
                ImageData there = images.take(point);
                try {
                    RateSizes.of(of(point), there);
                } catch (InputException e) {
                    found.add(point.label(), point.values(), Faults.in(e));
                }
            }
        }
        List<String> faults = found.of(sweep.points().size());
        if (!faults.isEmpty()) {
            throw Faults.of(sweep.source(), faults);
        }
    }

    @Override
    public long work(SweepGroup group) {
        RateExperiment e = of(group.point());
        return RateSizes.of(e, images.take(group.point())).updates(e);
    }

    @Override
    public void release(SweepGroup group) {
        images.release(group.point());
    }

    /** Data sets that are held. */
    int held() {
        return images.size();
    }

    @Override
    public Computation start(List<SweepRun> runs, int threads, LongConsumer progress, BooleanSupplier stop) {
        SweepRun run = runs.getFirst();
        RateExperiment e = (RateExperiment) sweep.experiment(run);
        ImageData data = images.take(run.point());
        return new Alone(e, data, new RateReplica(e, RateSamples.of(e, data), threads, new Member(progress), stop), stop, new ArrayList<>());
    }

    private record Alone(RateExperiment e, ImageData data, RateReplica replica, BooleanSupplier stop, List<RunFolder> folders)
            implements Computation {
        @Override
        public void begin(int k, RunFolder folder) {
            folder.begin(RateKeys.show(e), data.files());
            folders.add(folder);
        }

        @Override
        public List<Computed> run() {
            RateOutcome own = replica.run(stop);
            return List.of(new Computed(own.ending(), own.fault(), own.updates(), () -> RateFolder.finishWhole(folders.getFirst(), own)));
        }
    }

    /** Hears one network. */
    private record Member(LongConsumer progress) implements RateReplica.Listener {
        @Override
        public void progress(Where where, long updates) {
            progress.accept(updates);
        }

        @Override
        public void measured(RateReplica replica) {
            // The outcome tells.
        }

        @Override
        public void failed(String fault) {
            // The outcome tells.
        }
    }
}
