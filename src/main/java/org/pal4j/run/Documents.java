package org.pal4j.run;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pal4j.InputException;

/** Reads YAML and JSON documents of modest size, and says on which line one is wrong. */
final class Documents {
    /** A configuration is text that somebody wrote; more than this is something else. */
    static final int MOST_BYTES = 1 << 20;

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Documents() {}

    /** The mapping in a YAML file. */
    static ObjectNode yaml(Path file) {
        return mapping(parse(YAML, text(file), file.toString()), file.toString());
    }

    /** The mapping in a YAML text that is called {@code name} in messages. */
    static ObjectNode yaml(String text, String name) {
        return mapping(parse(YAML, text, name), name);
    }

    /** The object in a JSON file. */
    static ObjectNode json(Path file) {
        return mapping(parse(JSON, text(file), file.toString()), file.toString());
    }

    /** A single YAML value, as somebody types it after {@code --set key=}. */
    static JsonNode value(String text, String key) {
        return parse(YAML, text, "the value of " + key);
    }

    private static String text(Path file) {
        try {
            if (Files.notExists(file)) {
                throw new InputException(file + ": there is no such file");
            }
            if (Files.isDirectory(file)) {
                throw new InputException(file + ": is a folder; give a file");
            }
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw new InputException(file + ": has " + size + " bytes; a configuration has at most " + MOST_BYTES);
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (MalformedInputException e) {
            throw new InputException(file + ": is not text in UTF-8, so it is no configuration", e);
        } catch (IOException e) {
            throw new InputException(file + ": can't be read (" + e.getMessage() + ")", e);
        }
    }

    private static JsonNode parse(ObjectMapper mapper, String text, String name) {
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
            String first = e.getOriginalMessage().lines().findFirst().orElse("it can't be parsed");
            throw new InputException(name + where + ": " + first, e);
        } catch (StackOverflowError e) {
            throw new InputException(name + ": is nested too deeply", e);
        }
    }

    private static ObjectNode mapping(JsonNode node, String name) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new InputException(name + ": must be a mapping of keys to values; see './pal4j show yinyang' for one");
    }
}
