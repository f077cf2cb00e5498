package org.pal4j.cli.doctor;

import com.sun.management.ThreadMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pal4j.catalog.Catalog;
import org.pal4j.data.DataFolder;
import org.pal4j.model.Batch;
import org.pal4j.model.Experiment;
import org.pal4j.model.Stage;
import org.pal4j.model.Study;

/**
 * How fast a step of the circuit 4-30-3 is here, with everything learning.
 *
 * @param microseconds the time of a step in the best of the last rounds
 * @param bytes        the memory that such a step allocates, which should be 0
 * @param steady       whether the last rounds agree
 * @param compiled     whether nothing was compiled in the last rounds; otherwise the rounds were too few for a slow or busy machine
 */
public record Speed(double microseconds, double bytes, boolean steady, boolean compiled) {
    /** Rounds are this long, however slow a step is, and there are at most so many of them: four seconds. */
    private static final double SECONDS_OF_ROUND = 0.2;
    private static final int MOST_ROUNDS = 20;
    private static final int FEWEST_ROUNDS = 5;
    /** The last rounds that must agree, and within what share. */
    private static final int LAST = 3;
    private static final double AGREEMENT = 0.1;
    /** What the compilers may do in a round beside, in milliseconds: some small method is always compiled. */
    private static final long NOISE = 20;

    /** Measures until rounds agree and nothing is allocated, for at most some four seconds. */
    public static Speed measure() {
        return measure(Catalog.study("yinyang", List.of()));
    }

    private static <E extends Experiment> Speed measure(Study<E> study) {
        Batch batch = study.model().samples(study.base(), DataFolder.of(Optional.empty())).start(List.of(study.base()), 1);
        batch.begin(Stage.TRAINING, 0);
        batch.show(Stage.TRAINING, 0);
        Rounds rounds = new Rounds(batch);
        while (rounds.count < FEWEST_ROUNDS || rounds.count < MOST_ROUNDS && !(rounds.agree() && rounds.bytes[0] < 1 && rounds.compiled())) {
            rounds.next();
        }
        return new Speed(Math.min(rounds.times[0], Math.min(rounds.times[1], rounds.times[2])), rounds.bytes[0], rounds.agree(), rounds.compiled());
    }

    /** The last rounds, the latest first. */
    private static final class Rounds {
        private final Batch batch;
        private final double[] times = new double[LAST];
        private final double[] bytes = new double[LAST];
        /** The compilers' time in milliseconds. */
        private final long[] compiling = new long[LAST];
        private final Optional<CompilationMXBean> compilers = Optional.ofNullable(ManagementFactory.getCompilationMXBean())
                .filter(CompilationMXBean::isCompilationTimeMonitoringSupported);
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private final int whole;
        private int slice = 1;
        private int count;

        Rounds(Batch batch) {
            this.batch = batch;
            whole = batch.steps(Stage.TRAINING, 0);
        }

        void next() {
            long start = System.nanoTime();
            long end = start + (long) (SECONDS_OF_ROUND * 1e9);
            long before = threads.getCurrentThreadAllocatedBytes();
            long steps = 0;
            long now = start;
            long compiled = compilationTime();
            while (now < end) {
                // One sample again and again. A single step may take a second where code is only interpreted.
                batch.advance(Stage.TRAINING, 0, slice);
                steps += slice;
                long took = System.nanoTime() - now;
                now += took;
                slice = took < 1_000_000 ? Math.min(whole, 2 * slice) : took > 20_000_000 ? Math.max(1, slice / 2) : slice;
            }
            System.arraycopy(times, 0, times, 1, LAST - 1);
            System.arraycopy(bytes, 0, bytes, 1, LAST - 1);
            times[0] = (now - start) * 1e-3 / steps;
            bytes[0] = (double) (threads.getCurrentThreadAllocatedBytes() - before) / steps;
            System.arraycopy(compiling, 0, compiling, 1, LAST - 1);
            compiling[0] = compilationTime() - compiled;
            count++;
        }

        private long compilationTime() {
            return compilers.map(CompilationMXBean::getTotalCompilationTime).orElse(0L);
        }

        boolean compiled() {
            return count >= LAST && Arrays.stream(compiling).allMatch(time -> time <= NOISE);
        }

        boolean agree() {
            double least = Math.min(times[0], Math.min(times[1], times[2]));
            double most = Math.max(times[0], Math.max(times[1], times[2]));
            return count >= LAST && most <= (1 + AGREEMENT) * least;
        }
    }
}
