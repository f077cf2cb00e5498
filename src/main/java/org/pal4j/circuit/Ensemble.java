package org.pal4j.circuit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pal4j.format.NpyArray;
import org.pal4j.memory.Lanes;

/**
 * Replicas of one circuit side by side in the lanes of vectors: other seeds, learning rates, noise scales or alphas, but equal in all else.
 * For small circuits 16 replicas take little more time than two alone.
 *
 * <p>Each replica has the bits that a {@link Circuit} with its parameters and noise has, if that begins its presentations at the same
 * steps; whatever the others do. Not for use by several threads at once.
 */
public final class Ensemble implements Simulator {
    /** The most replicas that one ensemble holds. */
    public static final int MOST = Lanes.COUNT;

    private final Simulation simulation;
    private final List<Replica> replicas;

    /**
     * Circuits with all weights and voltages 0.
     *
     * @param parameters one for each replica, 1 to 16; equal but for eta_fw, eta_bw, eta_IP, eta_PI, noise_scale and alpha
     * @param noise      one for each replica, all of one kind
     * @throws IllegalArgumentException if the numbers differ, or the parameters in more than is allowed
     * @throws org.pal4j.InputException if they need more than 2 GiB
     */
    public Ensemble(List<CircuitParameters> parameters, List<? extends NoiseSource> noise) {
        if (parameters.isEmpty() || parameters.size() > MOST || noise.size() != parameters.size()) {
            throw new IllegalArgumentException("an ensemble has 1 to " + MOST + " replicas with parameters and noise each, not "
                    + parameters.size() + " and " + noise.size());
        }
        CircuitParameters first = parameters.getFirst();
        for (CircuitParameters p : parameters) {
            if (!isReplicaOf(first, p)) {
                throw new IllegalArgumentException("the replicas of an ensemble differ in learning rates, noise scales and alphas only");
            }
        }
        if (noise.stream().map(Object::getClass).distinct().count() > 1) {
            throw new IllegalArgumentException("the noise of the replicas of an ensemble comes from sources of one kind");
        }
        List<NoiseSource> sources = List.copyOf(noise);
        simulation = new Simulation(List.copyOf(parameters), lanes(parameters.size()), sources, 1);
        List<Replica> all = new ArrayList<>();
        for (int lane = 0; lane < parameters.size(); lane++) {
            all.add(new Replica(simulation, lane, parameters.get(lane), sources.get(lane)));
        }
        replicas = List.copyOf(all);
    }

    /** Whether circuits with these parameters can be replicas of one ensemble. */
    public static boolean isReplicaOf(CircuitParameters a, CircuitParameters b) {
        return b.toBuilder().etaForward(a.etaForward()).etaBackward(a.etaBackward()).etaPyramidalToInter(a.etaPyramidalToInter())
                .etaInterToPyramidal(a.etaInterToPyramidal()).noiseScale(a.noiseScale()).alpha(a.alpha()).build().equals(a);
    }

    /** The lanes that so many replicas take: 1, 4, 8 or 16. */
    public static int lanes(int replicas) {
        return replicas == 1 ? 1 : replicas <= 4 ? 4 : replicas <= 8 ? 8 : Lanes.COUNT;
    }

    @Override
    public List<Replica> replicas() {
        return replicas;
    }

    @Override
    public void resume(List<? extends Map<String, NpyArray>> states) {
        ReplicaState.resume(replicas, states);
    }

    @Override
    public long step() {
        return simulation.step();
    }

    @Override
    public void present() {
        simulation.present();
    }

    @Override
    public void advance(Phase phase, int steps) {
        simulation.advance(phase, steps);
    }
}
