package org.pal4j.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Driven;
import org.pal4j.model.Driven.Sample;
import org.pal4j.model.NetworkVariable;
import org.pal4j.model.Stage;

/** Shows one sample to a copy of a network. */
final class Looking {
    private static final String LOOK = "look";

    private Looking() {}

    /**
     * Shows a sample.
     *
     * @param copy  a part with a copy of the network alone
     * @param usual the usual number of steps
     * @throws InputException with all that does not fit
     */
    static Looked at(Look asked, Part copy, int usual, BooleanSupplier stop) {
        Driven driven = copy.driven();
        List<Fault> faults = new ArrayList<>();
        if (!List.of(Stage.TRAINING, Stage.VALIDATION, Stage.TEST).contains(asked.stage())) {
            throw new InputException(LOOK, List.of(Fault.of("samples", asked.stage().label(), "must be training, validation or test")));
        }
        int count = driven.sampleCount(asked.stage());
        if (asked.sample() < 0 || asked.sample() >= count) {
            faults.add(Fault.of("sample", asked.sample(), count == 0 ? "there are no " + asked.stage().label() + " samples"
                    : "must be from 0 to " + (count - 1)));
        }
        if (asked.noise() && !driven.draws().isEmpty()) {
            faults.add(Fault.saying("noise", "noise is given in this session; look without it"));
        }
        InputException.throwIfAny(LOOK, faults);
        Sample sample = driven.sample(asked.stage(), asked.sample());
        if (asked.target() && sample.target().isEmpty()) {
            throw new InputException(LOOK, List.of(Fault.of("target", "true", "must be false, as this sample has no target")));
        }
        NpyArray input = NpyArray.ofFloats(sample.input(), driven.inputShape());
        Optional<NpyArray> target = sample.target().map(values -> NpyArray.ofFloats(values, driven.targetShape()));
        int steps = asked.steps().orElse(usual);
        int every = asked.every().orElse(steps);
        Set<String> learn = asked.target() ? driven.learningOfTargets() : Set.of();
        Presentations presentations = new Presentations(first(input), asked.target() ? target.map(Looking::first) : Optional.empty(), steps, learn,
                asked.noise(), asked.record(), every, false, silence(driven, steps));
        Given given = Given.of(LOOK, presentations, driven, 1, driven.plasticities());
        Answers answers = new Answers(LOOK, given, asked.replica(), 1, driven.targetShape());
        copy.present(given, answers, stop);
        Presented presented = answers.all();
        Map<String, NpyArray> records = new LinkedHashMap<>();
        presented.records().forEach((name, array) -> records.put(name, array.part(0).part(0)));
        Optional<String> fault = presented.faults().values().stream().findFirst();
        return new Looked(count, sample.ofClass(), steps, every, presented.completed() == 1 && fault.isEmpty(), fault, input, target,
                presented.output().part(0).part(0), records);
    }

    /** Returns draws of noise that does not act, for networks whose noise advances even so. */
    private static Map<String, NpyArray> silence(Driven driven, int steps) {
        Map<String, NpyArray> draws = new LinkedHashMap<>();
        if (driven.drawsAlways() && steps > 0) {
            for (NetworkVariable draw : driven.draws()) {
                int[] shape = Given.prepended(Given.prepended(draw.shape(), steps), 1);
                int size = 1;
                for (int length : shape) {
                    size = Math.multiplyExact(size, length);
                }
                draws.put(draw.name(), NpyArray.ofFloats(new float[size], shape));
            }
        }
        return draws;
    }

    private static NpyArray first(NpyArray one) {
        return NpyArray.stacked(List.of(one));
    }
}
