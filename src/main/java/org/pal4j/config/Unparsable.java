package org.pal4j.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pal4j.Fault;
import org.pal4j.InputException;

/** What is wrong with a text that is no JSON or no YAML, in words for its author. The words of the libraries speak of their switches and tokens. */
final class Unparsable {
    /** Matches the position in a message of the YAML library. */
    private static final Pattern PLACE = Pattern.compile("in '[^']*', line (\\d+), column (\\d+)");
    /** Matches what the JSON library says of a character that does not belong where it is. */
    private static final Pattern CHARACTER = Pattern.compile("Unexpected character \\('(.*?)' \\(code [^)]*\\)\\)(.*)", Pattern.DOTALL);
    private static final String A_VALUE = "a number, true, false, null, or text in double quotes";

    /** What the libraries say, and what that means. The first pattern that is found decides. */
    private static final List<Words> WORDS = List.of(
            words("maybe a \\(non-standard\\) comment|Unexpected character \\('#'",
                    "JSON has no comments; leave it out, or write it as a key, \"_comment\": \"...\""),
            words("Non-standard token '(.*?)'", found -> quoted(found.group(1)) + " is not a finite number"),
            words("Malformed numeric value '(.*?)'", found -> quoted(found.group(1)) + " is not a finite number"),
            words("Unrecognized token '(.*?)'", found -> token(found.group(1))),
            words("Duplicate field '(.*?)'(?: for `ObjectNode`.*)?$",
                    found -> "the key " + quoted(found.group(1)) + " is there twice; leave one out"),
            words("Trailing token", "a second document begins here; only one is taken"),
            words("Leading zeroes not allowed", "a number has no leading zeros"),
            words("Decimal point not followed by a digit", "a number needs a digit after its point: 5.0"),
            words("Exponent indicator not followed by a digit", "a number needs digits after its e: 1e-6"),
            words("plus sign", "a number has no plus sign"),
            words("to follow minus sign", "a minus sign needs a digit after it"),
            words("expected a hex-digit", "\\u in a text needs four hexadecimal digits after it"),
            words("Unrecognized character escape '(.*?)'", found -> "\\" + Fault.shown(found.group(1))
                    + " means nothing in a text; a backslash itself is written \\\\"),
            words("Unexpected close marker '(.)': expected '(.)'", found -> found.group(1) + " does not close what was opened; " + found.group(2)
                    + " must come first"),
            words("Unexpected close marker '(.)'", found -> found.group(1) + " closes nothing that was opened"),
            words("expected close marker for (Object|Array).*line: (\\d+), column: (\\d+)", found -> "it ends too early: "
                    + (found.group(1).equals("Object") ? "{" : "[") + " of line " + found.group(2) + ", column " + found.group(3) + " is not closed"),
            words("closing quote", "it ends too early: a text is not closed by a double quote"),
            words("Unexpected end-of-input", "it ends too early"),
            words("unquoted character \\(\\(CTRL-CHAR, code 9\\)", "a tab in a text is written \\t"),
            words("unquoted character \\(\\(CTRL-CHAR, code 1[03]\\)",
                    "a text must end on its line, with a double quote; a line break in it is written \\n"),
            words("CTRL-CHAR, code (\\d+)", found -> "the character with the code " + found.group(1) + " can't be here"),
            words("Number value length \\((\\d+)\\)", found -> "a number has " + found.group(1) + " digits, and 1000 is the limit"),
            words("nesting depth", "it is nested more than 1000 levels deep"),
            words("Name length \\((\\d+)\\)", found -> "a key has " + found.group(1) + " characters, and 50000 is the limit"),
            words("in base64 content|base64", "a value marked as !!binary is not base64"),
            words("Expected a field name", "a key must be a word; a list or a mapping can't be one"),
            words("special characters are not allowed", "it has a control character, which YAML does not allow"),
            words("found character '\\\\t", "a tab can't be here; YAML is indented by blanks"),
            words("found character '(.)'", found -> "a value that begins with " + Fault.shown(found.group(1)) + " needs quotes"),
            words("mapping values are not allowed here",
                    "a key and its colon can't be here; keys of one mapping begin in one column, and text with a colon in it needs quotes"),
            words("could not find expected ':'", "a key needs a colon and a blank after it, 'key: value'"),
            words("expected ',' or '(.)'", found -> "a comma or the closing " + found.group(1) + " is missing before this"),
            words("found unexpected end of stream", "it ends too early: a text is not closed by its quote"),
            words("unknown escape character (.)",
                    found -> "\\" + Fault.shown(found.group(1)) + " means nothing in double quotes; a backslash itself is written \\\\"),
            words("expected '<document start>'|expected <block end>",
                    "this does not belong here; keys of one mapping, and dashes of one list, begin in one column"));

    private Unparsable() {}

    private record Words(Pattern of, Function<MatchResult, String> say) {}

    private static Words words(String of, String words) {
        return new Words(Pattern.compile(of, Pattern.DOTALL), found -> words);
    }

    private static Words words(String of, Function<MatchResult, String> say) {
        return new Words(Pattern.compile(of, Pattern.DOTALL), say);
    }

    /**
     * Returns what is wrong, and where.
     *
     * @param at   where the parser has stopped, if the exception does not say more
     * @param name the name of the text in messages
     * @param set  whether the text is a single value, typed on the command line, so that places say nothing
     */
    static InputException fault(JsonProcessingException e, @Nullable JsonLocation at, String name, boolean set) {
        String message = String.valueOf(e.getOriginalMessage());
        return new InputException(name + (set ? "" : place(message, e.getLocation() == null ? at : e.getLocation())) + ": " + said(message), e);
    }

    /** Returns the last position in the message, which is that of the problem. Earlier ones belong to the enclosing structure. */
    private static String place(String message, @Nullable JsonLocation at) {
        MatchResult named = PLACE.matcher(message).results().reduce((first, second) -> second).orElse(null);
        if (named != null) {
            return ", line " + named.group(1) + ", column " + named.group(2);
        }
        return at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static String said(String message) {
        for (Words words : WORDS) {
            Matcher found = words.of.matcher(message);
            if (found.find()) {
                return words.say.apply(found);
            }
        }
        Matcher character = CHARACTER.matcher(message);
        if (character.matches()) {
            return misplaced(Fault.shown(character.group(1)), character.group(2));
        }
        // The YAML library gives the context first, then the problem, each with indented lines of the text.
        String last = message.lines().filter(line -> !line.startsWith(" ")).reduce("", (first, second) -> second);
        return message.contains("in 'reader'") ? "this is no YAML (" + Fault.shown(last) + ")" : "this is no JSON";
    }

    private static String token(String token) {
        String word = switch (token) {
            case "True", "TRUE" -> "true";
            case "False", "FALSE" -> "false";
            case "None", "Null", "NULL" -> "null";
            default -> "";
        };
        return word.isEmpty() ? quoted(token) + " must be " + A_VALUE : quoted(token) + " is written " + word + " in JSON";
    }

    /** Says what must be where an unexpected character is. */
    private static String misplaced(String character, String expected) {
        String found = ", not " + character;
        if (expected.contains("double-quote to start field name")) {
            return character.equals("}") || character.equals(",") ? "a comma is one too many before " + character
                    : "a key in double quotes must be here" + found + ": \"key\": value";
        }
        if (expected.contains("comma to separate")) {
            return "a comma or a closing bracket must be here" + found;
        }
        if (expected.contains("colon to separate")) {
            return "a colon must follow the key" + found;
        }
        return switch (character) {
            case "]", "}", "," -> "a value is missing before " + character + ", or a comma is one too many";
            case "'", "\u2018", "\u2019", "\u201c", "\u201d", "`" -> "text is in double quotes, \"like this\"" + found;
            case "." -> "a number needs a digit before its point: 0.5";
            default -> "a value must be here, " + A_VALUE + found;
        };
    }

    private static String quoted(String text) {
        return "'" + Fault.shown(text) + "'";
    }
}
