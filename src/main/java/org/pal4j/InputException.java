package org.pal4j;

import java.util.List;

/**
 * Something that was given to PAL4J can't be used: a parameter, a file, an option.
 *
 * <p>The message is written for the person who gave it: it names the thing, its value, the bound it breaks and what to do.
 * The command line prints it as one paragraph and exits with status 2; no stack trace is shown. All other exceptions are
 * faults of the program.
 */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A fault of what was given.
     *
     * @param message what was given, why it can't be used, and what to do
     */
    public InputException(String message) {
        super(message);
    }

    /**
     * A fault of what was given, which another exception has shown.
     *
     * @param message what was given, why it can't be used, and what to do
     * @param cause   the exception behind it, for logs; its text is not shown
     */
    public InputException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * All violations in one error, so that nobody mends them one run at a time.
     *
     * @param what       what was checked, for example "microcircuit parameters"
     * @param violations one sentence each, at least one
     */
    public static InputException of(String what, List<String> violations) {
        if (violations.size() == 1) {
            return new InputException(what + ": " + violations.getFirst());
        }
        StringBuilder text = new StringBuilder(what).append(" have ").append(violations.size()).append(" faults:");
        for (String violation : violations) {
            text.append("\n  - ").append(violation);
        }
        return new InputException(text.toString());
    }
}
