package org.pal4j.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;

/** Of all who want a folder, one gets it, and a process that was killed does not keep it. */
class ClaimTest {
    @TempDir
    private Path temporary;

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aClaimedFolderIsRefusedByAnyPathUntilItIsGivenBack() throws IOException {
        Path folder = temporary.resolve("a/b");
        Claim claim = Claim.of(folder);
        Path link = Files.createSymbolicLink(temporary.resolve("link"), folder);
        for (Path path : List.of(folder, folder.resolve("../b"), link)) {
            InputException e = assertThrows(InputException.class, () -> Claim.of(path));
            assertTrue(e.getMessage().contains("another process computes in this folder (this one); nothing was changed"), e.getMessage());
            assertTrue(Claim.unlessTaken(path).isEmpty());
        }
        claim.close();
        assertFalse(Files.exists(temporary.resolve("a")), "folders that were made for it are gone, as they are empty");
        Files.createDirectories(folder);
        Claim again = Claim.of(folder);
        Files.writeString(folder.resolve("result"), "");
        again.close();
        assertEquals(List.of("result"), names(folder));
    }

    @Test
    void ofManyThreadsOneGetsEachFolder() throws Exception {
        int threads = 4;
        CyclicBarrier barrier = new CyclicBarrier(threads);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int round = 0; round < 200; round++) {
                Path folder = temporary.resolve("deep-" + round + "/run");
                Callable<Integer> start = () -> {
                    barrier.await();
                    java.util.Optional<Claim> claim = Claim.unlessTaken(folder);
                    // Nobody gives it back before all have tried.
                    barrier.await();
                    claim.ifPresent(Claim::close);
                    return claim.isPresent() ? 1 : 0;
                };
                int got = 0;
                for (Future<Integer> one : pool.invokeAll(List.of(start, start, start, start))) {
                    got += one.get();
                }
                assertEquals(1, got, "round " + round);
            }
        }
    }

    /** Claims come and go all the time. Each owner writes a file that must not be there. */
    @Test
    void aFolderThatIsGivenBackAndClaimedAgainHasOneOwnerAtATime() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("busy"));
        try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int thread = 0; thread < 3; thread++) {
                all.add(pool.submit(() -> {
                    int got = 0;
                    for (int round = 0; round < 300; round++) {
                        java.util.Optional<Claim> claim = Claim.unlessTaken(folder);
                        if (claim.isPresent()) {
                            Path mine = Files.createFile(folder.resolve("owned"));
                            Files.delete(mine);
                            claim.get().close();
                            got++;
                        }
                    }
                    return got;
                }));
            }
            int got = 0;
            for (Future<Integer> one : all) {
                got += one.get();
            }
            assertTrue(got > 0);
        }
        assertEquals(List.of(), names(folder));
    }

    private static void await(BufferedReader said, String line) throws IOException {
        assertEquals(line, said.readLine());
    }

    @Test
    void ofSeveralProcessesOneGetsEachFolderAndKilledOnesGiveThemBack() throws Exception {
        int folders = 150;
        List<Process> processes = new ArrayList<>();
        List<BufferedReader> said = new ArrayList<>();
        try {
            for (int k = 0; k < 3; k++) {
                processes.add(ClaimProcess.start(temporary, Integer.toString(k), folders));
                said.add(processes.get(k).inputReader(StandardCharsets.UTF_8));
            }
            for (BufferedReader one : said) {
                await(one, "ready");
            }
            for (Process process : processes) {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            }
            for (BufferedReader one : said) {
                await(one, "done");
            }
            for (int k = 0; k < folders; k++) {
                Path folder = temporary.resolve("deep-" + k + "/run");
                assertEquals(1, names(folder).stream().filter(name -> name.startsWith("owner-")).count(), names(folder).toString());
            }
            Path held = temporary.resolve("deep-0/run");
            InputException e = assertThrows(InputException.class, () -> Claim.of(held));
            assertTrue(e.getMessage().matches("(?s).*another process computes in this folder \\(process \\d+.*"), e.getMessage());
        } finally {
            for (Process process : processes) {
                process.destroyForcibly().waitFor();
            }
        }
        for (int k = 0; k < folders; k++) {
            Path folder = temporary.resolve("deep-" + k + "/run");
            assertTrue(names(folder).contains(".lock"));
            Path part = Files.writeString(folder.resolve(".pal4j-1.part"), "left");
            Claim.of(folder).close();
            assertEquals(1, names(folder).size(), names(folder).toString());
            assertFalse(Files.exists(part), "what a killed process has left is swept up");
        }
    }

    private static Claim withoutLocks(Path folder) {
        return Claim.of(folder, List.of(), false);
    }

    /** Where the file system has no locks, the owner is whoever has created the file. */
    @Test
    void withoutLocksADeadOwnerOfThisMachineIsReplacedAndNobodyElse() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("run"));
        Path lock = folder.resolve(".lock");
        Claim claim = withoutLocks(folder);
        String own = Files.readString(lock);
        claim.close();
        assertFalse(Files.exists(lock));
        String[] words = own.strip().split(" ");
        assertEquals(Long.toString(ProcessHandle.current().pid()), words[1]);

        Files.writeString(lock, own);
        InputException alive = assertThrows(InputException.class, () -> withoutLocks(folder));
        assertTrue(alive.getMessage().contains("If that process has ended, remove " + lock), alive.getMessage());

        // The number of a process that has ended, and a number that is used again by a younger process.
        for (String dead : List.of("pal4j 4194399 " + words[2] + " " + words[3],
                "pal4j " + words[1] + " " + words[2] + " " + Instant.EPOCH)) {
            Files.writeString(lock, dead + "\n");
            withoutLocks(folder).close();
            assertEquals(List.of(), names(folder), dead);
        }
        for (String unknown : List.of("pal4j 4194399 another-machine " + Instant.EPOCH + "\n", "", "something else")) {
            Files.writeString(lock, unknown);
            assertThrows(InputException.class, () -> withoutLocks(folder), unknown);
            assertEquals(unknown, Files.readString(lock), "it may be alive");
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a right there")
    void linksAreNeverFollowed() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("run"));
        Path theirs = Files.writeString(temporary.resolve("theirs"), "mine");
        Path lock = Files.createSymbolicLink(folder.resolve(".lock"), theirs);
        assertThrows(InputException.class, () -> Claim.of(folder));
        assertEquals("mine", Files.readString(theirs));
        Files.delete(lock);
        Files.createSymbolicLink(lock, temporary.resolve("nowhere"));
        assertThrows(InputException.class, () -> Claim.of(folder));
        assertFalse(Files.exists(temporary.resolve("nowhere")));

        OwnFiles.delete(lock);
        assertTrue(Files.exists(lock, LinkOption.NOFOLLOW_LINKS), "a link is not ours");
        Path dangling = Files.createSymbolicLink(temporary.resolve("dangling"), temporary.resolve("nowhere"));
        assertThrows(IOException.class, () -> OwnFiles.makeFolder(dangling.resolve("a/b")));
        assertThrows(InputException.class, () -> Claim.of(dangling));
        assertTrue(Files.isSymbolicLink(dangling));
        Files.createFile(temporary.resolve("file"));
        assertThrows(IOException.class, () -> OwnFiles.makeFolder(temporary.resolve("file/a")));
        assertTrue(Files.exists(temporary.resolve("file")));
    }
}
