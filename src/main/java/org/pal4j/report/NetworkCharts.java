package org.pal4j.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Detail;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Experiment;
import org.pal4j.model.FeedbackWeights;
import org.pal4j.model.Model;
import org.pal4j.model.Study;
import org.pal4j.model.TrainedNetwork;

/** Charts of a trained network, provided by its model. */
final class NetworkCharts<E extends Experiment> {
    private final Model<E> model;
    private final TrainedNetwork<E> network;
    private final List<FeedbackWeights> feedback;
    /** Cached charts, since a model may simulate for its charts. */
    private final Map<Detail, List<Chart>> learned = new HashMap<>();

    private NetworkCharts(Model<E> model, TrainedNetwork<E> network) {
        this.model = model;
        this.network = network;
        feedback = model.feedback(network.experiment(), network.weights());
    }

    /**
     * Returns the charts of a replica of a study.
     *
     * @param replica    index in the study, from 0
     * @param whose      see {@link TrainedNetwork}
     * @param weights    finite weights; empty if missing
     * @param recordings recordings; empty if missing
     */
    static <E extends Experiment> NetworkCharts<E> of(
            Study<E> study, int replica, String whose, Map<String, NpyArray> weights, Map<String, NpyArray> recordings) {
        return new NetworkCharts<>(study.model(), new TrainedNetwork<>(study.replicas().get(replica), whose, weights, recordings));
    }

    List<Chart> feedback(Detail detail) {
        return FeedbackCharts.of(feedback, model.terms(), detail);
    }

    List<Chart> learned(Detail detail) {
        return learned.computeIfAbsent(detail, key -> model.charts(network, key));
    }
}
