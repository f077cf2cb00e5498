package org.pal4j.bench.steady;

import java.util.List;
import org.pal4j.bench.score.Site;
import org.pal4j.bench.score.Window;

/**
 * Decides when a measurement ends: when its last samples are steady, or when it is plain that they won't be. It reads no clock and asks no compiler,
 * so that its rules can be tried with made-up samples. All times are seconds since the measurement began.
 */
final class Patience {
    /** Times the limit, as long as kernels are being compiled. */
    static final int FACTOR = 3;
    /** Steps before anything counts as steady: more than the calls after which C2 begins, which it would not see coming. */
    static final long LEAST_OPERATIONS = 20_000;
    /** As LEAST_OPERATIONS, for operations so long that their loops are what is compiled. */
    static final double LEAST_SECONDS = 2;
    /** Steps after which C2 has also compiled what is called once in a presentation. */
    static final long RARE_OPERATIONS = 2_000_000;
    /** With nothing compiled for this long, or half of all the time, what allocates goes on to. */
    static final double STAYS_SECONDS = 2;
    /** For what was given up before it was to be measured. */
    static final double GIVEN_UP_SECONDS = 2;
    /** C2's. */
    static final int BEST_LEVEL = 4;

    /** What is known after a sample. */
    enum State {
        COMPILING("compiling"), COLD("a kernel is called too seldom to be compiled yet"), NOT_WARM("not compiled yet"), ALLOCATING("allocating"),
        LOADED("the machine is loaded"), UNSTEADY("not steady yet");

        private final String text;

        State(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private final double limit;
    private final int bestLevel;
    private Window window = Window.of(List.of());
    private double seconds;
    private double begin;
    private boolean givenUp;
    private double quietSince;
    private double looked;
    private boolean warm;
    private boolean cold;
    private boolean looks;

    /**
     * Begins at 0 s.
     *
     * @param limit     seconds after which it is given up, counted anew from {@link #begin}
     * @param bestLevel of the JVM's compilers, 1 to 4; 0 without a compiler
     */
    Patience(double limit, int bestLevel) {
        this.limit = limit;
        this.bestLevel = bestLevel;
    }

    /**
     * Takes note of a sample.
     *
     * @param now        when it ended
     * @param last       the last samples, this one among them
     * @param operations done so far
     * @param compiling  whether a kernel was compiled meanwhile
     * @param compiled   whether the best compiler has begun with kernels
     */
    void note(double now, Window last, long operations, boolean compiling, boolean compiled) {
        seconds = now;
        window = last;
        if (compiling) {
            quietSince = now;
        }
        warm = (operations >= LEAST_OPERATIONS || now >= LEAST_SECONDS) && compiled;
        boolean stays = warm && last.allocates() && last.isQuiet() && (operations >= RARE_OPERATIONS || now >= limit / 2)
                && now - quietSince > Math.max(STAYS_SECONDS, (now - begin) / 2) && now - looked > STAYS_SECONDS;
        // A slow machine compiles slowly, and gets the time; so does a kernel that an operation calls once.
        boolean becoming = bestLevel > 0 && (last.compiling() || !warm || cold);
        boolean late = now - begin > (givenUp ? GIVEN_UP_SECONDS : becoming ? FACTOR * limit : limit);
        looks = isSteady() || late || stays;
    }

    /** Begins again with the samples. What was given up gets a moment only, for samples that no other JVM disturbs. */
    void begin(double now) {
        begin = now;
        givenUp = !isWarm();
        quietSince = now;
    }

    /** Returns whether nothing but steady times is left to wait for. */
    boolean isWarm() {
        return warm && window.size() >= Window.SAMPLES && !window.compiling() && !window.allocates();
    }

    /** Returns whether the samples are steady. */
    boolean isSteady() {
        return warm && window.isSteady();
    }

    /** Returns whether it is time to look where the operation allocates. */
    boolean looks() {
        return looks;
    }

    /**
     * Returns whether the measurement ends, after a look.
     *
     * @param now       when the look ended
     * @param sites     that allocate
     * @param changed   whether a kernel was compiled meanwhile, or it allocates no more: the kernel may be what allocated
     */
    boolean ends(double now, List<Site> sites, boolean changed) {
        looked = now;
        cold = bestLevel == BEST_LEVEL && sites.stream().anyMatch(Site::cold);
        boolean waits = !isSteady() && !givenUp && seconds - begin < FACTOR * limit && (cold || window.allocates() && changed);
        if (waits) {
            quietSince = now;
        }
        return !waits;
    }

    /** What keeps the measurement from its end. */
    State state() {
        return window.compiling() ? State.COMPILING : cold ? State.COLD : !warm ? State.NOT_WARM : window.allocates() ? State.ALLOCATING
                : window.isLoaded() ? State.LOADED : State.UNSTEADY;
    }
}
