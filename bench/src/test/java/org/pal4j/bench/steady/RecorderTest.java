package org.pal4j.bench.steady;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class RecorderTest {
    @Test
    void aLambdaIsNamedByItsClass() {
        assertEquals("VectorBatches$$Lambda", Recorder.name("org.pal4j.kernel.batch.VectorBatches$$Lambda.0x000000002d114898"));
        assertEquals("VectorBatches$$Lambda", Recorder.name("org.pal4j.kernel.batch.VectorBatches$$Lambda/0x000000002d114898"));
        assertEquals("BoxingSubjects$Kernel", Recorder.name("org.pal4j.bench.BoxingSubjects$Kernel"));
    }
}
