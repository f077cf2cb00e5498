package org.pal4j.run;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pal4j.InputException;

/** Reads YAML and JSON documents of modest size, and says on which line one is wrong. */
final class Documents {
    /** A configuration is text that somebody wrote; more than this is something else. */
    static final int MOST_BYTES = 1 << 20;

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
    private static final Pattern ASIDE = Pattern.compile(", got this instead:.*|, from `[^`]*`| \\(Scalar value in YAML\\)");
    private static final String NO_NUMBER = "Malformed numeric value";
    private static final Pattern DUPLICATE = Pattern.compile("(Duplicate field '.*') for `ObjectNode`.*", Pattern.DOTALL);

    private Documents() {}

    /** What is in a file: JSON or YAML, as its name says, or else as it looks. */
    static JsonNode read(Path file) {
        String text = text(file);
        String name = file.toString();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean json = switch (ending) {
            case "json" -> true;
            case "yaml", "yml" -> false;
            default -> text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[");
        };
        return json ? parse(JSON, text, name) : yamlNode(text, name);
    }

    private static JsonNode yamlNode(String text, String name) {
        requireNoAliases(text, name);
        return parse(YAML, text, name);
    }

    /** The mapping in a YAML text that is called {@code name} in messages. */
    static ObjectNode yaml(String text, String name) {
        return mapping(yamlNode(text, name), name);
    }

    /** A document that must be a mapping. */
    static ObjectNode mapping(JsonNode document, String name) {
        if (document instanceof ObjectNode keys) {
            return keys;
        }
        throw new InputException(name + ": must hold keys and values, one 'key: value' on each line; './pal4j show yinyang' prints "
                + "an example");
    }

    /** The object in a JSON file. */
    static ObjectNode json(Path file) {
        if (parse(JSON, text(file), file.toString()) instanceof ObjectNode keys) {
            return keys;
        }
        throw new InputException(file + ": must hold a JSON object, {\"key\": value, ...}");
    }

    /** A single YAML value, as somebody types it after {@code --set key=}. */
    static JsonNode value(String text, String key) {
        return yamlNode(text, "--set " + key + "=" + Faults.shown(text));
    }

    private static String text(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new InputException(file + ": is a folder; give a file");
            }
            // What a file says of its size is nothing to rely on: pipes and devices have none.
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(MOST_BYTES + 1);
            }
            if (bytes.length > MOST_BYTES) {
                throw new InputException(file + ": has more than " + MOST_BYTES + " bytes, so it is no configuration");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new InputException(file + ": is not text in UTF-8, so it is no configuration", e);
        } catch (IOException e) {
            throw new InputException(file + ": can't be read (" + Reason.of(e) + ")", e);
        }
    }

    private static JsonNode parse(ObjectMapper mapper, String text, String name) {
        try (JsonParser parser = mapper.getFactory().createParser(text)) {
            JsonNode document = mapper.readTree(mapper == JSON ? new WithoutComments(parser) : parser);
            return document == null ? MissingNode.getInstance() : document;
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
                            + Faults.shown(parser.getText()) + " is not taken; write the value itself");
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
