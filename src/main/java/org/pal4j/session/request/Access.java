package org.pal4j.session.request;

import java.nio.file.Path;
import java.util.Optional;
import org.pal4j.data.DataFolder;
import org.pal4j.model.Study;

/** Which files a request may name. A program on the same machine may name all; one that comes over a network may not. */
public interface Access {
    /** Everything that this process can read and write. */
    Access ALL = new Access() {};

    /**
     * Returns the experiment to open.
     *
     * @param nameOrFile what the request says
     * @throws org.pal4j.InputException if it is a file that the request may not name
     */
    default String experiment(String nameOrFile) {
        return nameOrFile;
    }

    /**
     * Returns a folder to read or write.
     *
     * @param field the field that names it
     * @param path  what the request says
     * @throws org.pal4j.InputException if the request may not name it
     */
    default Path folder(String field, Path path) {
        return path;
    }

    /**
     * Requires that a study reads only files that a request may name.
     *
     * @throws org.pal4j.InputException with those that it may not
     */
    default void requireAllowed(Study<?> study) {}

    /** Returns the folders of data sets if the request names none. */
    default DataFolder data() {
        return DataFolder.of(Optional.empty());
    }
}
