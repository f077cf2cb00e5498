package org.pal4j.report;

import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pal4j.InputException;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;

/**
 * The arrays of an npz file, each of which is read when it is asked for. An array that can't be read is noted, and is then as if it were not there.
 */
final class LazyArrays extends AbstractMap<String, NpyArray> {
    /** Maximum number of bytes of an array. */
    private static final long MAX_BYTES = Math.min(1L << 28, Runtime.getRuntime().maxMemory() / 16);

    private final Path file;
    private final Notes notes;
    private final Set<String> names;
    private final Map<String, Optional<NpyArray>> read = new HashMap<>();

    LazyArrays(Path file, Notes notes) {
        this.file = file;
        this.notes = notes;
        names = notes.<Set<String>>attempt(() -> Npz.headers(file, name -> false).keySet()).orElse(Set.of());
    }

    @Override
    public Set<String> keySet() {
        return names;
    }

    @Override
    public int size() {
        return entrySet().size();
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return get(name) != null;
    }

    @Override
    public @Nullable NpyArray get(@Nullable Object name) {
        return name instanceof String text && names.contains(text) ? read.computeIfAbsent(text, key -> notes.attempt(() -> array(key))).orElse(null)
                : null;
    }

    private NpyArray array(String name) {
        long bytes = Objects.requireNonNull(Npz.headers(file, name::equals).get(name)).orElseThrow().bytes();
        if (bytes > MAX_BYTES) {
            throw new InputException(file + ", array " + name + ": has " + bytes + " bytes, and a page takes at most " + MAX_BYTES);
        }
        return Objects.requireNonNull(Npz.read(file, name::equals).get(name));
    }

    @Override
    public Set<Map.Entry<String, NpyArray>> entrySet() {
        return Collections.unmodifiableSet(names.stream().filter(this::containsKey)
                .map(name -> Map.entry(name, Objects.requireNonNull(get(name)))).collect(Collectors.toSet()));
    }
}
