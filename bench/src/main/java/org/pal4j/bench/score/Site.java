package org.pal4j.bench.score;

/**
 * Where an operation allocates.
 *
 * @param kernel the method of PAL4J, {@code Neurons.respondLogistic}
 * @param vector the JDK's method that it called, {@code AbstractVector.convert0}; empty if PAL4J's own code allocates
 * @param bytes  for each operation
 * @param cold   whether the best compiler has not compiled the code that allocates; it may yet, and then nothing may be allocated
 */
public record Site(String kernel, String vector, double bytes, boolean cold) {
    /** In code that the best compiler has compiled. */
    public Site(String kernel, String vector, double bytes) {
        this(kernel, vector, bytes, false);
    }
}
