package org.pal4j.circuit;

import java.util.Optional;
import org.pal4j.Activation;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.memory.VectorView;

/**
 * The update that the plasticity rules (docs/concepts.md, step 6) requested in the last step, whether or not learning was on: dt * eta * post pre^T,
 * before any low-pass on updates and without KP's decay of W. Computed in double from the state after the step, outside the step itself.
 */
final class LastUpdate {
    private final CircuitParameters p;
    private final CircuitLayout at;
    private final Replica replica;
    private final int lane;

    LastUpdate(Replica replica) {
        this.replica = replica;
        p = replica.parameters();
        at = replica.simulation.at;
        lane = replica.lane;
    }

    /** The update of a matrix, in C order. */
    double[] of(Variable variable, int index) {
        return switch (variable) {
            case W -> forward(index + 1);
            case WI -> {
                int l = p.interneuronArea(index);
                yield outer(at.interneuronView(at.post, index, lane), at.pyramidalView(at.rOld, l, lane));
            }
            case BI -> {
                int k = p.feedbackInterneurons(index + 1);
                yield outer(at.pyramidalView(at.apicalPost, index + 1, lane), at.interneuronView(at.rOld, k, lane));
            }
            case B -> feedback(index + 1);
            default -> throw new IllegalArgumentException(variable + " is not learned");
        };
    }

    private double[] forward(int l) {
        VectorView post = at.pyramidalView(p.postLowPass() ? at.postState : at.post, l, lane);
        VectorView pre = l > 1
                ? at.pyramidalView(p.traceLowPass() ? at.traceState : at.rOld, l - 1, lane)
                : at.view(inputTraceRegion(), p.size(0), lane);
        return outer(post, pre);
    }

    private int inputTraceRegion() {
        if (p.traceLowPass()) {
            return at.inputTrace;
        }
        Optional<ClampedInput> clamped = replica.simulation.stepper.clamped();
        return clamped.isEmpty() || clamped.get().presentationJustStarted() ? at.inputOfLastUpdate : at.clamped;
    }

    private static double[] outer(VectorView post, VectorView pre) {
        double[] update = new double[Math.multiplyExact(post.size(), pre.size())];
        for (int i = 0, k = 0; i < post.size(); i++) {
            double own = post.get(i);
            for (int j = 0; j < pre.size(); j++) {
                update[k++] = own * pre.get(j);
            }
        }
        return update;
    }

    /**
     * PAL: dt eta (xi h^T - alpha R); KP: dt eta (pre post^T - alpha B). Both with the weights before the update, which are recovered from
     * those after it.
     */
    private double[] feedback(int l) {
        int from = p.feedbackArea(l);
        int rows = p.size(l);
        int columns = p.size(from);
        double[] update = new double[Math.multiplyExact(rows, columns)];
        if (!p.algorithm().learnsFeedback()) {
            return update;
        }
        boolean pal = p.algorithm() == Algorithm.PAL;
        boolean learned = replica.simulation.stepper.lastPhase().backward();
        double rate = p.dt() * p.etaBackward().get(l - 1);
        double alpha = p.alpha().get(l - 1);
        VectorView own = at.pyramidalView(pal ? at.noise : p.traceLowPass() ? at.traceState : at.rOld, l, lane);
        VectorView above = at.pyramidalView(pal ? p.highPass() ? at.highSeen : at.r : at.errors.region(), from, lane);
        double[] b = replica.read(Variable.B, l - 1);
        for (int i = 0, k = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++, k++) {
                double growth = rate * own.get(i) * above.get(j);
                double decay = rate * alpha * regularizerFactor(l, i, from, j, above.get(j));
                double weightBefore = learned ? (b[k] - growth) / (1 - decay) : b[k];
                update[k] = growth - decay * weightBefore;
            }
        }
        return update;
    }

    /** The factor by which the regularizer multiplies a weight. */
    private double regularizerFactor(int l, int i, int from, int j, double h) {
        return switch (p.regularizer()) {
            case PLAIN -> 1;
            case GATED -> h > 0 ? 1 : 0;
            case PHI -> slope(l, i) * slope(from, j);
        };
    }

    private double slope(int l, int i) {
        Activation phi = p.activation(l);
        return phi.slope(at.pyramidalView(at.b, l, lane).get(i));
    }
}
