package org.pal4j.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.pal4j.InputException;
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

    private Models() {}

    /** Loads the models of users at the first use, so that what is wrong with them is a message. */
    private static final class Registered {
        static final List<Model<?>> ALL = registered();

        private Registered() {}
    }

    private static List<Model<?>> registered() {
        List<Model<?>> all = new ArrayList<>(OWN);
        try {
            for (Model<?> model : ServiceLoader.load(Model.class)) {
                all.add(model);
            }
            return distinct(all);
        } catch (ServiceConfigurationError e) {
            throw new InputException("a model of your own can't be loaded (" + e.getMessage() + "): its line in META-INF/services must name a public "
                    + "class with a public constructor without parameters", e);
        }
    }

    /**
     * Checks that all models have different names.
     *
     * @throws InputException if two models have the same name
     */
    static List<Model<?>> distinct(List<Model<?>> models) {
        for (int k = 0; k < models.size(); k++) {
            for (Model<?> other : models.subList(0, k)) {
                if (other.name().equals(models.get(k).name())) {
                    throw new InputException("two model classes have the name " + other.name() + ": " + other.getClass().getName() + " and "
                            + models.get(k).getClass().getName() + "; give yours another name");
                }
            }
        }
        return List.copyOf(models);
    }

    /** Returns all models: first the built-in ones, then those of users. */
    public static List<Model<?>> all() {
        return Registered.ALL;
    }

    /** Returns the names of all models: the values of the key {@code model}. */
    public static List<String> names() {
        return all().stream().map(Model::name).toList();
    }

    /** Returns the model with this name, if there is one. */
    public static Optional<Model<?>> named(String name) {
        return all().stream().filter(model -> model.name().equals(name)).findFirst();
    }

    /** Returns the default model, for configurations without the key {@code model}. */
    public static Model<?> standard() {
        return OWN.getFirst();
    }
}
