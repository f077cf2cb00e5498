package org.pal4j.kernel;

/** Adds calls to a program, split among several threads if there is enough work. */
public final class WorkSplitter {
    private final double minSharedCost;
    private final Team team;

    /**
     * A splitter.
     *
     * @param threads       number of threads
     * @param minSharedCost smallest work worth splitting, in multiplications: it takes about ten times as long as synchronizing the threads
     */
    public WorkSplitter(int threads, double minSharedCost) {
        this.minSharedCost = minSharedCost;
        team = new Team(threads);
    }

    /** Work on a range of units; {@code part} is the number of the thread, from 0. */
    public interface Range {
        /** Works on the units from {@code from} to {@code to}, exclusive. */
        void work(int from, int to, int part);
    }

    /** Adds the calls for a range of units, once; {@code part} is the number of the thread, from 0. */
    public interface Builder {
        /** Adds the calls for the units from {@code from} to {@code to}, exclusive. */
        void add(Program program, int from, int to, int part);
    }

    /**
     * Adds work on {@code units} independent units.
     *
     * @param cost     multiplications, or equivalent, of all units
     * @param multiple units are divided in multiples of this
     */
    public void add(Program program, double cost, int units, int multiple, Range range) {
        build(program, cost, units, multiple, (own, from, to, part) -> own.add(() -> range.work(from, to, part)));
    }

    /**
     * Adds work that consists of several kernels. Each kernel must be a call of its own; otherwise C2 would compile them into one
     * method and box their vectors (docs/contributing.md).
     */
    public void build(Program program, double cost, int units, int multiple, Builder builder) {
        int groups = Math.ceilDiv(units, multiple);
        int parts = cost < minSharedCost ? 1 : Math.min(team.size(), groups);
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
        program.add(() -> team.run(calls));
    }
}
