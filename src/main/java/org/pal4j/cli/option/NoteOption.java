package org.pal4j.cli.option;

import java.util.Optional;
import org.pal4j.InputException;
import org.pal4j.run.Environment;
import picocli.CommandLine.Option;

/** The option {@code --note} of commands that begin runs. */
public final class NoteOption {
    private static final int MAX_LENGTH = 500;

    @Option(names = "--note", paramLabel = "TEXT", description = "A note of yours: what you wanted to know. Kept with the run and shown on its page.")
    private Optional<String> note = Optional.empty();

    /**
     * Makes the note part of all runs that begin.
     *
     * @throws InputException if it is not one line of text
     */
    public void apply() {
        if (note.isPresent() && (note.get().isBlank() || note.get().length() > MAX_LENGTH || note.get().chars().anyMatch(Character::isISOControl))) {
            throw new InputException("--note: must be one line of text, at most " + MAX_LENGTH + " characters");
        }
        note.ifPresentOrElse(text -> System.setProperty(Environment.NOTE_PROPERTY, text.strip()),
                () -> System.clearProperty(Environment.NOTE_PROPERTY));
    }
}
