package org.pal4j.session.request;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pal4j.InputException;

/** Says as data what is wrong with a request. */
public final class Refusal {
    private Refusal() {}

    /** Returns a message, in the words of whoever sends requests: options of the command line become fields. */
    public static String message(InputException fault) {
        return withoutOptions(fault.getMessage());
    }

    /** Returns each thing that is wrong: its field, value, bound and fix. */
    public static List<Map<String, Object>> faults(InputException fault) {
        return fault.faults().stream().map(one -> {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("field", one.field());
            each.put("value", one.value());
            each.put("bound", withoutOptions(one.bound()));
            each.put("fix", withoutOptions(one.fix()));
            return each;
        }).toList();
    }

    /** Returns what to say when memory does not suffice. */
    public static InputException exceeded(OutOfMemoryError error) {
        return new InputException("the memory of this process, " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB, does not suffice ("
                + error.getMessage() + "); use smaller networks or fewer presentations, or give it more", error);
    }

    /** Returns what to say of a fault of the program. */
    public static InputException bug(Throwable fault) {
        return new InputException("a fault of PAL4J, please report it: " + fault, fault);
    }

    /** Says by fields what a message says by options of the command line, which nobody gives here. */
    private static String withoutOptions(String message) {
        return message.replace("with --data DIR", "as data").replace("--data DIR", "data").replace("--data ", "data: ").replace("--set ", "set: ")
                .replace(" with --out", "");
    }
}
