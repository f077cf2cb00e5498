package org.pal4j.rate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.rate.RateChoices.LayerKind;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateChoices.Target;

/**
 * The parameters of a rate network. All times have the same unit, as in docs/rate-networks.md. Layers are numbered from 1; layer
 * 0 is the input.
 *
 * @param algorithm  how errors are propagated backward
 * @param target     what the target is compared with
 * @param input      shape of a sample
 * @param layers     layers 1..L
 * @param batch      samples per update, N
 * @param dt         time step
 * @param beta       strength of the target
 * @param tauXi      time constant of the noise
 * @param tauHP      time constant of the high-pass on rates
 * @param tauLO      time constant of the low-pass on updates of W; 0 for none
 * @param whiteNoise amplitude of white noise on voltages with PAL, drawn anew at each update
 */
public record RateParameters(
        RateAlgorithm algorithm, Target target, Shape input, List<Layer> layers, int batch, double dt, double beta, double tauXi, double tauHP,
        double tauLO, double whiteNoise) {

    /** Largest batch; larger ones have no practical use. */
    private static final int MAX_BATCH = 1 << 16;

    /**
     * Copies the layers and checks all values.
     *
     * @throws InputException with all violations
     */
    public RateParameters {
        layers = List.copyOf(layers);
        List<Fault> faults = new ArrayList<>();
        if (layers.isEmpty()) {
            faults.add(Fault.of("layers", "there must be at least one"));
        }
        if (input.channels() < 1 || input.height() < 1 || input.width() < 1) {
            faults.add(Fault.of("input", input, "all sizes must be 1 or more"));
        }
        if (batch < 1 || batch > MAX_BATCH) {
            faults.add(Fault.of("batch", batch, "must be from 1 to " + MAX_BATCH));
        }
        if (!(Double.isFinite(dt) && dt > 0)) {
            faults.add(Fault.of("dt", dt, "must be above 0"));
        }
        if (!(Double.isFinite(beta) && beta >= 0)) {
            faults.add(Fault.of("beta", beta, "must be 0 or more"));
        }
        atLeast("tau_xi", tauXi, dt, faults);
        atLeast("tau_HP", tauHP, dt, faults);
        if (tauLO != 0) {
            atLeast("tau_LO", tauLO, dt, faults);
        }
        if (!(Double.isFinite(whiteNoise) && whiteNoise >= 0)) {
            faults.add(Fault.of("wn_sigma", whiteNoise, "must be 0 or more"));
        }
        Shape below = input;
        for (int l = 1; l <= layers.size() && faults.isEmpty(); l++) {
            below = check(l, layers.get(l - 1), below, faults);
        }
        if (!layers.isEmpty() && !layers.getLast().hasWeights()) {
            faults.add(Fault.of("layers", "the last one is a max-pool, which can't be compared with a target; end with a dense layer"));
        }
        InputException.throwIfAny("rate network", faults);
    }

    private static void atLeast(String name, double value, double least, List<Fault> faults) {
        if (!(Double.isFinite(value) && value >= least)) {
            faults.add(Fault.of(name, value, "must be at least dt, " + least));
        }
    }

    /** The shape of a layer, given the one below; inconsistencies are added to the faults. */
    private static Shape check(int l, Layer layer, Shape below, List<Fault> faults) {
        String who = "layer " + l + " (" + layer.kind().label() + "): ";
        Consumer<String> fault = text -> faults.add(Fault.saying("layers[" + (l - 1) + "]", who + text));
        if (layer.hasWeights() && layer.size() < 1) {
            String what = layer.kind() == LayerKind.CONVOLUTION ? " filters" : " neurons";
            fault.accept("has " + layer.size() + what + "; must have 1 or more");
        }
        for (double value : new double[] {layer.eta(), layer.etaBackward(), layer.alpha(), layer.sigma()}) {
            if (!(Double.isFinite(value) && value >= 0)) {
                fault.accept("a learning rate, regularizer or noise amplitude is " + value + "; must be 0 or more");
            }
        }
        switch (layer.kind()) {
            case DENSE -> {
                if (below.isMap()) {
                    fault.accept("the layer below has maps of " + below + "; use a projection, which is a dense layer on maps");
                }
            }
            case PROJECTION -> {}
            case CONVOLUTION -> {
                if (layer.window() < 1 || layer.window() > Math.min(below.height(), below.width())) {
                    fault.accept("a kernel of " + layer.window() + " x " + layer.window() + " does not fit into maps of " + below);
                }
            }
            case MAXPOOL -> {
                if (layer.window() != 2) {
                    fault.accept("pools over " + layer.window() + " x " + layer.window() + "; only 2 x 2 is supported");
                } else if (below.height() % 2 > 0 || below.width() % 2 > 0) {
                    fault.accept("maps of " + below + " can't be divided into 2 x 2");
                }
                if (l == 1) {
                    fault.accept("the input has no rates of its own to pool; begin with a convolution");
                }
            }
        }
        return faults.isEmpty() ? shape(layer, below) : below;
    }

    private static Shape shape(Layer layer, Shape below) {
        return switch (layer.kind()) {
            case DENSE, PROJECTION -> Shape.of(layer.size());
            case CONVOLUTION -> new Shape(layer.size(), below.height() - layer.window() + 1, below.width() - layer.window() + 1);
            case MAXPOOL -> new Shape(below.channels(), below.height() / 2, below.width() / 2);
        };
    }

    /** L, the number of layers. */
    public int depth() {
        return layers.size();
    }

    /** Layer {@code l}, 1..L. */
    public Layer layer(int l) {
        return layers.get(l - 1);
    }

    /** The shape of layer {@code l}, 0..L; 0 is the input. */
    public Shape shape(int l) {
        Shape shape = input;
        for (int k = 1; k <= l; k++) {
            shape = shape(layer(k), shape);
        }
        return shape;
    }

    /**
     * Inputs per neuron of layer {@code l}: all neurons below, or those of a convolution's kernel (channels x k x k). The number
     * of columns of its W.
     */
    public int fanIn(int l) {
        return layer(l).kind() == LayerKind.CONVOLUTION ? shape(l - 1).channels() * layer(l).window() * layer(l).window() : shape(l - 1).size();
    }
}
