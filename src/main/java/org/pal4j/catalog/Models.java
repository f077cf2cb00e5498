package org.pal4j.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.pal4j.model.Model;
import org.pal4j.model.circuit.CircuitModel;
import org.pal4j.model.rate.RateModel;

/**
 * The registry of model classes. No other class names the built-in ones. Your own model class needs no change here, only a line with its name in
 * {@code META-INF/services/org.pal4j.model.Model} on the class path.
 */
public final class Models {
    /** The built-in models. The first is the default for configurations without the key {@code model}. */
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
     * Checks that all models have different names.
     *
     * @throws IllegalStateException if two models have the same name
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

    /** Returns all models: first the built-in ones, then those of users. */
    public static List<Model<?>> all() {
        return ALL;
    }

    /** Returns the names of all models: the values of the key {@code model}. */
    public static List<String> names() {
        return ALL.stream().map(Model::name).toList();
    }

    /** Returns the model with this name, if there is one. */
    public static Optional<Model<?>> named(String name) {
        return ALL.stream().filter(model -> model.name().equals(name)).findFirst();
    }

    /** Returns the default model, for configurations without the key {@code model}. */
    public static Model<?> standard() {
        return ALL.getFirst();
    }
}
