package org.pal4j.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import org.jspecify.annotations.Nullable;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.format.Reason;
import org.pal4j.format.RegularFile;

/**
 * Reads small YAML and JSON documents. Errors give the line. The result is plain Java: a mapping becomes a {@code Map} in file order, a sequence a
 * {@code List}, a number an {@code Integer}, {@code Long}, {@code BigInteger} or {@code Double}, and an empty document {@link Value#MISSING}.
 */
public final class Documents {
    /** The value of a key whose value in a YAML file is a mapping with Python objects as keys, which no other program can read. */
    public static final String PYTHON_OBJECTS = "(Python objects)";
    /** Larger files are rejected: a configuration is written by hand. */
    static final int MAX_BYTES = 1 << 20;

    private static final ObjectMapper YAML = YAMLMapper.builder(new DecimalYaml())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /** Checks for duplicate keys in the tree, not in the parser: {@link WithoutComments} has already removed the keys that may repeat. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /** Readers of what was parsed call themselves for each level, which Jackson's own limit of 1000 makes too many for the stack. */
    private static final int MAX_LEVELS = 100;
    /** Begins the names of values that were typed. */
    static final String SET = "--set ";
    private static final char MARK = '\uFEFF';

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

    /** Parses a JSON text that holds an object; messages call it {@code name}. */
    public static Map<String, Object> json(String text, String name) {
        if (parse(JSON, text, name) instanceof Map<?, ?> keys) {
            return copy(keys);
        }
        throw new InputException(name + ": must be a JSON object, {\"key\": value, ...}");
    }

    /** Parses a single YAML value, the text after {@code --set key=}. An empty text gives {@link Value#MISSING}. */
    public static @Nullable Object value(String text, String key) {
        return parse(YAML, text, SET + key + "=" + Fault.shown(text));
    }

    /** Returns a mutable copy. */
    private static Map<String, Object> copy(Map<?, ?> keys) {
        Map<String, Object> copy = new LinkedHashMap<>();
        keys.forEach((key, value) -> copy.put((String) key, value));
        return copy;
    }

    /**
     * Returns plain Java.
     *
     * @param level the number of mappings and lists around it
     */
    private static @Nullable Object plain(JsonNode node, int level, String name) {
        if (level > MAX_LEVELS) {
            throw new InputException(name + ": is nested more than " + MAX_LEVELS + " levels deep, and no configuration is");
        }
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                node.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue(), level + 1, name)));
                yield Collections.unmodifiableMap(map);
            }
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                node.forEach(element -> list.add(plain(element, level + 1, name)));
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
            requireReadable(file);
            // The reported file size is not reliable: pipes and devices have none.
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(MAX_BYTES + 1);
            }
            if (bytes.length > MAX_BYTES) {
                String objects = PythonObjects.first(new String(bytes, StandardCharsets.UTF_8))
                        .map(key -> "; the key " + key + " holds Python objects: take it out, or give the file that the program was started with")
                        .orElse("");
                throw new InputException(file + ": has more than " + MAX_BYTES + " bytes, so it is no configuration" + objects);
            }
            requireBytewise(file, bytes);
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new InputException(file + ": is not text in UTF-8, so it is no configuration; if it is text, save it as UTF-8", e);
        } catch (IOException e) {
            throw new InputException(file + ": can't be read (" + Reason.of(e) + ")", e);
        }
    }

    /** Requires a regular file. A pipe that the shell hands over, such as /dev/stdin, is read too; any other might never be written to. */
    private static void requireReadable(Path file) {
        if (Files.isDirectory(file)) {
            throw new InputException(file + ": is a folder; give a file");
        }
        if (!file.startsWith("/dev") && !file.startsWith("/proc")) {
            RegularFile.require(file);
        }
    }

    /** Rejects text whose characters have two or four bytes each, as some editors write it. */
    private static void requireBytewise(Path file, byte[] bytes) {
        int first = bytes.length < 2 ? 0 : Byte.toUnsignedInt(bytes[0]) << 8 | Byte.toUnsignedInt(bytes[1]);
        boolean wide = first == 0xFEFF || first == 0xFFFE;
        for (int k = 0; k < Math.min(4, bytes.length); k++) {
            wide |= bytes[k] == 0;
        }
        if (wide) {
            throw new InputException(file + ": is text in UTF-16 or UTF-32, or no text; save it as UTF-8");
        }
    }

    private static @Nullable Object parse(ObjectMapper mapper, String text, String name) {
        boolean json = mapper.equals(JSON);
        try (JsonParser parser = mapper.getFactory().createParser(json ? text : PythonObjects.replaced(text))) {
            try {
                JsonNode document = mapper.readTree(json ? new WithoutComments(parser) : new WithAliases((YAMLParser) parser, name));
                return document == null || document.isMissingNode() ? Value.MISSING : plain(document, 0, name);
            } catch (JsonProcessingException e) {
                throw Unparsable.fault(e, parser.currentLocation(), name, name.startsWith(SET));
            }
        } catch (StackOverflowError e) {
            throw new InputException(name + ": is nested too deeply", e);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
