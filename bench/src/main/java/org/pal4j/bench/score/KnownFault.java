package org.pal4j.bench.score;

import java.util.List;
import java.util.Optional;

/**
 * A fault of a JDK that makes kernels box.
 *
 * @param feature the JDK's version that has it
 * @param vector  the JDK's method where it shows
 * @param note    what to know
 */
public record KnownFault(int feature, String vector, String note) {
    private static final List<KnownFault> ALL = List.of(
            new KnownFault(27, "AbstractVector.convert0", "known as JDK-8392004, made by JDK-8371187, mended in JDK 28"));

    /** The known fault of a JVM, by its version ({@code 27.0.1+9}) and the methods where an operation allocates. */
    public static Optional<KnownFault> of(String java, Site site) {
        return ALL.stream().filter(fault -> java.matches(fault.feature + "([^0-9].*)?") && fault.vector.equals(site.vector())).findFirst();
    }
}
