package org.pal4j;

/**
 * One thing that is wrong with what somebody gave: data first, so that a front end can mark the field, and a sentence for people.
 *
 * @param field what is wrong: a key, an option, a file; empty if the fault is of the whole
 * @param value what was given, as text; empty if nothing was, or if it says nothing
 * @param bound what the value must be, or what is wrong
 * @param fix   what to do about it; may be empty
 * @param text  the whole as one sentence
 */
public record Fault(String field, String value, String bound, String fix, String text) {
    private static final int MAX_CHARACTERS = 60;
    /** A value in a fault may be longer, if it is quoted whole. */
    private static final int MAX_VALUE = 200;
    /** A sentence may list the values that are possible. */
    private static final int MAX_SENTENCE = 4000;

    /** Cuts what is longer than anybody reads: a file may hold lists and names of any length. */
    public Fault {
        field = cut(field, MAX_VALUE);
        value = cut(value, MAX_VALUE);
        bound = cut(bound, MAX_SENTENCE);
        fix = cut(fix, MAX_SENTENCE);
        text = cut(text, MAX_SENTENCE);
    }

    /** {@code field = value: bound; fix}, without the parts that are empty. */
    public Fault(String field, String value, String bound, String fix) {
        this(field, value, bound, fix, cut(field, MAX_VALUE) + (value.isEmpty() ? "" : " = " + cut(value, MAX_VALUE)) + (field.isEmpty() ? "" : ": ")
                + bound + (fix.isEmpty() ? "" : "; " + fix));
    }

    /** {@code field = value: bound}. */
    public static Fault of(String field, Object value, String bound) {
        return new Fault(field, String.valueOf(value), bound, "");
    }

    /** {@code field: bound}. */
    public static Fault of(String field, String bound) {
        return new Fault(field, "", bound, "");
    }

    /** A fault whose sentence has a form of its own. */
    public static Fault saying(String field, String sentence) {
        return new Fault(field, "", sentence, "", sentence);
    }

    /** A text that somebody gave, on one line, cut if it is long. */
    public static String shown(String text) {
        return cut(text, MAX_CHARACTERS).replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?");
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 3) + "...";
    }

    @Override
    public String toString() {
        return text;
    }
}
