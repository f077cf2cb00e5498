package org.pal4j.bench.score;

import java.util.List;
import java.util.Optional;

/**
 * One line of the table.
 *
 * @param benchmark        what was measured; {@value #START} of a JDK that did not start, in which all but its name and the reason is empty
 * @param network          a network, or the size of a matrix
 * @param mode             single, ensemble (16 replicas, a step of one of them), dense or clamped
 * @param width            of vectors, in bits, or scalar
 * @param threads          that computed
 * @param jdk              the name that it was given
 * @param java             its version
 * @param microseconds     for one step: the median of forks; NaN without one
 * @param rooflineFraction the least time that the machine could take, over this; NaN if there is no roof
 * @param intensity        operations for each byte; NaN if there is no roof
 * @param gigaflops        operations in a nanosecond; NaN if there is no roof
 * @param allocated        bytes for one step: the most of forks
 * @param forks            microseconds of each fork that has a number
 * @param ratios           of each fork's time to that of the first JDK that started, both taken in turn; empty for that one, and if there is only one
 * @param sites            where it allocates
 * @param reasons          why it is not valid; empty if it is
 */
public record Row(String benchmark, String network, String mode, String width, int threads, String jdk, String java, double microseconds,
        double rooflineFraction, double intensity, double gigaflops, double allocated, List<Double> forks, List<Double> ratios, List<Site> sites,
        List<Reason> reasons) {
    /** How the names of what the machine can do begin. */
    public static final String ROOF = "roof, ";
    /** The benchmark of a JDK that did not start. */
    public static final String START = "start";

    /** Copies the lists. */
    public Row {
        forks = List.copyOf(forks);
        ratios = List.copyOf(ratios);
        sites = List.copyOf(sites);
        reasons = List.copyOf(reasons);
    }

    /** The row of a JDK that does not start, so that no table is silent about it. */
    public static Row leftOut(String jdk, String why) {
        return new Row(START, "", "", "", 1, jdk, "", Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, List.of(), List.of(), List.of(),
                List.of(new Reason(Reason.Kind.FAILED, why)));
    }

    /** Returns whether it is part of the roofline. */
    public boolean isRoof() {
        return benchmark.startsWith(ROOF);
    }

    /** Returns whether all rules hold. */
    public boolean isValid() {
        return reasons.isEmpty();
    }

    /** Returns whether two rows measure the same, perhaps on other JDKs. */
    public boolean isLike(Row other) {
        return benchmark.equals(other.benchmark) && network.equals(other.network) && mode.equals(other.mode) && threads == other.threads;
    }

    /** Microseconds of each fork. */
    public double[] times() {
        return forks.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Its time over that of the first JDK, if it was compared with it. */
    public Optional<Statistics.Ratio> ratio() {
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Statistics.ratio(ratios.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    /** The name with the number of threads, if there are several. */
    public String name() {
        return benchmark + (threads > 1 ? ", " + threads + " threads" : "");
    }
}
