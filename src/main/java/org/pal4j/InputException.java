package org.pal4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that was given to PAL4J can't be used: a parameter, a file, an option.
 *
 * <p>The message is written for the person who gave it: it names the thing, its value, the bound it breaks and what to do. The command line
 * prints it as one paragraph and exits with status 2; no stack trace is shown. The same is there as data: {@link #faults}. All other
 * exceptions are faults of the program.
 */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** Nobody reads more in one go. */
    private static final int MAX_SHOWN = 20;
    private static final String ITEM = "\n  - ";

    private final transient List<Fault> faults;

    /**
     * A fault of what was given.
     *
     * @param message what was given, why it can't be used, and what to do
     */
    public InputException(String message) {
        super(message);
        faults = List.of(Fault.saying("", message));
    }

    /**
     * One fault with the exception behind it.
     *
     * @param message what was given, why it can't be used, and what to do
     * @param cause   the exception behind it, for logs, or null; its text is not shown
     */
    public InputException(String message, @Nullable Throwable cause) {
        super(message, cause);
        faults = List.of(Fault.saying("", message));
    }

    /**
     * All faults in one error, so that users need not fix them one run at a time.
     *
     * @param source what was checked: an experiment, a file, "the circuit"
     * @param faults at least one
     */
    public InputException(String source, List<Fault> faults) {
        super(text(source, faults));
        this.faults = List.copyOf(faults);
    }

    private static String text(String source, List<Fault> faults) {
        if (faults.size() == 1) {
            return source + ": " + faults.getFirst().text();
        }
        List<String> shown = new ArrayList<>(faults.stream().limit(MAX_SHOWN).map(Fault::text).toList());
        if (shown.size() < faults.size()) {
            shown.add("and " + (faults.size() - shown.size()) + " more");
        }
        return source + " has " + faults.size() + " faults:" + ITEM + String.join(ITEM, shown);
    }

    /**
     * Throws if there is a fault.
     *
     * @param source what was checked
     * @param faults perhaps none
     */
    public static void throwIfAny(String source, List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new InputException(source, faults);
        }
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** What is wrong, one entry for each fault. */
    public List<Fault> faults() {
        return faults;
    }
}
