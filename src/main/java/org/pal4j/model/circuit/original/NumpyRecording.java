package org.pal4j.model.circuit.original;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pal4j.model.OriginalKeys;

/** Translates the switches {@code rec_...} of format 1 ({@link NumpyFormat}): recorded quantities and the recording interval. */
final class NumpyRecording {
    /** Quantities by the name of their switch. */
    static final Map<String, String> SWITCHES = Stream.of("MSE mse", "error error", "input input", "target target", "WPP W", "WIP WI", "BPP B",
            "BPI BI", "dWPP dW", "dWIP dWI", "dBPP dB", "dBPI dBI", "uP uP", "uP_breve bP", "rP_breve rP", "rP_breve_HI hi", "uI uI", "uI_breve bI",
            "rI_breve rI", "vbas vbas", "vapi vapi", "vapi_noise vapi_noise", "noise noise", "lat_mismatch lateral_mismatch")
            .map(pair -> pair.split(" "))
            .collect(Collectors.toMap(pair -> "rec_" + pair[0], pair -> pair[1], (first, second) -> first, LinkedHashMap::new));

    private static final List<String> EPSILONS = List.of("rec_epsilon", "rec_epsilon_LO");
    private static final String EVERY = "rec_per_steps";
    private static final Set<String> NEED_TARGET = Set.of("mse", "error", "target");
    private static final Set<String> NEED_PAL = Set.of("hi", "vapi_noise", "noise");
    private static final long MAX_STEPS = 1_000_000_000_000L;

    /** All keys that this class reads. */
    static final List<String> KEYS = Stream.of(Stream.of(EVERY), SWITCHES.keySet().stream(), EPSILONS.stream()).flatMap(keys -> keys).toList();

    private NumpyRecording() {}

    static void read(OriginalKeys keys, Map<String, Object> own, boolean pal, NumpyTask task) {
        Set<String> wanted = new LinkedHashSet<>();
        SWITCHES.forEach((key, name) -> {
            if (!keys.isTrue(key)) {
                return;
            }
            if (task == NumpyTask.BW_ONLY && NEED_TARGET.contains(name)) {
                keys.idle(key, "bw_only has no target");
            } else if (!pal && NEED_PAL.contains(name)) {
                keys.idle(key, "only PAL has it");
            } else {
                wanted.add(name);
            }
        });
        EPSILONS.stream().filter(keys::isTrue).forEach(key -> {
            if (pal) {
                keys.fault(key, "must be false; it is part of noise_mode " + NumpyTranslation.UNFINISHED
                        + ", which the original program does not finish");
            } else {
                keys.idle(key, "only PAL has it");
            }
        });
        if (wanted.isEmpty()) {
            GennTranslation.idle(keys, EVERY, value -> value.integer(1, MAX_STEPS), "nothing is recorded");
        } else {
            own.put("record", List.copyOf(wanted));
            keys.integer(EVERY, "record_every", 1, MAX_STEPS);
        }
    }
}
