package org.pal4j.bench.steady;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines as JVMs write them. */
final class CompilerWatchTest {
    @TempDir
    private Path folder;

    private CompilerWatch watch(int best) throws IOException {
        return new CompilerWatch(Files.writeString(folder.resolve("log"), ""), best);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "[1.2s]    1234  567       4       org.pal4j.kernel.VectorSynapses::product (345 bytes) | true | true",
        "[1.2s]    1234  567       3       org.pal4j.kernel.VectorSynapses::product (345 bytes) | true | false",
        "[1.2s]    1234  567 %     4       org.pal4j.bench.PassBenchmark::multiply @ 12 (345 bytes) | true | true",
        "[1.2s]    1234  567  s!b  4       org.pal4j.kernel.Team::run (345 bytes) | true | true",
        "[1.2s]    1234  567       4       jdk.incubator.vector.FloatVector::fma (45 bytes) | true | false",
        "[1.2s]    1234  567       4       java.util.HashMap::get (45 bytes) | false | false",
        "[1.2s]    1234  567       4       org.pal4j.bench.steady.Measurement::repeat (45 bytes) | false | false",
        "[1.2s]    1234  567       4       org.pal4j.kernel.VectorSynapses::product (345 bytes)   made not entrant: OSR | false | false",
    })
    void linesOfTheLog(String line, boolean kernel, boolean best) throws IOException {
        try (CompilerWatch watch = watch(4)) {
            assertEquals(kernel, watch.note(line));
            assertEquals(best, watch.compiledByBest());
            // A loop that was replaced on the stack is compiled, its method's later calls are not.
            assertEquals(line.contains("  4 ") && !line.contains("entrant") && !line.contains("%"), watch.best().size() == 1);
        }
    }

    @Test
    void withoutTiersThereIsNoLevel() throws IOException {
        try (CompilerWatch watch = watch(4)) {
            assertEquals(true, watch.note("[1.2s]    1234  567    b    org.pal4j.kernel.VectorSynapses::product (345 bytes)"));
            assertEquals(true, watch.compiledByBest());
        }
    }
}
