package org.pal4j.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The notation of numbers: decimal, wherever a number is read. Leading zeros mean nothing: 010 is ten. Programming languages and YAML 1.1 know other
 * notations, and read 010 as eight. Nobody who types a seed or a number of epochs means that.
 */
final class Decimal {
    private static final Pattern LEADING_ZEROS = Pattern.compile("([-+]?)0+([0-9]+)");
    /** Other bases, with the digits of each. */
    private static final Pattern BASED = Pattern.compile("([-+]?)0(?:([xX])([0-9a-fA-F_]+)|([oO])([0-7_]+)|([bB])([01_]+))");
    private static final Pattern GROUPED = Pattern.compile("[-+]?[0-9]*\\.?[0-9]*_[0-9_]*\\.?[0-9_]*([eE][-+]?[0-9]+)?");
    /** Minutes and seconds: 1:30 is 90. */
    private static final Pattern SEXAGESIMAL = Pattern.compile("[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?");

    private static final int MAX_CHARACTERS = 100;

    private Decimal() {}

    /** Returns a whole number without leading zeros, or the same text. */
    static String withoutLeadingZeros(String text) {
        Matcher number = LEADING_ZEROS.matcher(text);
        return number.matches() ? number.group(1) + number.group(2) : text;
    }

    /** Returns whether a text is a number in another notation: 0x1F, 0o17, 0b11, 1_000 or 1:30. */
    static boolean isForeign(String text) {
        return text.length() <= MAX_CHARACTERS && text.chars().anyMatch(c -> c >= '0' && c <= '9')
                && (BASED.matcher(text).matches() || GROUPED.matcher(text).matches() || SEXAGESIMAL.matcher(text).matches());
    }

    /** Returns what a number in another notation stands for, in decimal; nothing for all other texts, and where there is no telling. */
    static Optional<String> of(String text) {
        if (!isForeign(text)) {
            return Optional.empty();
        }
        String plain = text.replace("_", "");
        Matcher based = BASED.matcher(plain);
        try {
            if (based.matches()) {
                int base = based.group(2) != null ? 16 : based.group(4) != null ? 8 : 2;
                BigInteger size = new BigInteger(plain.substring(based.group(1).length() + 2), base);
                return Optional.of((based.group(1).equals("-") ? size.negate() : size).toString());
            }
            return Optional.of(text.contains(":") ? sexagesimal(plain) : new BigDecimal(plain).toString());
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String sexagesimal(String text) {
        boolean negative = text.startsWith("-");
        BigDecimal sum = BigDecimal.ZERO;
        for (String part : text.substring(negative || text.startsWith("+") ? 1 : 0).split(":")) {
            sum = sum.multiply(BigDecimal.valueOf(60)).add(new BigDecimal(part));
        }
        return (negative ? sum.negate() : sum).toPlainString();
    }
}
