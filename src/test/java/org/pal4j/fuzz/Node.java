package org.pal4j.fuzz;

/** What is at a path. */
sealed interface Node {
    /** A file. */
    record Content(byte[] bytes) implements Node {}

    /** Something else than a file. */
    enum Odd implements Node {
        /** Nothing. */
        MISSING,
        /** An empty folder. */
        FOLDER,
        /** A pipe with nobody at its other end. */
        PIPE,
        /** A link to /dev/zero, which never ends. */
        ENDLESS,
        /** A link to itself. */
        LOOP,
        /** A link to a file that is not there. */
        DANGLING
    }
}
