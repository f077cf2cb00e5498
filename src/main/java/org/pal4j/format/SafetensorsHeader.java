package org.pal4j.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The JSON header of a safetensors file.
 *
 * @param metadata free-form strings by name
 * @param tensors  by name, in the order in which the header has or will have them
 */
record SafetensorsHeader(SequencedMap<String, String> metadata, SequencedMap<String, Tensor> tensors) {
    private static final String METADATA = "__metadata__";
    private static final String DTYPE = "dtype";
    private static final String SHAPE = "shape";
    private static final String OFFSETS = "data_offsets";
    private static final String FIX = "it is damaged: copy or write the file again";

    /**
     * Duplicate keys are rejected, because two readers could see two different files. Names from a file are not interned, because
     * that would keep them forever.
     */
    private static final ObjectMapper JSON = JsonMapper.builder(
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Location of a tensor's elements.
     *
     * @param kind  element kind
     * @param shape sizes of the dimensions, validated; must not be modified
     * @param begin offset of the first byte, from the end of the header
     */
    record Tensor(ElementKind kind, int[] shape, long begin) {
        int elements() {
            return Shapes.elements(shape);
        }

        /** Offset after the last byte, from the end of the header. */
        long end() {
            return begin + (long) elements() * kind.bytes();
        }
    }

    /**
     * Parses a header.
     *
     * @param dataBytes number of bytes that follow it
     * @throws org.pal4j.InputException if it is not a safetensors header, has tensors that can't be read, or its tensors do not
     *                                  fill the bytes after it without gaps and overlaps
     */
    static SafetensorsHeader parse(Source source, byte[] bytes, long dataBytes) {
        if (bytes.length == 0 || bytes[0] != '{') {
            throw source.fault("has a header that does not begin with a brace, as a JSON object must",
                    "it is damaged or not a safetensors file: name another file");
        }
        JsonNode root = json(source, bytes);
        SequencedMap<String, String> metadata = new LinkedHashMap<>();
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (entry.getKey().equals(METADATA)) {
                readMetadata(source, entry.getValue(), metadata);
            } else {
                tensors.put(entry.getKey(), tensor(source.part("tensor", entry.getKey()), entry.getValue()));
            }
        }
        requireGapless(source, tensors, dataBytes);
        return new SafetensorsHeader(metadata, tensors);
    }

    private static JsonNode json(Source source, byte[] bytes) {
        try {
            // Decoded here, because the JSON library would also guess other encodings and sometimes accept malformed UTF-8.
            return JSON.readTree(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException malformed) {
            throw source.fault("has a header that is not valid UTF-8", FIX, malformed);
        } catch (JsonProcessingException malformed) {
            // The library's own words speak of its switches.
            JsonLocation at = malformed.getLocation();
            if (String.valueOf(malformed.getOriginalMessage()).startsWith("Duplicate field")) {
                throw source.fault("has a header with one name twice" + (at == null ? "" : ", at its character " + at.getCharOffset()), FIX,
                        malformed);
            }
            throw source.fault("has a header that is not valid JSON" + (at == null ? "" : ", from its character " + at.getCharOffset()), FIX,
                    malformed);
        }
    }

    private static void readMetadata(Source source, JsonNode node, Map<String, String> metadata) {
        if (!node.isObject()) {
            throw source.fault("has metadata that is not a JSON object", FIX);
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!entry.getValue().isTextual()) {
                throw source.fault("has metadata " + Source.quoted(entry.getKey()) + " that is not a string",
                        "write the metadata as strings");
            }
            metadata.put(entry.getKey(), entry.getValue().textValue());
        }
    }

    private static Tensor tensor(Source source, JsonNode node) {
        JsonNode dtype = node.path(DTYPE);
        if (!node.isObject() || node.size() != 3 || !dtype.isTextual()) {
            throw source.fault("is not described by its dtype, shape and data_offsets alone", FIX);
        }
        List<Long> sizes = integers(source, node.path(SHAPE), SHAPE);
        List<Long> offsets = integers(source, node.path(OFFSETS), OFFSETS);
        ElementKind kind = ElementKind.ofSafetensorsName(dtype.textValue()).orElseThrow(() -> source.fault(
                "has elements of dtype " + Source.quoted(dtype.textValue())
                        + ", but only F32, F64, I32, I64, U8, I8 and BOOL can be read",
                "convert it, for example to F32"));
        if (offsets.size() != 2) {
            throw source.fault("has " + offsets.size() + " data_offsets instead of 2", FIX);
        }
        Tensor tensor = new Tensor(kind, Shapes.checked(source, sizes), offsets.getFirst());
        // Compared as a difference: it can't overflow, because neither offset may be negative, whereas a sum could.
        long bytes = offsets.getLast() - offsets.getFirst();
        if (offsets.getFirst() < 0 || offsets.getLast() < 0 || bytes != tensor.end() - tensor.begin()) {
            throw source.fault("has the data_offsets " + offsets + ", but " + kind + " of shape " + Shapes.text(tensor.shape()) + " takes "
                    + (long) tensor.elements() * kind.bytes() + " bytes", FIX);
        }
        return tensor;
    }

    private static List<Long> integers(Source source, JsonNode node, String what) {
        if (!node.isArray()) {
            throw source.fault("has no " + what + " that is a list", FIX);
        }
        List<Long> integers = new ArrayList<>(node.size());
        for (JsonNode element : node) {
            if (!element.isIntegralNumber() || !element.canConvertToLong()) {
                throw source.fault("has " + Source.shown(element.toString()) + " in its " + what + ", where an integer is expected", FIX);
            }
            integers.add(element.longValue());
        }
        return integers;
    }

    /** The tensors in the order of their bytes; an empty tensor may share its place with another. */
    List<Map.Entry<String, Tensor>> byPlace() {
        return byPlace(tensors);
    }

    private static List<Map.Entry<String, Tensor>> byPlace(Map<String, Tensor> tensors) {
        List<Map.Entry<String, Tensor>> placed = new ArrayList<>(tensors.entrySet());
        placed.sort(Comparator.comparingLong((Map.Entry<String, Tensor> entry) -> entry.getValue().begin())
                .thenComparingLong(entry -> entry.getValue().end()));
        return placed;
    }

    private static void requireGapless(Source source, Map<String, Tensor> tensors, long dataBytes) {
        long end = 0;
        for (Map.Entry<String, Tensor> entry : byPlace(tensors)) {
            Tensor tensor = entry.getValue();
            if (tensor.begin() != end) {
                throw source.part("tensor", entry.getKey()).fault("begins at byte " + tensor.begin() + " of the data, but the tensors "
                        + "before it end at " + end + ": there is " + (tensor.begin() > end ? "a gap between them" : "an overlap"), FIX);
            }
            end = tensor.end();
        }
        if (end != dataBytes) {
            throw source.fault("has tensors of " + end + " bytes together, but " + dataBytes + " bytes follow its header",
                    end > dataBytes ? "it is truncated: copy or write the file again" : FIX);
        }
    }

    /** The header as JSON. */
    byte[] encode() {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = root.putObject(METADATA);
            metadata.forEach(texts::put);
        }
        tensors.forEach((name, tensor) -> {
            if (name.equals(METADATA)) {
                throw new IllegalArgumentException("a tensor can't have the name " + METADATA);
            }
            ObjectNode node = root.putObject(name);
            node.put(DTYPE, tensor.kind().safetensorsName());
            ArrayNode sizes = node.putArray(SHAPE);
            for (int size : tensor.shape()) {
                sizes.add(size);
            }
            node.putArray(OFFSETS).add(tensor.begin()).add(tensor.end());
        });
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
