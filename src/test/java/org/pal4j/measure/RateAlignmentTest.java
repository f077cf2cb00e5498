package org.pal4j.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pal4j.Activation;
import org.pal4j.rate.Layer;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateChoices.Target;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.RateVariable;
import org.pal4j.rate.ReferenceNetwork;
import org.pal4j.rate.Shape;

class RateAlignmentTest {
    private static ReferenceNetwork network(Shape input, Layer... layers) {
        return new ReferenceNetwork(new RateParameters(RateAlgorithm.FA, Target.RATE, input, List.of(layers), 1, 0.1, 0.1, 1, 1, 0, 0));
    }

    /** For a dense layer, W is inputs x neurons and B is neurons x inputs. */
    @Test
    void denseWeightsAreTransposed() {
        ReferenceNetwork n = network(Shape.of(1), Layer.dense(3, Activation.LINEAR), Layer.dense(2, Activation.LINEAR));
        n.write(RateVariable.W, 2, new double[] {1, 2, 3, 4, 5, 6});
        n.write(RateVariable.B, 2, new double[] {1, 3, 5, 2, 4, 6});
        assertEquals(0, RateAlignment.angle(n, 2), 1e-6);
        n.write(RateVariable.B, 2, new double[] {-2, -6, -10, -4, -8, -12});
        assertEquals(180, RateAlignment.angle(n, 2), 1e-5);
        n.write(RateVariable.B, 2, new double[] {1, 2, 3, 4, 5, 6});
        double dot = 1 + 2 * 3 + 3 * 5 + 4 * 2 + 5 * 4 + 6 * 6;
        assertEquals(Math.toDegrees(Math.acos(dot / 91)), RateAlignment.angle(n, 2), 1e-9);
        n.write(RateVariable.B, 2, new double[6]);
        assertTrue(Double.isNaN(RateAlignment.angle(n, 2)));
    }

    /** For a convolution, W and B are both filters x inputs of a kernel. */
    @Test
    void kernelsAreNotTransposed() {
        ReferenceNetwork n = network(new Shape(1, 4, 4), Layer.convolution(1, 2, Activation.LINEAR), Layer.convolution(2, 2, Activation.LINEAR));
        double[] kernels = {1, -2, 3, 4, 5, -6, 7, 8};
        n.write(RateVariable.W, 2, kernels);
        n.write(RateVariable.B, 2, kernels);
        assertEquals(0, RateAlignment.angle(n, 2), 1e-6);
    }
}
