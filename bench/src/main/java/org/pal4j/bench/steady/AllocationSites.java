package org.pal4j.bench.steady;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.pal4j.bench.score.KnownFault;
import org.pal4j.bench.score.Site;

/** Finds where an operation allocates, by the Flight Recorder's samples of allocations. */
final class AllocationSites {
    private static final String EVENT = "jdk.ObjectAllocationSample";
    /** Names of places that hand kernels on, and are none. */
    private static final List<String> CARRIERS = List.of("Program", "Team", "WorkSplitter");

    private static final String KERNELS = "org.pal4j.kernel.";
    private static final String OURS = "org.pal4j.";
    private static final String VECTORS = "Ljdk/incubator/vector/";

    private AllocationSites() {}

    /**
     * Runs {@code work} under the recorder. {@code bytes} for an operation are shared among the places as the samples are.
     *
     * @param compiled methods that the best compiler has compiled
     */
    static List<Site> of(Runnable work, double bytes, String java, Set<String> compiled) throws IOException {
        Path file = Files.createTempFile("pal4j-bench", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable(EVENT).withStackTrace().with("throttle", "3000/s");
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
            Map<Site, Double> weights = new LinkedHashMap<>();
            for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                if (event.getEventType().getName().equals(EVENT) && event.getStackTrace() != null) {
                    Site site = site(event.getStackTrace().getFrames(), java, compiled);
                    if (site != null) {
                        weights.merge(site, (double) event.getLong("weight"), Double::sum);
                    }
                }
            }
            double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
            List<Site> sites = new ArrayList<>();
            weights.forEach((site, weight) -> sites.add(new Site(site.kernel(), site.vector(), bytes * weight / sum, site.cold())));
            sites.sort((a, b) -> Double.compare(b.bytes(), a.bytes()));
            return sites;
        } finally {
            Files.delete(file);
        }
    }

    /** The kernel and the JDK's method of a stack; null if it is not of PAL4J. */
    private static Site site(List<RecordedFrame> frames, String java, Set<String> compiled) {
        String vector = "";
        String kernel = "";
        boolean within = false;
        for (RecordedFrame frame : frames) {
            String type = frame.getMethod().getType().getName();
            String name = name(type) + "." + frame.getMethod().getName();
            if (type.startsWith(KERNELS)) {
                // The outermost: what the program calls.
                if (!within || !name.contains("$") && CARRIERS.stream().noneMatch(name::startsWith)) {
                    kernel = name;
                }
                within = true;
            } else if (type.startsWith(OURS) && !type.startsWith("org.pal4j.bench.steady.") && kernel.isEmpty()) {
                kernel = name;
            } else if (kernel.isEmpty() && type.startsWith("jdk.incubator.vector.")
                    && KnownFault.of(java, new Site("", vector, 0)).isEmpty()) {
                // The one that PAL4J called, unless a known fault was on the way there.
                vector = name;
            }
        }
        return kernel.isEmpty() ? null : new Site(kernel, vector, 0, !isCompiled(frames, compiled));
    }

    /** The name of a class without its package. That of a lambda ends with an address, which has a point of its own. */
    static String name(String type) {
        String named = type.replaceFirst("\\$\\$Lambda.*", "\\$\\$Lambda");
        return named.substring(named.lastIndexOf('.') + 1);
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
