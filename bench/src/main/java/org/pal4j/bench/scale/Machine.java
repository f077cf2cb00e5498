package org.pal4j.bench.scale;

/**
 * A machine with more cores than the one that was measured. Each of its cores is as fast as the measured one, and so are the caches, as long as they
 * hold what they hold here.
 *
 * @param cache   bytes of the last-level caches, all together
 * @param memory  GB/s of its memory, read and written by all cores together
 * @param meeting microseconds until two threads have met after a pass
 * @param each    further microseconds for each thread beyond two: all of them count down one number
 */
public record Machine(double cache, double memory, double meeting, double each) {
    /** Microseconds until so many threads have met. */
    double meeting(int threads) {
        return threads == 1 ? 0 : meeting + each * (threads - 2);
    }

    /** Microseconds that memory takes to read and write so many bytes, which lie in {@code set} bytes; 0 if the caches hold these. */
    double memoryMicroseconds(double bytes, double set) {
        return set <= cache ? 0 : bytes / (memory * 1e3);
    }
}
