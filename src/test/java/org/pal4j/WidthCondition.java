package org.pal4j;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips the JUnit tests tagged "width" where the vector width that this JVM is forced to does not exist on the processor: there
 * is nothing to test then. Everything else runs. {@link WidthHook} does the same for properties.
 */
public final class WidthCondition implements ExecutionCondition {
    /** Why the tests of the forced width can't run here, if they can't. */
    static final Optional<String> MISSING = missing();

    private static Optional<String> missing() {
        try {
            VectorWidth.current();
            return Optional.empty();
        } catch (InputException e) {
            System.out.println("Tests of this vector width are skipped: " + e.getMessage());
            return Optional.of(e.getMessage());
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getTags().contains("width")
                ? MISSING.map(ConditionEvaluationResult::disabled).orElse(ConditionEvaluationResult.enabled("width available"))
                : ConditionEvaluationResult.enabled("any width");
    }
}
