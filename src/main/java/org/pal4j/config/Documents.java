package org.pal4j.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.format.Reason;

/**
 * Reads small YAML and JSON documents. Errors give the line. The result is plain Java: a mapping becomes a {@code Map} in file order, a sequence a
 * {@code List}, a number an {@code Integer}, {@code Long}, {@code BigInteger} or {@code Double}, and an empty document {@link Value#MISSING}.
 */
public final class Documents {
    /** Larger files are rejected: a configuration is written by hand. */
    static final int MAX_BYTES = 1 << 20;

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /** Checks for duplicate keys in the tree, not in the parser: {@link WithoutComments} has already removed the keys that may repeat. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /** Matches the position in a message of the YAML library. */
    private static final Pattern PLACE = Pattern.compile("in '[^']*', line (\\d+), column (\\d+)");
    /** Matches library internals in messages, which are removed. */
    private static final Pattern ASIDE =
            Pattern.compile(", got this instead:.*|, from `[^`]*`| \\(Scalar value in YAML\\)| \\(start marker at [^)]*\\)");
    private static final String NO_NUMBER = "Malformed numeric value";
    private static final Pattern DUPLICATE = Pattern.compile("(Duplicate field '.*') for `ObjectNode`.*", Pattern.DOTALL);

    private Documents() {}

    /** Reads a file as JSON or YAML, chosen by its extension or else by its first character. An empty file gives {@link Value#MISSING}. */
    public static Object read(Path file) {
        String text = text(file);
        String name = file.toString();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean json = switch (ending) {
            case "json" -> true;
            case "yaml", "yml" -> false;
            default -> text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[");
        };
        return Objects.requireNonNullElse(parse(json ? JSON : YAML, text, name), Value.MISSING);
    }

    /** Parses a YAML text that holds a mapping; messages call it {@code name}. */
    public static Map<String, Object> yaml(String text, String name) {
        return mapping(parse(YAML, text, name), name);
    }

    /** Returns a document as a mapping, or throws an {@link InputException}; messages call it {@code name}. */
    public static Map<String, Object> mapping(@Nullable Object document, String name) {
        if (document instanceof Map<?, ?> keys) {
            return copy(keys);
        }
        throw new InputException(name + ": must hold keys and values, one 'key: value' on each line; './pal4j show yinyang' prints "
                + "an example");
    }

    /** Reads a JSON file that holds an object. */
    public static Map<String, Object> json(Path file) {
        if (parse(JSON, text(file), file.toString()) instanceof Map<?, ?> keys) {
            return copy(keys);
        }
        throw new InputException(file + ": must hold a JSON object, {\"key\": value, ...}");
    }

    /** Parses a single YAML value, the text after {@code --set key=}. An empty text gives {@link Value#MISSING}. */
    public static @Nullable Object value(String text, String key) {
        return parse(YAML, text, "--set " + key + "=" + Fault.shown(text));
    }

    /** Returns a mutable copy. */
    private static Map<String, Object> copy(Map<?, ?> keys) {
        Map<String, Object> copy = new LinkedHashMap<>();
        keys.forEach((key, value) -> copy.put((String) key, value));
        return copy;
    }

    private static @Nullable Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                node.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
                yield Collections.unmodifiableMap(map);
            }
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                node.forEach(element -> list.add(plain(element)));
                yield Collections.unmodifiableList(list);
            }
            case NUMBER -> node.numberValue();
            case BOOLEAN -> node.booleanValue();
            case STRING -> node.textValue();
            default -> null;
        };
    }

    private static String text(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new InputException(file + ": is a folder; give a file");
            }
            // The reported file size is not reliable: pipes and devices have none.
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(MAX_BYTES + 1);
            }
            if (bytes.length > MAX_BYTES) {
                throw new InputException(file + ": has more than " + MAX_BYTES + " bytes, so it is no configuration");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new InputException(file + ": is not text in UTF-8, so it is no configuration", e);
        } catch (IOException e) {
            throw new InputException(file + ": can't be read (" + Reason.of(e) + ")", e);
        }
    }

    private static @Nullable Object parse(ObjectMapper mapper, String text, String name) {
        try (JsonParser parser = mapper.getFactory().createParser(text)) {
            if (mapper.equals(YAML)) {
                requireNoAliases(text, name);
            }
            JsonNode document = mapper.readTree(mapper.equals(JSON) ? new WithoutComments(parser) : parser);
            return document == null || document.isMissingNode() ? Value.MISSING : plain(document);
        } catch (JsonProcessingException e) {
            throw unparsable(e, name);
        } catch (StackOverflowError e) {
            throw new InputException(name + ": is nested too deeply", e);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Rejects aliases. Jackson would read the alias *x as the text "x". */
    private static void requireNoAliases(String text, String name) throws IOException {
        try (YAMLParser parser = ((YAMLFactory) YAML.getFactory()).createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser.isCurrentAlias()) {
                    throw new InputException(name + ", line " + parser.currentTokenLocation().getLineNr() + ": the alias *"
                            + Fault.shown(parser.getText()) + " is not taken; write the value itself");
                }
            }
        }
    }

    private static InputException unparsable(JsonProcessingException e, String name) {
        Matcher duplicate = DUPLICATE.matcher(e.getOriginalMessage());
        String problem = switch (e) {
            case StreamConstraintsException tooMuch -> tooMuch.getOriginalMessage();
            case MismatchedInputException twice when duplicate.matches() -> duplicate.group(1);
            case MismatchedInputException more -> "a second document begins here; only one is taken";
            default -> e.getOriginalMessage();
        };
        boolean typed = name.startsWith("--set");
        return new InputException(name + (typed ? "" : place(e)) + ": " + said(problem), e);
    }

    /** Returns the last position in the message, which is that of the problem. Earlier ones belong to the enclosing structure. */
    private static String place(JsonProcessingException e) {
        MatchResult named = PLACE.matcher(e.getOriginalMessage()).results().reduce((first, second) -> second).orElse(null);
        if (named != null) {
            return ", line " + named.group(1) + ", column " + named.group(2);
        }
        JsonLocation at = e.getLocation();
        return at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /** Extracts the problem from a library message. The YAML library gives the context first, then the problem, each with indented source lines. */
    private static String said(String problem) {
        String last = problem.lines().filter(line -> !line.startsWith(" ")).reduce(problem, (first, second) -> second);
        if (last.startsWith(NO_NUMBER)) {
            return last.substring(NO_NUMBER.length()).strip() + " is not a finite number";
        }
        return ASIDE.matcher(last).replaceAll("").strip();
    }
}
