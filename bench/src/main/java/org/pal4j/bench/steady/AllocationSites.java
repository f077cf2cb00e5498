package org.pal4j.bench.steady;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import org.pal4j.bench.score.KnownFault;
import org.pal4j.bench.score.Site;

/** Finds where an operation allocates, by the Flight Recorder's samples of allocations. */
final class AllocationSites {
    private static final String EVENT = "jdk.ObjectAllocationSample";
    private static final Map<String, String> OFTEN = Map.of("throttle", "3000/s");
    private static final String OURS = "org.pal4j.";
    private static final String VECTORS = "Ljdk/incubator/vector/";

    private AllocationSites() {}

    /**
     * Runs {@code work} under the recorder. {@code bytes} for an operation are shared among the places as the samples are.
     *
     * @param compiled methods that the best compiler has compiled
     */
    static List<Site> of(Runnable work, double bytes, String java, Set<String> compiled) throws IOException {
        Map<Site, Double> weights = new LinkedHashMap<>();
        for (RecordedEvent event : Recorder.record(EVENT, OFTEN, work)) {
            Site site = site(event.getStackTrace().getFrames(), java, compiled);
            if (!site.kernel().isEmpty()) {
                weights.merge(site, (double) event.getLong("weight"), Double::sum);
            }
        }
        double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        List<Site> sites = new ArrayList<>();
        weights.forEach((site, weight) -> sites.add(new Site(site.kernel(), site.vector(), bytes * weight / sum, site.cold())));
        sites.sort((a, b) -> Double.compare(b.bytes(), a.bytes()));
        return sites;
    }

    /** The kernel and the JDK's method of a stack. The kernel is empty if the stack is not of PAL4J. */
    private static Site site(List<RecordedFrame> frames, String java, Set<String> compiled) {
        String vector = "";
        for (RecordedFrame frame : frames) {
            if (Recorder.isOurs(frame)) {
                break;
            }
            // The one that PAL4J called, unless a known fault was on the way there.
            if (frame.getMethod().getType().getName().startsWith("jdk.incubator.vector.")
                    && KnownFault.of(java, new Site("", vector, 0)).isEmpty()) {
                vector = Recorder.name(frame);
            }
        }
        return new Site(Recorder.kernel(frames), vector, 0, !isCompiled(frames, compiled));
    }

    /**
     * Whether the code that allocates is the best compiler's. A kernel that is seldom called may not be compiled yet, and allocates until then. It is
     * told by its own method, not by those that take or return vectors: they are compiled sooner, by themselves, and can't but make objects.
     */
    private static boolean isCompiled(List<RecordedFrame> frames, Set<String> compiled) {
        return frames.stream().filter(frame -> !frame.getType().equals("Inlined")).map(RecordedFrame::getMethod)
                .filter(method -> method.getType().getName().startsWith(OURS) && !method.getDescriptor().contains(VECTORS))
                .map(method -> method.getType().getName() + "::" + method.getName()).findFirst()
                .map(compiled::contains)
                .orElse(true);
    }
}
