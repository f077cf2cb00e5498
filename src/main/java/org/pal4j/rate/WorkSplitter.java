package org.pal4j.rate;

import java.util.Optional;
import org.pal4j.kernel.Program;
import org.pal4j.kernel.Team;

/** Adds calls to a program, split among several threads if there is enough work. */
final class WorkSplitter {
    /** Smallest work worth splitting, in multiplications: it takes about ten times as long as synchronizing the threads. */
    static final double MIN_SHARED_COST = 1e6;

    private final Optional<Team> team;
    final int threads;

    WorkSplitter(int threads) {
        this.threads = threads;
        team = threads > 1 ? Optional.of(new Team(threads)) : Optional.empty();
    }

    /** Work on a range of units; {@code part} is the number of the thread, from 0. */
    interface Range {
        void work(int from, int to, int part);
    }

    /** Adds the calls for a range of units, once; {@code part} is the number of the thread, from 0. */
    interface Builder {
        void add(Program program, int from, int to, int part);
    }

    /**
     * Adds work on {@code units} independent units.
     *
     * @param cost     multiplications, or equivalent, of all units
     * @param multiple units are divided in multiples of this
     */
    void add(Program program, double cost, int units, int multiple, Range range) {
        build(program, cost, units, multiple, (own, from, to, part) -> own.add(() -> range.work(from, to, part)));
    }

    /**
     * Adds work that consists of several kernels. Each kernel must be a call of its own; otherwise C2 would compile them into one
     * method and box their vectors (docs/contributing.md).
     */
    void build(Program program, double cost, int units, int multiple, Builder builder) {
        int groups = Math.ceilDiv(units, multiple);
        int parts = cost < MIN_SHARED_COST ? 1 : Math.min(threads, groups);
        if (parts == 1) {
            builder.add(program, 0, units, 0);
            return;
        }
        Runnable[] calls = new Runnable[parts];
        for (int k = 0; k < parts; k++) {
            Program own = new Program();
            int from = (int) ((long) groups * k / parts) * multiple;
            int to = Math.min(units, (int) ((long) groups * (k + 1) / parts) * multiple);
            builder.add(own, from, to, k);
            calls[k] = own::run;
        }
        Team together = team.orElseThrow();
        program.add(() -> together.run(calls));
    }
}
