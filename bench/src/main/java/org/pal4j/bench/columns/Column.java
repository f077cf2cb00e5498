package org.pal4j.bench.columns;

/** By what a kernel is computed. */
public enum Column {
    /** Loops over arrays, in the same order of operations. Of a whole step: the scalar twins of the kernels. */
    PLAIN("plain"),
    /** PAL4J's own, with the Vector API. */
    VECTOR("vector_api"),
    /** The same in C with intrinsics. */
    C("c"),
    /** OpenBLAS on one thread: the same products in an order of its own. */
    BLAS("openblas");

    private final String label;

    Column(String label) {
        this.label = label;
    }

    /** The name in JSON. */
    public String label() {
        return label;
    }
}
