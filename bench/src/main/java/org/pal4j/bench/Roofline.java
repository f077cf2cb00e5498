package org.pal4j.bench;

import java.util.TreeMap;

/** What was measured of the machine, and how long some work must take at least. */
final class Roofline {
    private double flopsPerMicrosecond = Double.POSITIVE_INFINITY;
    /** Bytes read and written in a microsecond, by the bytes that they were spread over. */
    private final TreeMap<Long, Double> bandwidths = new TreeMap<>();

    void fma(double microseconds) {
        flopsPerMicrosecond = RooflineBenchmark.flops() / microseconds;
    }

    void readAndWrite(long bytes, double microseconds) {
        bandwidths.put(bytes, 2 * bytes / microseconds);
    }

    double gigaflops() {
        return flopsPerMicrosecond * 1e-3;
    }

    /** GB/s, read and written, of data that fill {@code bytes}: those of the nearest size that was measured, in ratio. */
    double bandwidth(double bytes) {
        double best = Double.NaN;
        double distance = Double.POSITIVE_INFINITY;
        for (var entry : bandwidths.entrySet()) {
            double apart = Math.abs(Math.log(entry.getKey() / bytes));
            if (apart < distance) {
                distance = apart;
                best = entry.getValue();
            }
        }
        return best * 1e-3;
    }

    /** The least time of some work: its bytes, if they count, at the speed of where they live, or its operations at the peak. */
    double microseconds(Work work) {
        double moving = work.bytes() == 0 ? 0 : work.bytes() / (bandwidth(work.set()) * 1e3);
        return Math.max(moving, work.flops() / flopsPerMicrosecond);
    }
}
