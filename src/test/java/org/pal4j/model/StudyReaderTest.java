package org.pal4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;

/** Lists of seeds and values make replicas; lists that make no sense are refused. */
class StudyReaderTest {
    private static Study<?> study(String... settings) {
        List<String> all = new ArrayList<>(List.of("name=tiny", "layers=[4, 5, 3]", "Tpres=0.2", "train_samples=8", "validation_samples=5",
                "test_samples=4", "epochs=2"));
        all.addAll(List.of(settings));
        return Catalog.study("yinyang", all);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            seeds=[1, 2, 1]                             | seeds: 1 is given twice
            seeds=0                                     | must be a whole number from 1 to 1000
            seeds=                                      | seeds = nothing: must be a whole number from 1 to 1000
            seeds=[]                                    | has 0 entries
            seeds=[1, x]                                | seeds[1] = "x": must be a whole number
            each.eta_bw=[0.1, 0.2];seeds=3              | has 2 values, and seeds has 3
            each.eta_bw=[0.1, 0.2];each.alpha=[0]       | has 1 values, and eta_bw has 2
            each.tauLO=[1, 2]                           | replicas can't differ in this
            each.eta_bw=0.1                             | must be a list
            each=3                                      | must hold keys
            each.eta_bw=[0.1, -1]                       | replica 2: eta_bw
            seed=9223372036854775806;seeds=3            | seeds = 3: the last of so many seeds from seed = 9223372036854775806 on would be above
            seeds=[1, 0x1F]                             | seeds[1] = "0x1F": must be a whole number
            epochs=1:30                                 | numbers are decimal, so write 90
            """)
    void listsThatMakeNoSenseAreRefused(String settings, String part) {
        InputException fault = assertThrows(InputException.class, () -> study(settings.strip().split(";")));
        assertTrue(fault.getMessage().contains(part.strip()), fault.getMessage());
    }

    @Test
    void whatIsShownReadsBack(@TempDir Path folder) throws IOException {
        Study<?> study = study("seeds=[5, 6]", "each.eta_bw=[0.25, [0.5]]");
        Path file = folder.resolve("mine.yaml");
        Files.writeString(file, study.show());
        assertEquals(study, Catalog.study(file.toString(), List.of()));
        assertFalse(Catalog.study(file.toString(), List.of("seeds=null", "each=null")).hasReplicas());
    }

    @Test
    void replicasHaveTheSeedsAndValuesOfTheirPlaces() {
        assertEquals(List.of(7L, 8L, 9L), study("seed=7", "seeds=3").seeds());
        assertEquals(List.of("seed-7", "seed-8"), study("seed=7", "seeds=2").labels());
        assertEquals(List.of("replica-1", "replica-2"), study("each.alpha=[0, 1]").labels());
        assertEquals(List.of("seed-123"), study("seed=123").labels());
        assertEquals(List.of(5L, 5L), study("seed=5", "each.alpha=[0, 1]").seeds());
        assertEquals(List.of(Long.MAX_VALUE - 1, Long.MAX_VALUE), study("seed=9223372036854775806", "seeds=2").seeds());
    }

    /** Wherever a whole number stands. */
    @Test
    void leadingZerosMeanNothing(@TempDir Path folder) throws IOException {
        assertEquals(List.of(7L, 10L, 11L, 12L), study("seeds=[07, 010, 011, 012]").seeds());
        assertEquals(List.of(10L, 11L), study("seed=010", "seeds=02").seeds());
        assertEquals(10, study("epochs=010").base().epochs());
        assertEquals(study("each.eta_bw=[10, 8]"), study("each.eta_bw=[010, 08]"));
        Path file = Files.writeString(folder.resolve("zeros.yaml"), "based_on: yinyang\nepochs: 010\nseeds: [07, 010, 011, 012]\neach:\n"
                + "  alpha: [010, 1, 2, 3]\nlayers: [04, 010, 03]\n");
        Study<?> study = Catalog.study(file.toString(), List.of());
        assertEquals(List.of(7L, 10L, 11L, 12L), study.seeds());
        assertEquals(10, study.base().epochs());
        assertEquals("4-10-3", study.base().layers());
        // JSON has no leading zeros.
        Path json = Files.writeString(folder.resolve("zeros.json"), "{\"based_on\": \"yinyang\", \"epochs\": 010}");
        InputException fault = assertThrows(InputException.class, () -> Catalog.study(json.toString(), List.of()));
        assertTrue(fault.getMessage().contains("line 1"), fault.getMessage());
        assertTrue(fault.getMessage().contains("a number has no leading zeros"), fault.getMessage());
    }
}
