package org.pal4j.bench;

import java.util.List;
import picocli.CommandLine;

/** Without arguments, or with options of its own, the short form; everything else goes to JMH as it is. */
public final class Main {
    private static final List<String> OWN = List.of("--json", "--width", "--help");

    private Main() {}

    /** Runs the short form or JMH. */
    public static void main(String[] arguments) throws Exception {
        boolean own = arguments.length == 0 || OWN.contains(arguments[0].replaceFirst("=.*", ""));
        if (!own) {
            org.openjdk.jmh.Main.main(arguments);
            return;
        }
        System.exit(new CommandLine(new ShortForm()).setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((fault, line, parsed) -> ShortForm.explain(fault)).execute(arguments));
    }
}
