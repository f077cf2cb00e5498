package org.pal4j.cli;

import java.util.function.Consumer;
import org.pal4j.InputException;

/**
 * Saves what there is as a run goes on. A disk that is full now may have room later, and hours of work would be lost; so what can't be saved only
 * warns, once until something can be.
 */
final class Saves {
    private final Consumer<String> say;
    private boolean failed;

    /** @param say says something without disturbing what is displayed */
    Saves(Consumer<String> say) {
        this.say = say;
    }

    void save(Runnable part) {
        try {
            part.run();
            failed = false;
        } catch (InputException e) {
            if (!failed) {
                say.accept("warning: " + e.getMessage() + ". The run goes on and tries again");
            }
            failed = true;
        }
    }
}
