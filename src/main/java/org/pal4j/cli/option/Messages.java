package org.pal4j.cli.option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Messages to people, and the exit statuses that say the same to programs. */
public final class Messages {
    /** Exit status after a failure. */
    public static final int FAILED = 1;
    /** Exit status for invalid input. */
    public static final int UNUSABLE = 2;

    /** The system property with the command by which the launcher was called, a word for a shell. */
    public static final String CALLED = "pal4j.called";
    private static final Pattern USUAL = Pattern.compile("\\./pal4j(?![\\w./-])");

    private Messages() {}

    /** Prints a message to standard error. Control characters and foreign line ends, which may come from input, are replaced by question marks. */
    public static void say(String text) {
        System.err.println("pal4j: " + clean(asCalled(text)));
    }

    /** Prints a line to standard output. */
    public static void print(String text) {
        System.out.println(asCalled(text));
    }

    /** Returns a text in which the command is named as the user called it, and not {@code ./pal4j}. */
    public static String asCalled(String text) {
        return USUAL.matcher(text).replaceAll(Matcher.quoteReplacement(System.getProperty(CALLED, "./pal4j")));
    }

    /** Returns a text without control characters and foreign line ends, which may come from input. */
    public static String clean(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\n]]", "?");
    }
}
