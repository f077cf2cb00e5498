package org.pal4j.bench.steady;

import java.util.List;

/** Adds subjects to the short form: a service, in {@code META-INF/services/org.pal4j.bench.steady.SubjectSource}. */
public interface SubjectSource {
    /** What can be measured on this machine. */
    List<Subject> subjects();
}
