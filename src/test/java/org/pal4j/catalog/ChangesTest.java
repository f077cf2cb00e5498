package org.pal4j.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A title and a note tell what is no longer as in the named experiment. */
class ChangesTest {
    private static String title(String name, String... settings) {
        return Catalog.study(name, List.of(settings)).base().title();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    yinyang     | algorithm=BP           | algorithm BP; otherwise as yinyang
                    yinyang     | layers=[4, 60, 3]      | layers [4, 60, 3]; otherwise as yinyang
                    yinyang     | epochs=3               | none
                    yinyang     | train_samples=100      | none
                    yinyang     | seed=5                 | none
                    yinyang     | eta_bw=5               | none
                    yinyang     | title=Mine             | Mine
                    """)
    void aTitleFollowsTheConfiguration(String name, String setting, String expected) {
        String plain = title(name);
        assertEquals(expected.equals("none") ? plain : expected, title(name, setting));
    }

    /** The title of the autoencoder says two neurons. */
    @Test
    void layersAreTold() {
        assertEquals("layers [dense 3 tanh, dense 784 linear]; otherwise as autoencoder",
                title("autoencoder", "layers=[dense 3 tanh, dense 784 linear]", "lr_factors=1", "bw_lr_factors=1", "sigma=0"));
    }

    /** As by {@code show yinyang > mine.yaml} and an editor. */
    @Test
    void anEditedFileIsNotTakenForTheNamedExperiment(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("mine.yaml");
        String shown = Catalog.show("yinyang", List.of(), Optional.empty(), notes -> {});
        Files.writeString(file, shown);
        assertEquals(title("yinyang"), title(file.toString()));
        Files.writeString(file, shown.replace("algorithm: \"PAL\"", "algorithm: \"FA\""));
        assertEquals("algorithm FA; otherwise as yinyang", title(file.toString()));
        // What was written once stays so: a run goes on with the title that it began with.
        Files.writeString(file, Catalog.study(file.toString(), List.of()).show());
        assertEquals("algorithm FA; otherwise as yinyang", title(file.toString()));
    }

    /** With a name of its own, but the title of what it is based on. */
    @Test
    void anExperimentOfAnotherNameHasNoBorrowedTitle(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("mine.yaml");
        Files.writeString(file, "based_on: yinyang\nname: mine\nlayers: [4, 5, 3]\n");
        assertEquals("layers [4, 5, 3]; otherwise as yinyang", title(file.toString()));
        Files.writeString(file, "based_on: yinyang\nname: mine\neta_bw: 1\n");
        assertEquals(title("yinyang"), title(file.toString()));
        Files.writeString(file, "based_on: yinyang\nname: mine\nlayers: [4, 5, 3]\ntitle: Mine\n");
        assertEquals("Mine", title(file.toString()));
    }

    @Test
    void learningRatesOfAnotherAlgorithmAreNoted() {
        String note = note("yinyang", List.of("algorithm=BP")).orElseThrow();
        assertTrue(note.contains("chosen for PAL") && note.endsWith("yinyang-bp has rates of its own"), note);
        assertEquals(Optional.empty(), note("yinyang", List.of("algorithm=BP", "eta_fw=0.1")));
        assertEquals(Optional.empty(), note("yinyang", List.of("layers=[4, 5, 3]")));
        assertEquals(Optional.empty(), note("yinyang-bp", List.of()));
        String without = note("mnist", List.of("algorithm=FA")).orElseThrow();
        assertTrue(without.endsWith("this does not compare the algorithms"), without);
    }

    /** Settings that can be read once. A second reading would find none. */
    private static final class Once extends AbstractList<String> {
        private final List<String> values;
        private boolean read;

        Once(String... values) {
            this.values = List.of(values);
        }

        @Override
        public Iterator<String> iterator() {
            Iterator<String> settings = (read ? List.<String>of() : values).iterator();
            read = true;
            return settings;
        }

        @Override
        public String get(int index) {
            return values.get(index);
        }

        @Override
        public int size() {
            return values.size();
        }
    }

    @Test
    void theNoteComesFromTheSameReadingAsTheStudy() {
        assertTrue(note("yinyang", new Once("algorithm=BP")).orElseThrow().contains("algorithm=BP"));
    }

    private static Optional<String> note(String nameOrFile, List<String> settings) {
        List<String> notes = new ArrayList<>();
        Catalog.study(nameOrFile, settings, Optional.empty(), read -> {}, notes::add);
        return notes.stream().findFirst();
    }

    /** Otherwise a plain run would bear a title made of differences. */
    @Test
    void namedExperimentsChangeNothing() {
        for (String name : Catalog.NAMES) {
            assertEquals(Optional.empty(), Changes.of(Catalog.experiment(name, List.of())), name);
        }
    }
}
