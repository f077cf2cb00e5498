package org.pal4j.circuit;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.pal4j.Activation;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.NoiseMode;
import org.pal4j.circuit.Choices.Regularizer;
import org.pal4j.circuit.CircuitLayout.Presynaptic;
import org.pal4j.circuit.CircuitLayout.Run;
import org.pal4j.format.NamedArrays;
import org.pal4j.kernel.EnsembleSynapses;
import org.pal4j.kernel.Neurons;
import org.pal4j.kernel.Program;

/**
 * One Euler step of a circuit, made of kernels. The comments give the numbers of the steps in docs/concepts.md.
 *
 * <p>The order within a step differs from the page where that saves a pass over memory, never in a value: an update needs only what
 * is known before the product with the same matrix, so each matrix is read once and written once; and a post term's prediction
 * {@code phi(k * v_old)} is taken together with the new rates.
 *
 * <p>What a phase does is decided once, when it first occurs: it becomes a {@link Program}, a list of kernel calls with all their
 * arguments, which a step runs through. That is more than tidy. A call through the list is one that the compiler never
 * inlines; kernels inlined into one large step exceed its limits, some of their vector operations then stay calls, and
 * every vector is boxed (measured: three times slower, 1 GB/s of garbage).
 */
final class CircuitStep {
    private final CircuitParameters p;
    private final CircuitLayout at;
    private final MemorySegment m;
    private final int lanes;
    private final Run[] runs;
    private final int areas;
    private final int interneurons;

    private final boolean hasNoise;
    private final SynapseCalls synapses;
    private final NoiseCalls noise;
    private final Optional<ClampedInput> clamped;
    private final Program[] programs = new Program[1 << 5];
    private Phase last = Phase.SETTLE;

    private final float lowPass;
    private final float highPass;
    private final float prospect;

    /**
     * @param replicas one for each replica; equal but for learning rates, noise scales and alphas
     * @param sources  where the noise of each replica comes from; all of one kind
     * @param threads  that work on large matrices together
     */
    CircuitStep(List<CircuitParameters> replicas, CircuitLayout at, List<NoiseSource> sources, int threads) {
        this.at = at;
        p = replicas.getFirst();
        lanes = at.lanes;
        m = at.block.memory();
        synapses = new SynapseCalls(m, lanes, threads);
        noise = new NoiseCalls(replicas, at, sources);
        clamped = ClampedInput.possible(p) ? Optional.of(new ClampedInput(p, at)) : Optional.empty();
        runs = at.runs().toArray(Run[]::new);
        areas = p.areas();
        interneurons = p.interneuronPopulations();
        hasNoise = replicas.stream().anyMatch(CircuitParameters::noisy) && areas > 1;

        lowPass = (float) (p.dt() / p.tauLO());
        highPass = (float) (p.dt() / p.tauHP());
        prospect = (float) p.taur();

        for (int lane = 0; lane < replicas.size(); lane++) {
            Coefficients.write(replicas.get(lane), at, lane);
        }
    }

    /** Floats that area {@code l} of all replicas takes. */
    private int floats(int l) {
        return p.size(l) * lanes;
    }

    /** Before the first step: b = u (there is no past), r = phi(u), and the high-pass starts at the rates. */
    void begin() {
        copy(at.u, at.lookAhead, at.all);
        Program program = new Program();
        activate(program);
        program.run();
        copy(at.fresh, at.r, at.all);
        copy(at.fresh, at.high, at.allPyramidal);
        Program spread = new Program();
        spread(spread, at.rates, at.all);
        spread.run();
    }

    /** Lists what is state here and common to all replicas. */
    void listState(NamedArrays arrays, CircuitParameters replica) {
        if (replica.noisy()) {
            noise.listState(arrays);
        }
        if (p.algorithm() == Algorithm.PAL) {
            arrays.flag("B_learned", () -> last.backward(), learned -> last = new Phase(false, false, learned, false, false));
        }
        clamped.ifPresent(first -> first.listState(arrays));
    }

    /** Present if W_1 is learned in the form for a clamped input. */
    Optional<ClampedInput> clamped() {
        return clamped;
    }

    private void copy(int from, int to, int floats) {
        MemorySegment.copy(m, from, m, to, (long) floats * Float.BYTES);
    }

    /** Takes one step, the {@code number}-th from 0. */
    void step(Phase phase, long number) {
        int index = (phase.forward() ? 1 : 0) + (phase.lateral() ? 2 : 0) + (phase.backward() ? 4 : 0) + (phase.noise() ? 8 : 0)
                + (phase.target() ? 16 : 0);
        Program program = programs[index];
        if (program == null) {
            program = compile(phase);
            programs[index] = program;
        }
        last = phase;
        noise.step(number);
        program.run();
    }

    /** What was on in the last step. */
    Phase lastPhase() {
        return last;
    }

    private Program compile(Phase phase) {
        Program program = new Program();
        boolean noisy = phase.noise() && hasNoise;
        respond(program, phase);
        spreadRates(program, phase);
        apical(program, phase, noisy);
        interneurons(program, phase);
        forward(program, phase);
        somata(program, phase, noisy);
        if (clamped.isEmpty()) {
            program.add(() -> copy(at.inputOld, at.inputSeen, floats(0)));
            program.add(() -> copy(at.input, at.inputOld, floats(0)));
        }
        return program;
    }

    /** What this step's products and updates read, where synapses read it. */
    private void spreadRates(Program program, Phase phase) {
        spread(program, at.rates, at.all);
        spread(program, at.oldRates, at.all);
        if (phase.forward() && p.traceLowPass()) {
            spread(program, at.traces, at.allPyramidal);
        }
        if (phase.backward() && p.algorithm() == Algorithm.PAL && p.highPass()) {
            spread(program, at.highs, at.allPyramidal);
        }
        if (clamped.isEmpty()) {
            spread(program, at.inputs, floats(0));
            spread(program, p.traceLowPass() ? at.inputTraces : at.oldInputs, floats(0));
        }
    }

    /** Spreads a whole region of so many floats. */
    private void spread(Program program, Presynaptic values, int floats) {
        spread(program, values, values.region(), values.spread(), floats / lanes);
    }

    private void spread(Program program, Presynaptic values, int from, int to, int size) {
        if (values.copied()) {
            program.add(() -> EnsembleSynapses.spread(m, from, to, size, lanes));
        }
    }

    private void activate(Program program) {
        for (Run run : runs) {
            int from = run.from() * Float.BYTES;
            Neurons.activation(run.phi(), m, at.lookAhead + from, at.factor + from, at.fresh + from, run.size())
                    .forEach(program::add);
        }
    }

    /** Steps 1, 2, the post terms of 6, and 8: voltages and rates of all neurons, and what plasticity compares. */
    private void respond(Program program, Phase phase) {
        if (runs.length == 1 && runs[0].phi() == Activation.LOGISTIC) {
            program.add(() -> Neurons.respondLogistic(m, at.lookAhead, at.dendrite, at.attenuation, at.gain, at.b, at.r, at.old, at.post,
                    at.all));
        } else {
            activate(program);
            program.add(() ->
                    Neurons.respond(m, at.lookAhead, at.fresh, at.prediction, at.gain, at.b, at.r, at.old, at.post, at.all));
        }
        if (p.algorithm() == Algorithm.PAL) {
            // Only PAL reads it; with the other algorithms it rests at the first rates, as in the original program.
            program.add(() -> Neurons.highPass(m, at.r, at.old, at.high, at.highSeen, highPass, at.allPyramidal));
        }
        if (phase.forward() && !p.postWithActivation()) {
            program.add(() -> Neurons.difference(m, at.b, at.prediction, at.gain, at.post, at.allPyramidal));
        }
        if (phase.forward() && p.postLowPass()) {
            program.add(() -> Neurons.lowPass(m, at.post, at.postState, lowPass, at.allPyramidal));
        }
        if (phase.forward() && p.traceLowPass()) {
            program.add(() -> Neurons.lowPass(m, at.old, at.traceState, lowPass, at.allPyramidal));
            program.add(() -> Neurons.lowPass(m, at.inputOld, at.inputTrace, lowPass, floats(0)));
        }
        if (areas > 1) {
            program.add(() -> Neurons.multiply(m, at.apical, at.apicalGain, at.apicalPost, at.hidden));
        }
    }

    /** Step 4, and steps 3, 6 and 7 for the apical compartments: vapi = B r + BI rI, with the updates of B and BI. */
    private void apical(Program program, Phase phase, boolean noisy) {
        // Noise that is as large as vapi must wait for it, and so must the update of B, which needs the noise.
        boolean late = p.noiseMode() == NoiseMode.APICAL;
        boolean aligns = phase.backward() && p.algorithm() == Algorithm.PAL;
        boolean transports = p.algorithm() == Algorithm.BP && (phase.forward() || phase.lateral() || phase.backward());
        if (noisy && !late) {
            noise.advance(program);
        }
        if (aligns && p.regularizer() == Regularizer.PHI) {
            slopes(program);
        }
        for (int l = 1; l < areas; l++) {
            int from = p.feedbackArea(l);
            int out = at.apical + at.atPyramidal(l);
            if (aligns && !late) {
                align(program, l, out);
            } else {
                synapses.product(program, at.feedback[l - 1], at.ofPyramidal(at.rates, from), out, p.size(from), floats(l), false);
            }
            if (phase.lateral() && !transports) {
                updateFromInter(program, l, out, true);
            } else {
                int rates = at.ofInterneurons(at.rates, p.feedbackInterneurons(l));
                synapses.product(program, at.fromInter[l - 1], rates, out, p.size(from), floats(l), true);
            }
            if (transports) {
                int area = l;
                program.add(() -> EnsembleSynapses.transport(m, at.forward[area], at.feedback[area - 1], at.fromInter[area - 1],
                        p.size(area + 1), p.size(area), lanes));
                if (phase.lateral()) {
                    updateFromInter(program, l, at.scratch, false);
                }
            }
        }
        if (noisy && late) {
            noise.advance(program);
        }
        for (int l = 1; aligns && late && l < areas; l++) {
            align(program, l, at.scratch);
        }
    }

    private void updateFromInter(Program program, int l, int out, boolean add) {
        int k = p.feedbackInterneurons(l);
        synapses.update(program, at.fromInter[l - 1], at.ofInterneurons(at.rates, k), at.ofInterneurons(at.oldRates, k),
                at.apicalPost + at.atPyramidal(l), out, p.size(p.feedbackArea(l)), floats(l), add);
    }

    private void slopes(Program program) {
        for (int l = 1; l <= areas; l++) {
            int from = at.atPyramidal(l);
            Neurons.slopes(p.activation(l), m, at.b + from, at.slope + from, floats(l)).forEach(program::add);
        }
    }

    private void align(Program program, int l, int out) {
        int from = p.feedbackArea(l);
        int inputs = p.size(from);
        int outputs = floats(l);
        int b = at.feedback[l - 1];
        int residual = at.feedbackResidual[l - 1];
        int rates = at.ofPyramidal(at.rates, from);
        int high = at.ofPyramidal(p.highPass() ? at.highs : at.rates, from);
        int xi = at.noise + at.atPyramidal(l);
        float rate = Coefficients.alignRate(p, l);
        int laneRates = at.alignRate[l - 1];
        if (p.regularizer() == Regularizer.PLAIN) {
            synapses.align(program, b, residual, rates, high, xi, out, inputs, outputs, rate, Coefficients.strength(p, l), laneRates,
                    at.alignAlpha[l - 1]);
            return;
        }
        int decay = at.ofPyramidal(at.decays, from);
        int slope = (p.regularizer() == Regularizer.PHI ? at.slope : at.factor) + at.atPyramidal(l);
        decay(program, l);
        synapses.alignScaled(program, b, residual, rates, high, decay, xi, slope, out, inputs, outputs, rate, laneRates);
    }

    /** The regularizer's factor of each neuron that area {@code l} gets its feedback from, alpha included. */
    private void decay(Program program, int l) {
        int from = p.feedbackArea(l);
        int alpha = at.alpha[l - 1];
        int decay = at.decay + at.atPyramidal(from);
        int high = (p.highPass() ? at.highSeen : at.r) + at.atPyramidal(from);
        int slope = at.slope + at.atPyramidal(from);
        if (p.regularizer() == Regularizer.PHI) {
            program.add(() -> Neurons.multiply(m, slope, alpha, decay, floats(from)));
        } else {
            program.add(() -> Neurons.gate(m, high, alpha, decay, floats(from)));
        }
        spread(program, at.decays, decay, at.ofPyramidal(at.decays, from), p.size(from));
    }

    /** Steps 3, 6 and 7 for interneurons: vden = WI r, perhaps low-passed, with the update of WI. */
    private void interneurons(Program program, Phase phase) {
        for (int k = 0; k < interneurons; k++) {
            int l = p.interneuronArea(k);
            int rates = at.ofPyramidal(at.rates, l);
            int own = at.atInterneuron(k);
            int out = (p.interneuronLowPass() ? at.scratch : at.dendrite) + own;
            if (phase.lateral()) {
                synapses.update(program, at.toInter[k], rates, at.ofPyramidal(at.oldRates, l), at.post + own, out, p.size(l), floats(l + 1),
                        false);
            } else {
                synapses.product(program, at.toInter[k], rates, out, p.size(l), floats(l + 1), false);
            }
        }
        if (p.interneuronLowPass() && interneurons > 0) {
            int from = at.atInterneuron(0);
            program.add(() -> Neurons.lowPass(m, at.scratch + from, at.dendrite + from, lowPass, at.all - at.allPyramidal));
        }
    }

    /** Steps 3, 6 and 7 for basal compartments: vbas = W r, with the update of W. */
    private void forward(Program program, Phase phase) {
        for (int l = 1; l <= areas; l++) {
            int inputs = p.size(l - 1);
            int outputs = floats(l);
            int w = at.forward[l - 1];
            int low = at.low[l - 1];
            int rates = l == 1 ? at.inputs.spread() : at.ofPyramidal(at.rates, l - 1);
            int trace = trace(l);
            int post = (p.postLowPass() ? at.postState : at.post) + at.atPyramidal(l);
            int out = at.dendrite + at.atPyramidal(l);
            if (l == 1 && clamped.isPresent()) {
                ClampedInput first = clamped.get();
                program.add(() -> first.step(phase.forward()));
            } else if (!phase.forward()) {
                synapses.product(program, w, rates, out, inputs, outputs, false);
            } else if (p.updateLowPass()) {
                synapses.lowPassUpdate(program, w, low, rates, trace, post, out, inputs, outputs, lowPass);
            } else {
                synapses.update(program, w, rates, trace, post, out, inputs, outputs, false);
            }
        }
    }

    /** What updates of W_l multiply with: the presynaptic rates of the step before, or their low-pass. */
    private int trace(int l) {
        return l == 1 ? at.inputTraces.spread() : at.ofPyramidal(at.traces, l - 1);
    }

    /** Step 5: steady states, somata, and the look-ahead for the next step. */
    private void somata(Program program, Phase phase, boolean noisy) {
        if (interneurons > 0) {
            double tau = p.tauInterneuron();
            int from = at.atInterneuron(0);
            int above = at.b + at.atPyramidal(p.interneuronArea(0) + 1);
            soma(program, from, (float) (tau * p.gden()), above, (float) (tau * p.gnI()), tau, at.all - at.allPyramidal);
        }
        if (areas > 1) {
            double tau = p.tau(1);
            float basal = (float) (tau * p.gbas());
            float apical = (float) (tau * p.gapi());
            float stepOverTau = (float) (p.dt() / tau);
            if (noisy) {
                program.add(() -> Neurons.noisySoma(m, at.u, at.lookAhead, at.dendrite, basal, at.apical, at.noiseSeen, apical,
                        prospect, stepOverTau, at.hidden));
            } else {
                soma(program, 0, basal, at.apical, apical, tau, at.hidden);
            }
        }
        int out = at.atPyramidal(areas);
        double tau = p.tau(areas);
        if (phase.target()) {
            soma(program, out, (float) (tau * p.gbas()), at.target, (float) (tau * p.gntgt()), tau, floats(areas));
        } else {
            // No other input: a factor of 0 on what is finite anyway.
            soma(program, out, (float) (p.gbas() / (p.gl() + p.gbas())), at.u + out, 0f, tau, floats(areas));
        }
    }

    private void soma(Program program, int from, float dendriteGain, int nudge, float nudgeGain, double tau, int size) {
        float stepOverTau = (float) (p.dt() / tau);
        program.add(() -> Neurons.soma(m, at.u + from, at.lookAhead + from, at.dendrite + from, dendriteGain, nudge, nudgeGain,
                prospect, stepOverTau, size));
    }
}
