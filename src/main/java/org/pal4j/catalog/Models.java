package org.pal4j.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.pal4j.model.Model;
import org.pal4j.model.circuit.CircuitModel;
import org.pal4j.model.rate.RateModel;

/**
 * The model classes that the program has. This is the only place that names them; a model class of your own needs no change here, but a line with its
 * name in {@code META-INF/services/org.pal4j.model.Model} on the class path.
 */
public final class Models {
    /** One line for each; the first is the one of configurations without the key {@code model}. */
    private static final List<Model<?>> OWN = List.of(
            CircuitModel.INSTANCE,
            RateModel.INSTANCE);

    private static final List<Model<?>> ALL = registered();

    private Models() {}

    private static List<Model<?>> registered() {
        List<Model<?>> all = new ArrayList<>(OWN);
        for (Model<?> model : ServiceLoader.load(Model.class)) {
            all.add(model);
        }
        return distinct(all);
    }

    /**
     * Makes sure that each model has a name of its own.
     *
     * @throws IllegalStateException if two have the same
     */
    static List<Model<?>> distinct(List<Model<?>> models) {
        for (int k = 0; k < models.size(); k++) {
            for (Model<?> other : models.subList(0, k)) {
                if (other.name().equals(models.get(k).name())) {
                    throw new IllegalStateException("two model classes have the name " + other.name() + ": " + other.getClass().getName() + " and "
                            + models.get(k).getClass().getName());
                }
            }
        }
        return List.copyOf(models);
    }

    /** All of them: our own, and then those of users. */
    public static List<Model<?>> all() {
        return ALL;
    }

    /** Their names: the values of the key {@code model}. */
    public static List<String> names() {
        return ALL.stream().map(Model::name).toList();
    }

    /** The model class of that name, if there is one. */
    public static Optional<Model<?>> named(String name) {
        return ALL.stream().filter(model -> model.name().equals(name)).findFirst();
    }

    /** The model class of configurations that name none. */
    public static Model<?> standard() {
        return ALL.getFirst();
    }
}
