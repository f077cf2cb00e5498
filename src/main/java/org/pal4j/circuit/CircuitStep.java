package org.pal4j.circuit;

import java.util.List;
import java.util.Optional;
import org.pal4j.Activation;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.NoiseMode;
import org.pal4j.circuit.Choices.Regularizer;
import org.pal4j.circuit.CircuitLayout.Presynaptic;
import org.pal4j.circuit.Populations.Run;
import org.pal4j.format.NamedArrays;
import org.pal4j.kernel.EnsembleSynapses;
import org.pal4j.kernel.Neurons;
import org.pal4j.kernel.Program;

/**
 * One Euler step of a circuit, composed of kernels. The comments refer to the numbered steps of docs/concepts.md.
 *
 * <p>Within a step, the order differs from that page where this saves a pass over memory without changing any value. An update
 * needs only quantities known before the product with the same matrix, so each matrix is read once and written once. The
 * prediction in a post term, {@code phi(k * v_old)}, is computed together with the new rates.
 *
 * <p>The work of a phase is determined once, when the phase first occurs: it becomes a {@link Program}, a list of kernel calls
 * with all their arguments, which each step runs. This is not only for clarity: C2 never inlines a call through the list. Kernels
 * inlined into one large step exceed its limits; some of their vector operations then remain calls, and every vector is boxed
 * (measured: three times slower, 1 GB/s of garbage).
 */
final class CircuitStep extends CircuitLayout.Calls {
    private final Run[] runs = at.runs().toArray(Run[]::new);
    private final int interneurons = p.interneuronPopulations();

    private final boolean hasNoise;
    private final boolean kolenPollack = p.algorithm() == Algorithm.KP;
    private final SynapseCalls synapses;
    private final NoiseCalls noise;
    private final Optional<ClampedInput> clamped = ClampedInput.possible(p) ? Optional.of(new ClampedInput(at)) : Optional.empty();
    private final Program[] programs = new Program[1 << 5];
    private Phase lastPhase = Phase.SETTLE;

    private final float lowPassRate = (float) (p.dt() / p.tauLO());
    private final float highPassRate = (float) (p.dt() / p.tauHP());
    private final float prospect = (float) p.taur();

    /** A step with the arguments of a {@link Simulation}. */
    CircuitStep(List<CircuitParameters> replicas, CircuitLayout at, List<NoiseSource> sources, int threads) {
        super(at);
        synapses = new SynapseCalls(m, lanes, threads);
        noise = new NoiseCalls(replicas, at, sources);
        hasNoise = replicas.stream().anyMatch(CircuitParameters::drawsNoise) && areas > 1;
        for (int lane = 0; lane < replicas.size(); lane++) {
            Coefficients.write(replicas.get(lane), at, lane);
        }
    }

    /** Before the first step: b = u (there is no past), r = phi(u), and the high-passed rates start at the rates. */
    void initialize() {
        copy(at.u, at.lookAhead, at.allFloats);
        Program program = new Program();
        activate(program);
        program.run();
        copy(at.freshRate, at.r, at.allFloats);
        copy(at.freshRate, at.high, at.pyramidalFloats);
        Program spread = new Program();
        spread(spread, at.rates, at.allFloats);
        spread.run();
    }

    /** Lists the state here that all replicas share. */
    void listState(NamedArrays arrays, CircuitParameters replica) {
        if (replica.noisy() && !p.takesTurns()) {
            noise.listState(arrays);
        }
        if (p.algorithm().learnsFeedback()) {
            arrays.flag("B_learned", () -> lastPhase.backward(), learned -> lastPhase = new Phase(false, false, learned, false, false));
        }
        clamped.ifPresent(first -> first.listState(arrays));
    }

    /** Lists the noise clock of a replica that has one of its own. */
    void listClock(NamedArrays arrays, int lane) {
        if (p.takesTurns()) {
            noise.listClock(arrays, lane);
        }
    }

    /** Present if W_1 is learned in the form for a clamped input. */
    Optional<ClampedInput> clamped() {
        return clamped;
    }

    /** Runs step {@code number}, from 0. */
    void step(Phase phase, long number) {
        int index = (phase.forward() ? 1 : 0) + (phase.lateral() ? 2 : 0) + (phase.backward() ? 4 : 0) + (phase.noise() ? 8 : 0)
                + (phase.target() ? 16 : 0);
        Program program = programs[index];
        if (program == null) {
            program = compile(phase);
            programs[index] = program;
        }
        lastPhase = phase;
        noise.step(number);
        program.run();
    }

    /** The phase of the last step. */
    Phase lastPhase() {
        return lastPhase;
    }

    private Program compile(Phase phase) {
        Program program = new Program();
        boolean noisy = phase.noise() && hasNoise;
        ratesAndPostTerms(program, phase);
        spreadRates(program, phase);
        apicalCompartments(program, phase, noisy);
        interneuronDendrites(program, phase);
        basalCompartments(program, phase);
        somata(program, phase, noisy);
        if (clamped.isEmpty()) {
            program.add(() -> copy(at.inputOld, at.inputOfLastUpdate, at.floats(0)));
            program.add(() -> copy(at.input, at.inputOld, at.floats(0)));
        }
        return program;
    }

    /** Spreads the values that the products and updates of this step read. */
    private void spreadRates(Program program, Phase phase) {
        spread(program, at.rates, at.allFloats);
        spread(program, at.oldRates, at.allFloats);
        if (phase.forward() && p.traceLowPass()) {
            spread(program, at.traces, at.pyramidalFloats);
        }
        if (phase.backward() && p.algorithm() == Algorithm.PAL && p.highPass()) {
            spread(program, at.highs, at.pyramidalFloats);
        }
        if (phase.backward() && kolenPollack) {
            spread(program, at.errors, at.pyramidalFloats);
        }
        if (clamped.isEmpty()) {
            spread(program, at.inputs, at.floats(0));
            spread(program, p.traceLowPass() ? at.inputTraces : at.oldInputs, at.floats(0));
        }
    }

    /** Spreads a whole region of {@code floats} floats. */
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
            Neurons.activation(run.phi(), m, at.lookAhead + from, at.factor + from, at.freshRate + from, run.size())
                    .forEach(program::add);
        }
    }

    /** Steps 1, 2, the post terms of 6, and 8: voltages and rates of all neurons, and the post terms of plasticity. */
    private void ratesAndPostTerms(Program program, Phase phase) {
        // KP also needs the post terms themselves, so they get their learning rates in a call of its own.
        int gain = kolenPollack ? at.ones : at.gain;
        int post = kolenPollack ? at.error : at.post;
        if (p.spreadGain() > 0) {
            program.add(() -> Neurons.multiply(m, at.factor, at.nominalAttenuation, at.attenuation, at.allFloats));
        }
        if (runs.length == 1 && runs[0].phi() == Activation.LOGISTIC && p.spreadGain() == 0) {
            program.add(() -> Neurons.respondLogistic(m, at.lookAhead, at.dendrite, at.attenuation, gain, at.b, at.r, at.rOld, post,
                    at.allFloats));
        } else {
            activate(program);
            program.add(() -> Neurons.respond(m, at.lookAhead, at.freshRate, at.prediction, gain, at.b, at.r, at.rOld, post, at.allFloats));
        }
        if (p.algorithm() == Algorithm.PAL) {
            // Only PAL reads the high-pass. With the other algorithms it stays at the first rates, as in the original program.
            program.add(() -> Neurons.highPass(m, at.r, at.rOld, at.high, at.highSeen, highPassRate, at.pyramidalFloats));
        }
        boolean traces = phase.forward() || p.tracesWhileSettling() || phase.backward() && kolenPollack;
        if (!p.postWithActivation()) {
            program.add(() -> Neurons.difference(m, at.b, at.prediction, gain, post, at.pyramidalFloats));
        }
        if (kolenPollack) {
            program.add(() -> Neurons.multiply(m, at.error, at.gain, at.post, at.allFloats));
        }
        if (traces && p.postLowPass()) {
            program.add(() -> Neurons.lowPass(m, at.post, at.postState, lowPassRate, at.pyramidalFloats));
            if (kolenPollack) {
                program.add(() -> Neurons.lowPass(m, at.error, at.errorState, lowPassRate, at.pyramidalFloats));
            }
        }
        if (traces && p.traceLowPass()) {
            program.add(() -> Neurons.lowPass(m, at.rOld, at.traceState, lowPassRate, at.pyramidalFloats));
            program.add(() -> Neurons.lowPass(m, at.inputOld, at.inputTrace, lowPassRate, at.floats(0)));
        }
        if (areas > 1) {
            program.add(() -> Neurons.multiply(m, at.apical, at.apicalGain, at.apicalPost, at.hiddenFloats));
        }
    }

    /** Step 4, and steps 3, 6 and 7 for the apical compartments: vapi = B r + BI rI, with the updates of B and BI. */
    private void apicalCompartments(Program program, Phase phase, boolean noisy) {
        // Noise proportional to |vapi| can advance only after vapi is known, and the update of B needs the noise.
        boolean noiseNeedsApical = p.noiseMode() == NoiseMode.APICAL;
        boolean aligns = phase.backward() && p.algorithm() == Algorithm.PAL;
        boolean transports = p.algorithm() == Algorithm.BP
                && (phase.forward() || phase.lateral() || phase.backward() || p.transportWhileSettling());
        if (noisy && !noiseNeedsApical) {
            noise.advance(program);
        }
        if (aligns && p.regularizer() == Regularizer.PHI) {
            slopes(program);
        }
        for (int l = 1; l < areas; l++) {
            int from = p.feedbackArea(l);
            int out = at.apical + at.atPyramidal(l);
            if (aligns && !noiseNeedsApical) {
                align(program, l, out);
            } else if (phase.backward() && kolenPollack) {
                alignKolenPollack(program, l, out);
            } else {
                synapses.product(program, at.feedback[l - 1], at.presynapticPyramidal(at.rates, from), out, p.size(from), at.floats(l), false);
            }
            if (phase.lateral() && !transports) {
                updateFromInter(program, l, out, true);
            } else {
                int rates = at.presynapticInterneurons(at.rates, p.feedbackInterneurons(l));
                synapses.product(program, at.fromInter[l - 1], rates, out, p.size(from), at.floats(l), true);
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
        if (noisy && noiseNeedsApical) {
            noise.advance(program);
        }
        for (int l = 1; aligns && noiseNeedsApical && l < areas; l++) {
            align(program, l, at.scratch);
        }
    }

    private void updateFromInter(Program program, int l, int out, boolean add) {
        int k = p.feedbackInterneurons(l);
        synapses.update(program, at.fromInter[l - 1], at.presynapticInterneurons(at.rates, k), at.presynapticInterneurons(at.oldRates, k),
                at.apicalPost + at.atPyramidal(l), out, p.size(p.feedbackArea(l)), at.floats(l), add);
    }

    private void slopes(Program program) {
        for (int l = 1; l <= areas; l++) {
            int from = at.atPyramidal(l);
            Neurons.slopes(p.activation(l), m, at.b + from, at.slope + from, at.floats(l)).forEach(program::add);
        }
    }

    private void align(Program program, int l, int out) {
        int from = p.feedbackArea(l);
        int inputs = p.size(from);
        int outputs = at.floats(l);
        int b = at.feedback[l - 1];
        int residual = at.feedbackResidual[l - 1];
        int rates = at.presynapticPyramidal(at.rates, from);
        int high = at.presynapticPyramidal(p.highPass() ? at.highs : at.rates, from);
        int xi = at.noise + at.atPyramidal(l);
        float rate = Coefficients.alignRate(p, l);
        int laneRates = at.alignRate[l - 1];
        if (p.regularizer() == Regularizer.PLAIN) {
            synapses.align(program, b, residual, rates, high, xi, out, inputs, outputs, rate, Coefficients.alpha(p, l), laneRates,
                    at.alignAlpha[l - 1]);
            return;
        }
        int decay = at.presynapticPyramidal(at.decays, from);
        int slope = (p.regularizer() == Regularizer.PHI ? at.slope : at.ones) + at.atPyramidal(l);
        decay(program, l);
        synapses.alignScaled(program, b, residual, rates, high, decay, xi, slope, out, inputs, outputs, rate, laneRates);
    }

    /** KP: B learns from the factors of the update of W of the area above; the rates of area l stand in the place of PAL's noise. */
    private void alignKolenPollack(Program program, int l, int out) {
        int rates = (p.traceLowPass() ? at.traceState : at.rOld) + at.atPyramidal(l);
        synapses.align(program, at.feedback[l - 1], at.feedbackResidual[l - 1], at.presynapticPyramidal(at.rates, l + 1),
                at.presynapticPyramidal(at.errors, l + 1), rates, out, p.size(l + 1), at.floats(l), Coefficients.alignRate(p, l),
                Coefficients.alpha(p, l), at.alignRate[l - 1], at.alignAlpha[l - 1]);
    }

    /** The regularizer's factor for each neuron from which area {@code l} receives feedback, alpha included. */
    private void decay(Program program, int l) {
        int from = p.feedbackArea(l);
        int alpha = at.alpha[l - 1];
        int decay = at.decay + at.atPyramidal(from);
        int high = (p.highPass() ? at.highSeen : at.r) + at.atPyramidal(from);
        int slope = at.slope + at.atPyramidal(from);
        if (p.regularizer() == Regularizer.PHI) {
            program.add(() -> Neurons.multiply(m, slope, alpha, decay, at.floats(from)));
        } else {
            program.add(() -> Neurons.gate(m, high, alpha, decay, at.floats(from)));
        }
        spread(program, at.decays, decay, at.presynapticPyramidal(at.decays, from), p.size(from));
    }

    /** Steps 3, 6 and 7 for interneurons: vden = WI r, optionally low-passed, with the update of WI. */
    private void interneuronDendrites(Program program, Phase phase) {
        for (int k = 0; k < interneurons; k++) {
            int l = p.interneuronArea(k);
            int rates = at.presynapticPyramidal(at.rates, l);
            int own = at.atInterneuron(k);
            int out = (p.interneuronLowPass() ? at.scratch : at.dendrite) + own;
            if (phase.lateral()) {
                synapses.update(program, at.toInter[k], rates, at.presynapticPyramidal(at.oldRates, l), at.post + own, out, p.size(l),
                        at.floats(l + 1),
                        false);
            } else {
                synapses.product(program, at.toInter[k], rates, out, p.size(l), at.floats(l + 1), false);
            }
        }
        if (p.interneuronLowPass() && interneurons > 0) {
            int from = at.atInterneuron(0);
            program.add(() -> Neurons.lowPass(m, at.scratch + from, at.dendrite + from, lowPassRate, at.allFloats - at.pyramidalFloats));
        }
    }

    /** Steps 3, 6 and 7 for basal compartments: vbas = W r, with the update of W. */
    private void basalCompartments(Program program, Phase phase) {
        for (int l = 1; l <= areas; l++) {
            int inputs = p.size(l - 1);
            int outputs = at.floats(l);
            int w = at.forward[l - 1];
            int low = at.lowPassed[l - 1];
            int rates = l == 1 ? at.inputs.spread() : at.presynapticPyramidal(at.rates, l - 1);
            int trace = trace(l);
            int post = (p.postLowPass() ? at.postState : at.post) + at.atPyramidal(l);
            int out = at.dendrite + at.atPyramidal(l);
            if (l == 1 && clamped.isPresent()) {
                ClampedInput first = clamped.get();
                program.add(() -> first.step(phase.forward()));
            } else if (!phase.forward()) {
                synapses.product(program, w, rates, out, inputs, outputs, false);
            } else if (l > 1 && kolenPollack && phase.backward()) {
                learnAndDecay(program, l, rates, trace, post, out);
            } else if (p.updateLowPass()) {
                synapses.lowPassUpdate(program, w, low, rates, trace, post, out, inputs, outputs, lowPassRate);
            } else {
                synapses.update(program, w, rates, trace, post, out, inputs, outputs, false);
            }
        }
    }

    /**
     * KP: the update and the decay of W_l, in compensated summation like those of B. A low-passed update is added after the decay, by a pass of
     * its own, whose product nobody reads.
     */
    private void learnAndDecay(Program program, int l, int rates, int trace, int post, int out) {
        int w = at.forward[l - 1];
        int inputs = p.size(l - 1);
        int outputs = at.floats(l);
        int update = p.updateLowPass() ? at.noPost + at.atPyramidal(l) : post;
        // The post terms have their rates already, so the rate of this call is 1, for all lanes.
        synapses.align(program, w, at.forwardResidual[l - 1], rates, trace, update, out, inputs, outputs, 1f, Coefficients.forwardDecay(p, l - 1),
                at.ones, at.forwardDecay[l - 2]);
        if (p.updateLowPass()) {
            synapses.lowPassUpdate(program, w, at.lowPassed[l - 1], rates, trace, post, at.scratch + at.atPyramidal(l), inputs, outputs, lowPassRate);
        }
    }

    /** The presynaptic factor of the updates of W_l: the rates of the previous step, or their low-pass. */
    private int trace(int l) {
        return l == 1 ? at.inputTraces.spread() : at.presynapticPyramidal(at.traces, l - 1);
    }

    /** Step 5: steady states, somata, and the look-ahead for the next step. */
    private void somata(Program program, Phase phase, boolean noisy) {
        if (interneurons > 0) {
            double tau = p.tauInterneuron();
            int from = at.atInterneuron(0);
            int above = at.b + at.atPyramidal(p.interneuronArea(0) + 1);
            soma(program, from, (float) (tau * p.gden()), above, (float) (tau * p.gnI()), tau, at.allFloats - at.pyramidalFloats);
        }
        if (areas > 1) {
            double tau = p.tau(1);
            float basal = (float) (tau * p.gbas());
            float apical = (float) (tau * p.gapi());
            float stepOverTau = (float) (p.dt() / tau);
            if (noisy && p.spreadTau() > 0) {
                pacedSoma(program, 0, basal, at.apical, at.noiseSeen, apical, stepOverTau, at.hiddenFloats);
            } else if (noisy) {
                program.add(() -> Neurons.noisySoma(m, at.u, at.lookAhead, at.dendrite, basal, at.apical, at.noiseSeen, apical,
                        prospect, stepOverTau, at.hiddenFloats));
            } else {
                soma(program, 0, basal, at.apical, apical, tau, at.hiddenFloats);
            }
        }
        int out = at.atPyramidal(areas);
        double tau = p.tau(areas);
        if (phase.target()) {
            soma(program, out, (float) (tau * p.gbas()), at.target, (float) (tau * p.gntgt()), tau, at.floats(areas));
        } else {
            // There is no other input: the nudging term is 0 times a finite value.
            soma(program, out, (float) (p.gbas() / (p.gl() + p.gbas())), at.u + out, 0f, tau, at.floats(areas));
        }
    }

    private void soma(Program program, int from, float dendriteGain, int nudge, float nudgeGain, double tau, int size) {
        float stepOverTau = (float) (p.dt() / tau);
        if (p.spreadTau() > 0) {
            pacedSoma(program, from, dendriteGain, nudge, at.silence + from, nudgeGain, stepOverTau, size);
        } else {
            program.add(() -> Neurons.soma(m, at.u + from, at.lookAhead + from, at.dendrite + from, dendriteGain, nudge, nudgeGain,
                    prospect, stepOverTau, size));
        }
    }

    private void pacedSoma(Program program, int from, float dendriteGain, int nudge, int noise, float nudgeGain, float stepOverTau, int size) {
        program.add(() -> Neurons.pacedSoma(m, at.u + from, at.lookAhead + from, at.dendrite + from, dendriteGain, nudge, noise, nudgeGain,
                at.pace + from, prospect, stepOverTau, size));
    }
}
