package org.pal4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Measures;
import org.pal4j.model.Study;

/** What can't be saved warns once, and once more after something could be. */
class SaverTest {
    @TempDir
    private Path folder;
    private final List<String> said = new ArrayList<>();
    private Saver saver;

    @BeforeEach
    void begin() {
        Study<?> study = Catalog.study("yinyang", List.of(), Optional.empty(), notes -> {});
        saver = new Saver(StudyFolder.begin(RunFolder.at(folder), study, List.of(RunFolder.Inputs.NONE)), 1, said::add);
    }

    @Test
    void aFullDiskWarnsOnceUntilThereIsRoom() {
        Runnable full = () -> {
            throw new InputException("the disk is full");
        };
        saver.save(0, full);
        saver.save(0, full);
        assertEquals(List.of("warning: the disk is full. The run goes on and tries again"), said);
        saver.save(0, () -> {});
        saver.save(0, full);
        assertEquals(2, said.size());
        saver.save(1, () -> {});
        saver.save(0, full);
        assertEquals(2, said.size(), "another replica that was saved does not make this one warn again");
    }

    /** A folder in a file's place stands for a full disk. */
    @Test
    void theFirstRowIsSavedAtOnceIfItCanBe() throws IOException {
        Path obstacle = Files.createDirectory(folder.resolve(RunFiles.METRICS));
        List<EpochRow> rows = List.of(new EpochRow(0, 7, new Measures().add("loss", 0.5), 0));
        saver.measured(0, rows, () -> Map.of("W1", NpyArray.ofFloats(new float[] {1, 2}, 2)));
        assertFalse(Files.exists(folder.resolve(RunFiles.WEIGHTS)), "nothing is written while the study waits");
        saver.afterwards();
        saver.measured(0, rows, Map::of);
        saver.afterwards();
        assertEquals(1, said.size(), said.toString());
        assertTrue(said.getFirst().contains("metrics.csv: can't be written"), said.toString());
        assertTrue(Files.exists(folder.resolve(RunFiles.WEIGHTS)), "what can be written is");
        Files.delete(obstacle);
        saver.measured(0, rows, Map::of);
        saver.afterwards();
        assertEquals(List.of("epoch,steps,loss,seconds", "0,7,0.5,0.000"), Files.readAllLines(obstacle));
        assertEquals(1, said.size());
    }
}
