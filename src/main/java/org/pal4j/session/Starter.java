package org.pal4j.session;

import java.util.List;
import java.util.Map;
import org.pal4j.data.DataFolder;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Batch;
import org.pal4j.model.Experiment;
import org.pal4j.model.Samples;
import org.pal4j.model.Study;
import org.pal4j.run.RunFolder.Inputs;
import org.pal4j.run.StartWeights;

/**
 * Starts batches of the replicas of a study. The samples are read or drawn once.
 *
 * @param data  the folder of samples that are read from files
 * @param given whether somebody gives the noise
 */
record Starter<E extends Experiment>(Study<E> study, DataFolder data, Samples<E> samples, StartWeights weights, boolean given) {
    static <E extends Experiment> Starter<E> of(Study<E> study, DataFolder data, boolean given) {
        study.replicas().forEach(Experiment::requireMemory);
        return new Starter<>(study, data, study.model().samples(study.base(), data), new StartWeights(), given);
    }

    /** Returns a starter of a study that differs in values of keys. It has the same samples if they do not depend on these keys. */
    Starter<E> with(Study<E> changed) {
        boolean same = study.model().samplesKey(changed.base()).equals(study.model().samplesKey(study.base()));
        return new Starter<>(changed, data, same ? samples : changed.model().samples(changed.base(), data), weights, given);
    }

    /** Returns the state of a replica of another study that differs in values of keys, as this one needs it. */
    Map<String, NpyArray> adapted(int replica, Map<String, NpyArray> state) {
        return samples.adapted(state, study.replicas().get(replica));
    }

    /** Starts replicas by number. With given noise it must be one. */
    Batch start(List<Integer> members, int threads) {
        List<E> replicas = members.stream().map(study.replicas()::get).toList();
        return given ? samples.startGiven(replicas.getFirst(), threads) : samples.start(replicas, threads);
    }

    /** Starts replicas with the weights that their experiments name. */
    Batch begin(List<Integer> members, int threads) {
        Batch batch = start(members, threads);
        for (int k = 0; k < members.size(); k++) {
            weights.start(batch, k, study.replicas().get(members.get(k)));
        }
        return batch;
    }

    /** Returns what each replica reads. */
    List<Inputs> inputs() {
        Map<String, String> files = samples.files();
        return study.replicas().stream().map(e -> new Inputs(files, samples.classNames(), weights.files(e))).toList();
    }

    /** Returns the names of the classes; empty if there are none. */
    List<String> classNames() {
        return samples.classNames().isEmpty() ? study.base().classNames() : samples.classNames();
    }
}
