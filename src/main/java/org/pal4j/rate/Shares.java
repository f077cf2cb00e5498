package org.pal4j.rate;

import java.util.Optional;
import org.pal4j.kernel.Program;
import org.pal4j.kernel.Team;

/** Adds calls to a program, in parts for several threads where there is enough to do. */
final class Shares {
    /** Multiplications from which on work is shared: they take some ten times as long as threads take to meet. */
    private static final double LEAST = 1e6;

    private final Optional<Team> team;
    final int threads;

    Shares(int threads) {
        this.threads = threads;
        team = threads > 1 ? Optional.of(new Team(threads)) : Optional.empty();
    }

    /** Work on some of several units; {@code part} is the number of the thread, from 0. */
    interface Range {
        void work(int from, int to, int part);
    }

    /**
     * Work on {@code units} that do not depend on one another.
     *
     * @param cost     multiplications, or what takes as long, of all units
     * @param multiple units are shared out in multiples of this
     */
    void add(Program program, double cost, int units, int multiple, Range range) {
        int groups = Math.ceilDiv(units, multiple);
        int parts = cost < LEAST ? 1 : Math.min(threads, groups);
        if (parts == 1) {
            program.add(() -> range.work(0, units, 0));
            return;
        }
        Runnable[] calls = new Runnable[parts];
        for (int k = 0; k < parts; k++) {
            int part = k;
            int from = (int) ((long) groups * k / parts) * multiple;
            int to = Math.min(units, (int) ((long) groups * (k + 1) / parts) * multiple);
            calls[k] = () -> range.work(from, to, part);
        }
        Team together = team.orElseThrow();
        program.add(() -> together.run(calls));
    }
}
