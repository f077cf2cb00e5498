package org.pal4j;

import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.SkipExecutionHook;

/** {@link WidthCondition} for jqwik's properties. */
public final class WidthHook implements SkipExecutionHook {
    @Override
    public SkipResult shouldBeSkipped(LifecycleContext context) {
        boolean tagged = context.findAnnotationsInContainer(Tag.class).stream().anyMatch(tag -> tag.value().equals("width"));
        return tagged
                ? WidthCondition.MISSING.map(SkipResult::skip).orElse(SkipResult.doNotSkip())
                : SkipResult.doNotSkip();
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }
}
