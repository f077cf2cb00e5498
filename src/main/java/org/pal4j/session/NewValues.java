package org.pal4j.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.format.ElementKind;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Shapes;
import org.pal4j.model.NetworkVariable;

/** Checks values that somebody wants to set, and collects all that is wrong with them. */
final class NewValues {
    private final List<Fault> faults = new ArrayList<>();

    /** Returns a value as its variable has it; nothing if it does not fit. */
    Optional<NpyArray> converted(NetworkVariable variable, NpyArray given) {
        if (!variable.settable()) {
            faults.add(Fault.saying(variable.name(), variable.name() + " is derived from other variables and can't be set"));
            return Optional.empty();
        }
        if (!Arrays.equals(given.shape(), variable.shape())) {
            faults.add(Fault.of(variable.name(), given, "must have the shape " + Shapes.text(variable.shape())));
            return Optional.empty();
        }
        try {
            NpyArray array = given.to(variable.kind());
            boolean real = array.kind() == ElementKind.FLOAT32 || array.kind() == ElementKind.FLOAT64;
            for (int i = 0; real && i < array.size(); i++) {
                if (!Double.isFinite(array.at(i))) {
                    faults.add(Fault.of(variable.name(), array.at(i), "must be finite" + (array.kind() == ElementKind.FLOAT32 ? " as float32" : "")
                            + "; it is value " + i + " in C order, from 0"));
                    return Optional.empty();
                }
            }
            return Optional.of(array);
        } catch (InputException e) {
            faults.add(Fault.saying(variable.name(), variable.name() + " " + e.getMessage()));
            return Optional.empty();
        }
    }

    /** @throws InputException with all that does not fit; a fault that all replicas share is told once */
    void requireFaultless() {
        InputException.throwIfAny("set", faults.stream().distinct().toList());
    }
}
