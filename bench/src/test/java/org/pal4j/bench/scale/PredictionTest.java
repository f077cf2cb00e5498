package org.pal4j.bench.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.bench.Networks;
import org.pal4j.bench.scale.SeedStudy.Overhead;
import org.pal4j.bench.score.Roofline;
import org.pal4j.bench.score.Work;
import org.pal4j.catalog.Catalog;
import org.pal4j.circuit.CircuitParameters;

/** On one core a prediction is what was measured; more cores help until what the assumptions name as the limit. */
final class PredictionTest {
    private static final double CLOSE = 1e-9;
    private static final double MEASURED = 1.5;
    private static final CircuitParameters LARGE = Networks.parameters("784-1000-1000-10", false);
    private static final Work STEP = Work.step(LARGE, 1, 100);
    private static final double LARGE_MEASURED = 800;
    private static final Machine NOTHING_COSTS = new Machine(1e12, 1, 0, 0);

    private static SeedStudy study(Overhead overhead) {
        return SeedStudy.of(Catalog.study("yinyang", List.of()), MEASURED, overhead);
    }

    private static SharedNetwork network() {
        Roofline roofline = new Roofline();
        roofline.operations(1e6, 4);
        roofline.readAndWrite(1 << 19, 5);
        roofline.readAndWrite(30 << 20, 700);
        return new SharedNetwork(LARGE, STEP, roofline, LARGE_MEASURED);
    }

    @Test
    void sixteenSeedsOnOneCoreTakeWhatWasMeasured() {
        double stepping = Catalog.study("yinyang", List.of()).base().cost().steps() * MEASURED * 1e-6;
        SeedStudy.Prediction one = study(new Overhead(2, 0.1)).run(16, 1);
        assertEquals(stepping, one.stepping(), CLOSE * stepping);
        assertEquals(stepping + 2 + 1.6, one.seconds(), CLOSE * stepping);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 10, 16, 17, 100, 999, 1000, 2000})
    void moreCoresAreNeverSlowerNorFasterThanTheirNumber(int seeds) {
        SeedStudy study = study(new Overhead(0, 0));
        double one = study.run(seeds, 1).stepping();
        double before = one;
        for (int cores = 1; cores <= 140; cores++) {
            SeedStudy.Prediction now = study.run(seeds, cores);
            assertTrue(now.stepping() <= before * (1 + CLOSE), seeds + " seeds on " + cores + " cores");
            // Fewer seeds together take more for each.
            assertTrue(now.stepping() >= one / cores * (1 - CLOSE), seeds + " seeds on " + cores + " cores");
            assertEquals(Math.ceilDiv(seeds, cores), now.most());
            before = now.stepping();
        }
    }

    @Test
    void aClusterGainsNothingBeyondItsTasks() {
        SeedStudy study = study(new Overhead(3, 0));
        // 1000 seeds are 63 groups of 16.
        assertEquals(1, study.cluster(1000, 63, 64, 0).rounds());
        assertEquals(2, study.cluster(1000, 62, 64, 0).rounds());
        double seconds = study.cluster(1000, 63, 64, 0).seconds();
        assertEquals(seconds, study.cluster(1000, 1000, 64, 0).seconds());
        assertEquals(seconds + 10, study.cluster(1000, 63, 64, 0.01).seconds(), CLOSE * seconds);
        // 32 tasks of two groups have two processors each; 12 of six groups have four, and compute twice.
        assertEquals(1, study.cluster(1000, 64, 32, 0).rounds());
        assertEquals(2, study.cluster(1000, 63, 32, 0).rounds());
        assertEquals(2, study.cluster(1000, 1000, 12, 0).rounds());
        assertEquals(63, study.cluster(1000, 1, 63, 0).rounds());
    }

    @Test
    void oneThreadOfALargeNetworkTakesWhatWasMeasured() {
        SharedNetwork.Prediction one = network().on(new Machine(1e9, 300, 1, 1), 1);
        assertEquals(LARGE_MEASURED, one.microseconds(), CLOSE * LARGE_MEASURED);
        assertEquals(STEP.bytes(), one.bytes(), CLOSE * STEP.bytes());
    }

    @Test
    void threadsHelpUpToThePanels() {
        SharedNetwork network = network();
        double before = Double.POSITIVE_INFINITY;
        for (int threads = 1; threads <= 140; threads++) {
            SharedNetwork.Prediction now = network.on(NOTHING_COSTS, threads);
            assertTrue(now.microseconds() <= before * (1 + CLOSE), threads + " threads");
            before = now.microseconds();
            if (threads > 63) {
                assertEquals(SharedNetwork.Limit.PANELS, now.limit());
                assertEquals(network.on(NOTHING_COSTS, 63).microseconds(), now.microseconds());
            }
        }
        assertTrue(before < LARGE_MEASURED / 60);
    }

    @Test
    void threadsWithoutAPanelAreWaitedFor() {
        SharedNetwork network = network();
        Machine machine = new Machine(1e12, 1, 0.5, 0.1);
        double more = network.on(machine, 128).microseconds() - network.on(machine, 63).microseconds();
        assertEquals(network.passes() * 0.1 * (128 - 63), more, CLOSE * LARGE_MEASURED);
    }

    @Test
    void limitsAreNamed() {
        SharedNetwork network = network();
        assertEquals(SharedNetwork.Limit.MEETING, network.on(new Machine(1e12, 1, 100, 0), 4).limit());
        // 62 MB at 10 GB/s.
        SharedNetwork.Prediction slow = network.on(new Machine(0, 10, 0, 0), 16);
        assertEquals(SharedNetwork.Limit.MEMORY, slow.limit());
        assertEquals(STEP.bytes() / 1e4, slow.microseconds(), CLOSE * slow.microseconds());
        assertEquals(SharedNetwork.Limit.PASSES, network.on(NOTHING_COSTS, 16).limit());
    }

    @Test
    void networksOfTheirOwnEndAtTheBandwidth() {
        ManyNetworks networks = new ManyNetworks(STEP, LARGE_MEASURED);
        Machine machine = new Machine(3.5 * STEP.passes().stream().mapToDouble(Work.Pass::set).sum(), 100, 0, 0);
        assertEquals(3e6 / LARGE_MEASURED, networks.on(machine, 3).steps(), CLOSE * 1e6);
        assertFalse(networks.on(machine, 3).memory());
        assertEquals(100e9 / STEP.bytes(), networks.on(machine, 64).steps(), CLOSE * 1e6);
        assertTrue(networks.on(machine, 64).memory());
    }
}
