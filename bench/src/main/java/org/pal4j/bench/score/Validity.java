package org.pal4j.bench.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The rules by which a row is valid. */
public final class Validity {
    /** Of the speed that the roofline allows: it was measured in other seconds, so that a little more is no fault. */
    public static final double MOST_OF_ROOF = 1.05;
    private static final int SITES = 3;

    private Validity() {}

    /** All reasons why a row is not valid: those of its forks, and its roof. */
    public static List<Reason> of(List<Fork> forks, double rooflineFraction) {
        List<Reason> reasons = new ArrayList<>();
        for (Fork fork : forks) {
            for (Reason reason : of(fork)) {
                if (reasons.stream().noneMatch(known -> known.kind() == reason.kind())) {
                    reasons.add(reason);
                }
            }
        }
        if (rooflineFraction > MOST_OF_ROOF) {
            reasons.add(new Reason(Reason.Kind.ABOVE_ROOF, text("%.0f %% of its roof, which was measured wrongly", 100 * rooflineFraction)));
        }
        return reasons;
    }

    /** Why a fork's number can't be trusted; empty if it can. */
    public static List<Reason> of(Fork fork) {
        if (!fork.hasScore()) {
            return List.of(new Reason(Reason.Kind.FAILED, fork.fault()));
        }
        List<Reason> reasons = new ArrayList<>();
        Window window = fork.window();
        if (!fork.compiled() && !fork.steady()) {
            reasons.add(new Reason(Reason.Kind.INTERPRETED, fork.compiler().equals("none") ? "interpreted: this JVM compiles nothing"
                    : text("still interpreted: %s had compiled no kernel after %.0f s", fork.compiler(), fork.seconds())));
        } else if (window.allocates() && !window.compiling()) {
            // What still runs interpreted while its kernels are compiled allocates as well.
            reasons.add(new Reason(Reason.Kind.BOXES, boxes(fork)));
        }
        if (fork.steady()) {
            return reasons;
        }
        if (window.isLoaded()) {
            reasons.add(
                    new Reason(Reason.Kind.LOADED, text("the machine is loaded: the benchmark had %.0f %% of a processor", 100 * window.share())));
        }
        if (window.compiling()) {
            reasons.add(new Reason(Reason.Kind.COMPILING, text("kernels were still being compiled after %.0f s", fork.seconds())));
        }
        if (reasons.isEmpty()) {
            reasons.add(new Reason(Reason.Kind.UNSTEADY, window.size() < Window.SAMPLES
                    ? text("only %d of %d samples within %.0f s", window.size(), Window.SAMPLES, fork.seconds())
                    : text("not steady after %.0f s: times spread by %.0f %% and drift by %.0f %%; the machine may be loaded", fork.seconds(),
                            100 * window.spread(), 100 * window.drift())));
        }
        return reasons;
    }

    /** Returns whether nothing but other work on the machine keeps a fork's number from being trusted, so that another JVM may do better. */
    public static boolean isDisturbed(Fork fork) {
        List<Reason> reasons = of(fork);
        return !reasons.isEmpty()
                && reasons.stream().allMatch(reason -> reason.kind() == Reason.Kind.LOADED || reason.kind() == Reason.Kind.UNSTEADY);
    }

    private static String boxes(Fork fork) {
        String bytes = text("%,.0f B each", fork.window().bytes());
        if (fork.compiler().equals("C1")) {
            return "boxes, " + bytes + ": C1 compiles vectors to calls that make objects";
        }
        return fork.sites().isEmpty() ? "boxes: allocates " + bytes
                : "boxes, " + bytes + ": "
                        + fork.sites().stream().limit(SITES).map(site -> describe(site, fork.java())).collect(Collectors.joining("; "));
    }

    /** A place that allocates, with the JDK's fault if it is known. */
    public static String describe(Site site, String java) {
        String by = site.vector().isEmpty() ? "" : ", by " + site.vector();
        String known = KnownFault.of(java, site).map(fault -> " (" + fault.note() + ")").orElse("");
        String cold = site.cold() ? " (called too seldom to be compiled by then)" : "";
        return site.kernel() + by + text(", %,.0f B", site.bytes()) + cold + known;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
