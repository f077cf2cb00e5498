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
 * Reads YAML and JSON documents of modest size, and says on which line one is wrong. What comes out is plain Java: a mapping is a {@code Map} in
 * the order of the file, a sequence a {@code List}, a number an {@code Integer}, {@code Long}, {@code BigInteger} or {@code Double}, and an
 * empty document {@link Value#MISSING}.
 */
public final class Documents {
    /** A configuration is text that somebody wrote; more than this is something else. */
    static final int MAX_BYTES = 1 << 20;

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /** Finds duplicate keys in the tree and not in the parser, where {@link WithoutComments} has taken out those that may repeat. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /** Where the YAML library found something, in its own words. */
    private static final Pattern PLACE = Pattern.compile("in '[^']*', line (\\d+), column (\\d+)");
    /** What the libraries' messages say about themselves. */
    private static final Pattern ASIDE =
            Pattern.compile(", got this instead:.*|, from `[^`]*`| \\(Scalar value in YAML\\)| \\(start marker at [^)]*\\)");
    private static final String NO_NUMBER = "Malformed numeric value";
    private static final Pattern DUPLICATE = Pattern.compile("(Duplicate field '.*') for `ObjectNode`.*", Pattern.DOTALL);

    private Documents() {}

    /** What is in a file: JSON or YAML, as its name says, or else as it looks; {@link Value#MISSING} if nothing is. */
    public static Object read(Path file) {
        String text = text(file);
        String name = file.toString();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean json = switch (ending) {
            case "json" -> true;
            case "yaml", "yml" -> false;
            default -> text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[");
        };
        return Objects.requireNonNullElse(json ? parse(JSON, text, name) : yamlDocument(text, name), Value.MISSING);
    }

    private static @Nullable Object yamlDocument(String text, String name) {
        requireNoAliases(text, name);
        return parse(YAML, text, name);
    }

    /** The mapping in a YAML text that is called {@code name} in messages. */
    public static Map<String, Object> yaml(String text, String name) {
        return mapping(yamlDocument(text, name), name);
    }

    /** A document that must be a mapping. */
    public static Map<String, Object> mapping(@Nullable Object document, String name) {
        if (document instanceof Map<?, ?> keys) {
            return copy(keys);
        }
        throw new InputException(name + ": must hold keys and values, one 'key: value' on each line; './pal4j show yinyang' prints "
                + "an example");
    }

    /** The object in a JSON file. */
    public static Map<String, Object> json(Path file) {
        if (parse(JSON, text(file), file.toString()) instanceof Map<?, ?> keys) {
            return copy(keys);
        }
        throw new InputException(file + ": must hold a JSON object, {\"key\": value, ...}");
    }

    /** A single YAML value, as somebody types it after {@code --set key=}; {@link Value#MISSING} if nothing is there. */
    public static @Nullable Object value(String text, String key) {
        return yamlDocument(text, "--set " + key + "=" + Fault.shown(text));
    }

    /** A mapping with the same keys, to be changed. */
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
            // What a file says of its size is nothing to rely on: pipes and devices have none.
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

    /** Jackson makes the text "x" of an alias *x: a value that nobody meant. */
    private static void requireNoAliases(String text, String name) {
        try (YAMLParser parser = ((YAMLFactory) YAML.getFactory()).createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser.isCurrentAlias()) {
                    throw new InputException(name + ", line " + parser.currentTokenLocation().getLineNr() + ": the alias *"
                            + Fault.shown(parser.getText()) + " is not taken; write the value itself");
                }
            }
        } catch (JsonProcessingException e) {
            throw unparsable(e, name);
        } catch (IOException e) {
            throw new IllegalStateException(e);
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

    /** The last place that is named, which is that of the problem; the others are of what was being read. */
    private static String place(JsonProcessingException e) {
        MatchResult named = PLACE.matcher(e.getOriginalMessage()).results().reduce((first, second) -> second).orElse(null);
        if (named != null) {
            return ", line " + named.group(1) + ", column " + named.group(2);
        }
        JsonLocation at = e.getLocation();
        return at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /** The YAML library says what it was reading, and then what is wrong, each followed by indented lines of the text. */
    private static String said(String problem) {
        String last = problem.lines().filter(line -> !line.startsWith(" ")).reduce(problem, (first, second) -> second);
        if (last.startsWith(NO_NUMBER)) {
            return last.substring(NO_NUMBER.length()).strip() + " is not a finite number";
        }
        return ASIDE.matcher(last).replaceAll("").strip();
    }
}
