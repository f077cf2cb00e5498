package org.pal4j.cli.shell;

import org.pal4j.InputException;
import picocli.CommandLine.Command;

/** {@code pal4j dist}. The launcher of a checkout handles this command, since it needs the JDK's tools. */
@Command(
        name = "dist",
        description = {
            "Makes one archive with a Java runtime of its own, for machines without Java and Maven (see docs/contributing.md).",
            "It is for systems like this one, as the runtime is this machine's."
        },
        mixinStandardHelpOptions = true)
public final class DistCommand implements Runnable {
    @Override
    public void run() {
        throw new InputException("an archive is made from a checkout of PAL4J: there, ./pal4j dist");
    }
}
