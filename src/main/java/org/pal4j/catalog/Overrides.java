package org.pal4j.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Documents;
import org.pal4j.model.Study;

/** Values from the command line: {@code --set key=value}. */
final class Overrides {
    private static final String ONE_OF_EACH = Study.EACH + ".";

    private Overrides() {}

    /**
     * Reads overrides into a map. For one key, the last value wins.
     *
     * @param settings strings of the form {@code key=value}
     * @throws InputException if one does not have this form
     */
    static Map<String, Object> read(List<String> settings) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new InputException("--set " + Fault.shown(setting) + ": must be key=value, for example --set eta_bw=0.5");
            }
            String key = setting.substring(0, equals).strip();
            if (key.equals(Configurations.BASED_ON)) {
                throw new InputException("--set " + Fault.shown(setting) + ": goes into a file, or name that experiment itself");
            }
            Object value = Documents.value(setting.substring(equals + 1), key);
            if (key.startsWith(ONE_OF_EACH)) {
                // One list within the mapping each: each.eta_bw=[0.1, 0.5].
                Map<String, Object> each = new LinkedHashMap<>();
                if (values.get(Study.EACH) instanceof Map<?, ?> known) {
                    known.forEach((name, list) -> each.put((String) name, list));
                }
                each.put(key.substring(ONE_OF_EACH.length()), value);
                values.put(Study.EACH, each);
            } else {
                values.put(key, value);
            }
        }
        return values;
    }
}
