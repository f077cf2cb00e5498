package org.pal4j.bench.steady;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import org.pal4j.bench.score.KernelTime;

/** Finds in which kernels an operation spends its time, by the Flight Recorder's samples of running threads. */
final class TimeSites {
    private static final String EVENT = "jdk.ExecutionSample";
    private static final Map<String, String> OFTEN = Map.of("period", "2 ms");

    private TimeSites() {}

    /**
     * Runs {@code work} under the recorder.
     *
     * @param microseconds for an operation, which are shared among the kernels as the samples are
     * @return the longest first
     */
    static List<KernelTime> of(Runnable work, double microseconds) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        int all = 0;
        for (RecordedEvent event : Recorder.record(EVENT, OFTEN, work)) {
            String kernel = Recorder.kernel(event.getStackTrace().getFrames());
            if (!kernel.isEmpty()) {
                counts.merge(kernel, 1, Integer::sum);
                all++;
            }
        }
        double each = microseconds / Math.max(1, all);
        return counts.entrySet().stream().map(entry -> new KernelTime(entry.getKey(), entry.getValue() * each, entry.getValue()))
                .sorted(Comparator.comparingInt(KernelTime::samples).reversed()).toList();
    }
}
