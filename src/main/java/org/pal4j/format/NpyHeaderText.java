package org.pal4j.format;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.pal4j.InputException;

/**
 * The Python dict literal in an npy header: {@code {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }}.
 *
 * <p>The parser accepts exactly what NumPy writes, apart from blanks, quotes and the order of the keys, and evaluates nothing. It
 * reads each character once.
 */
final class NpyHeaderText {
    /** More digits would not fit in a long; no array is that large anyway. */
    private static final int MAX_DIGITS = 18;

    private final Source source;
    private final String text;
    private int at;

    NpyHeaderText(Source source, String text) {
        this.source = source;
        this.text = text;
    }

    /**
     * The three entries; the sizes are not validated.
     *
     * @param kind         element kind
     * @param order        byte order of the elements
     * @param fortranOrder whether the first index is the fastest
     * @param sizes        sizes of the dimensions, outermost first; may be negative or too large
     */
    record Fields(ElementKind kind, ByteOrder order, boolean fortranOrder, List<Long> sizes) {
    }

    /** @throws InputException if the text is anything else, or the elements are of a kind that can't be read */
    Fields parse() {
        String descr = null;
        Boolean fortranOrder = null;
        List<Long> sizes = null;
        expect('{');
        while (!take('}')) {
            String key = string("a key");
            expect(':');
            if (key.equals("descr") && descr == null) {
                descr = descr();
            } else if (key.equals("fortran_order") && fortranOrder == null) {
                fortranOrder = bool();
            } else if (key.equals("shape") && sizes == null) {
                sizes = tuple();
            } else {
                throw malformed("the key " + Source.quoted(key) + " is unknown or occurs twice");
            }
            if (!take(',')) {
                expect('}');
                break;
            }
        }
        skipBlanks();
        if (at < text.length()) {
            throw malformed("something follows the closing brace");
        }
        if (descr == null || fortranOrder == null || sizes == null) {
            throw malformed("one of 'descr', 'fortran_order' and 'shape' is missing");
        }
        ElementKind kind = kindOf(descr);
        ByteOrder order = descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new Fields(kind, order, fortranOrder, sizes);
    }

    private ElementKind kindOf(String descr) {
        if (descr.length() < 2) {
            throw unreadable(Source.quoted(descr));
        }
        ElementKind kind = ElementKind.ofNpyCode(descr.substring(1)).orElseThrow(() -> unreadable(Source.quoted(descr), conversion(descr)));
        boolean ordered = descr.charAt(0) == '<' || descr.charAt(0) == '>';
        // Single-byte elements need no byte order.
        if (!ordered && !(descr.charAt(0) == '|' && kind.bytes() == 1)) {
            throw unreadable(Source.quoted(descr));
        }
        return kind;
    }

    private String descr() {
        skipBlanks();
        if (at < text.length() && (text.charAt(at) == '[' || text.charAt(at) == '(')) {
            throw unreadable(Source.shown(text.substring(at)) + " (a structure)");
        }
        return string("a dtype");
    }

    private InputException unreadable(String dtype) {
        return unreadable(dtype, "convert it, for example with numpy.save(file, array.astype('float64'))");
    }

    private InputException unreadable(String dtype, String fix) {
        return source.fault("holds elements of dtype " + dtype
                + ", but only float32, float64, int32, int64, uint8, int8 and bool can be read", fix);
    }

    /** Returns how to convert an array of another dtype without loss. */
    private static String conversion(String descr) {
        return switch (descr.length() < 2 ? ' ' : descr.charAt(1)) {
            case 'i', 'u' -> "these are whole numbers: array.astype('int64')";
            case 'f' -> descr.endsWith("2") ? "these are numbers of 16 bits: array.astype('float32')" : "array.astype('float64')";
            case 'U', 'S', 'a' -> "these are texts: numpy.unique(array, return_inverse=True)[1] numbers them, for example as classes";
            case 'c' -> "these are complex numbers: array.real and array.imag";
            case 'O' -> "these are Python objects: numpy.array(array.tolist()) makes numbers of numbers";
            case 'M', 'm' -> "these are times: array.astype('int64')";
            default -> "convert it, for example with array.astype('float64')";
        };
    }

    private boolean bool() {
        skipBlanks();
        for (boolean value : new boolean[] {false, true}) {
            String word = value ? "True" : "False";
            if (text.startsWith(word, at)) {
                at += word.length();
                return value;
            }
        }
        throw malformed("True or False is expected");
    }

    private List<Long> tuple() {
        List<Long> sizes = new ArrayList<>();
        expect('(');
        while (!take(')')) {
            sizes.add(integer());
            if (!take(',')) {
                expect(')');
                if (sizes.size() == 1) {
                    throw malformed("a tuple of one needs a comma");
                }
                break;
            }
        }
        return sizes;
    }

    private long integer() {
        boolean negative = take('-');
        skipBlanks();
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw malformed("an integer is expected");
        }
        if (at - start > MAX_DIGITS) {
            throw malformed("an integer of " + (at - start) + " digits is too large for the size of an array");
        }
        long value = Long.parseLong(text, start, at, 10);
        // The suffix of long integers in Python 2.
        if (at < text.length() && text.charAt(at) == 'L') {
            at++;
        }
        return negative ? -value : value;
    }

    /** A string in either kind of quotes. NumPy never writes an escape here, so a backslash means nothing special. */
    private String string(String what) {
        skipBlanks();
        char quote = at < text.length() ? text.charAt(at) : ' ';
        if (quote != '\'' && quote != '"') {
            throw malformed(what + " in quotes is expected");
        }
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw malformed(what + " has no closing quote");
        }
        String inside = text.substring(at + 1, end);
        at = end + 1;
        return inside;
    }

    private void expect(char wanted) {
        if (!take(wanted)) {
            throw malformed("'" + wanted + "' is expected");
        }
    }

    private boolean take(char wanted) {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
            at++;
        }
    }

    private InputException malformed(String wrong) {
        return source.fault("has a header that is not NumPy's: " + wrong + " at character " + at + " of " + Source.quoted(text),
                "it is damaged: copy or write the file again");
    }
}
