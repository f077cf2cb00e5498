package org.pal4j.catalog;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pal4j.config.Kind;
import org.pal4j.model.Model;

/** Files that a configuration names. A relative path begins in the folder of the configuration, so that both can move together. */
final class DataPaths {
    private DataPaths() {}

    /** Returns the keys with absolute paths, also within a sweep. */
    static Map<String, Object> in(Path folder, Map<String, Object> keys, Model<?> model) {
        Set<String> files = model.keys().all().stream().filter(key -> key.kind().type().equals(Kind.FILE)).map(key -> key.name())
                .collect(Collectors.toSet());
        Map<String, Object> absolute = new LinkedHashMap<>();
        keys.forEach((key, value) -> absolute.put(key, absolute(folder, files, key, value)));
        return absolute;
    }

    private static @Nullable Object absolute(Path folder, Set<String> files, String key, @Nullable Object value) {
        return switch (value) {
            case String text when files.contains(key) && !text.isBlank() -> absolute(folder, text);
            case List<?> list -> list.stream().map(entry -> absolute(folder, files, key, entry)).toList();
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((name, entry) -> copy.put(name, absolute(folder, files, String.valueOf(name), entry)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    private static String absolute(Path folder, String text) {
        try {
            return folder.resolve(text).normalize().toString();
        } catch (InvalidPathException e) {
            // The key's own check says so.
            return text;
        }
    }
}
