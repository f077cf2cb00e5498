package org.pal4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pal4j.InputException;

/** What can't be saved warns once, and once more after something could be. */
class SavesTest {
    @Test
    void aFullDiskWarnsOnceUntilThereIsRoom() {
        List<String> said = new ArrayList<>();
        Saves saves = new Saves(said::add);
        Runnable full = () -> {
            throw new InputException("the disk is full");
        };
        saves.save(full);
        saves.save(full);
        assertEquals(List.of("warning: the disk is full. The run goes on and tries again"), said);
        saves.save(() -> { });
        saves.save(full);
        assertEquals(2, said.size());
    }
}
