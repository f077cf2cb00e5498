package org.pal4j.cli.option;

import java.util.Iterator;
import java.util.List;
import org.pal4j.catalog.Catalog;
import org.pal4j.catalog.Models;

/** What shells complete arguments with. */
public final class Candidates {
    private Candidates() {}

    /** Names of experiments. */
    public static final class Experiments implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Catalog.NAMES.iterator();
        }
    }

    /** Beginnings of settings: all keys of all models with an equals sign. */
    public static final class Settings implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Models.all().stream().flatMap(model -> model.keys().names().stream()).distinct().map(key -> key + "=").iterator();
        }
    }

    /** Widths of vectors. */
    public static final class Widths implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("preferred", "512", "256", "128", "scalar").iterator();
        }
    }
}
