package org.pal4j;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips the JUnit tests tagged "width" if the processor lacks the vector width forced on this JVM, because there is nothing to
 * test. All other tests run. {@link WidthHook} does the same for properties.
 */
public final class WidthCondition implements ExecutionCondition {
    /** Why the tests of the forced width can't run here; empty if they can. */
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
