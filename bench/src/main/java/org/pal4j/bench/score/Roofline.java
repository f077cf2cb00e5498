package org.pal4j.bench.score;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What was measured of the machine, and how long some work must take at least. Each number is the best that was ever measured: a roof is what the
 * machine can do.
 */
public final class Roofline {
    private double flops;
    /** Bytes in a microsecond, by the bytes that they were spread over. */
    private final NavigableMap<Long, Double> readAndWritten = new TreeMap<>();
    private final NavigableMap<Long, Double> read = new TreeMap<>();

    /** Notes how long some operations took from registers. */
    public void operations(double number, double microseconds) {
        flops = Math.max(flops, number / microseconds);
    }

    /** Notes how long it took to read and write so many bytes. */
    public void readAndWrite(long bytes, double microseconds) {
        readAndWritten.merge(bytes, 2 * bytes / microseconds, Math::max);
    }

    /** Notes how long it took to read so many bytes. */
    public void read(long bytes, double microseconds) {
        read.merge(bytes, bytes / microseconds, Math::max);
    }

    /** Returns whether anything was measured. */
    public boolean isKnown() {
        return flops > 0 && !readAndWritten.isEmpty();
    }

    /** Operations in a nanosecond. */
    public double gigaflops() {
        return flops * 1e-3;
    }

    /** GB/s, read and written, of data that fill {@code bytes}. */
    public double readAndWritten(double bytes) {
        return speed(readAndWritten, bytes) * 1e-3;
    }

    /** GB/s, only read, of data that fill {@code bytes}: never less than what is read and written. */
    public double read(double bytes) {
        return Math.max(speed(read, bytes), speed(readAndWritten, bytes)) * 1e-3;
    }

    /** The sizes that were measured, read and written, with GB/s. */
    public NavigableMap<Long, Double> levels() {
        NavigableMap<Long, Double> levels = new TreeMap<>();
        readAndWritten.forEach((bytes, speed) -> levels.put(bytes, readAndWritten(bytes)));
        return levels;
    }

    /**
     * That of the next smaller size that was measured, or of any larger one that was faster: a roof must not be too low, and data can't be faster to
     * reach than fewer data.
     */
    private static double speed(NavigableMap<Long, Double> speeds, double bytes) {
        Long floor = speeds.floorKey((long) bytes);
        return (floor == null ? speeds : speeds.tailMap(floor, true)).values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /**
     * The least time of some work on threads that share it evenly: its passes at the speed of where each lives, or its operations at the peak.
     *
     * @return microseconds; NaN if no roof is known
     */
    public double microseconds(Work work, int threads) {
        if (!isKnown()) {
            return Double.NaN;
        }
        Work share = work.sharedBy(threads);
        double moving = 0;
        for (Work.Pass pass : share.passes()) {
            double both = Math.min(pass.read(), pass.written());
            moving += 2 * both / (readAndWritten(pass.set()) * 1e3) + (pass.read() + pass.written() - 2 * both) / (read(pass.set()) * 1e3);
        }
        return Math.max(moving, share.flops() / flops);
    }
}
