package org.pal4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataFolderTest {
    @Test
    void homeIsWhatTheEnvironmentSays() {
        Path here = Path.of("here").toAbsolutePath();
        Path account = Path.of("account").toAbsolutePath();
        assertEquals(here, DataFolder.home(Map.of("HOME", here.toString()), account.toString()));
        assertEquals(account, DataFolder.home(Map.of(), account.toString()));
        assertEquals(account, DataFolder.home(Map.of("HOME", ""), account.toString()));
        assertEquals(account, DataFolder.home(Map.of("HOME", "relative"), account.toString()));
        assertEquals(account, DataFolder.home(Map.of("HOME", "/a\0b"), account.toString()));
    }
}
