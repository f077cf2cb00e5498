package org.pal4j.cli;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pal4j.cli.option.VectorOption;
import org.pal4j.session.pipe.Door;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pal4j session}: networks that another program drives, by messages on standard input and output. */
@Command(
        name = "session",
        description = "Lets another program drive networks, by messages on standard input and output (docs/protocol.md).",
        footer = {"", "Programs start this; from Python: import pal4j"},
        mixinStandardHelpOptions = true)
final class SessionCommand implements Callable<Integer> {
    private static final int BUFFER = 1 << 16;

    @Mixin
    private VectorOption vector;

    @Override
    public Integer call() {
        vector.apply();
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        // Whatever else is printed must not get between the messages.
        System.setOut(System.err);
        Optional<String> complaint = new Door(new BufferedInputStream(new FileInputStream(FileDescriptor.in), BUFFER), out).serve();
        complaint.ifPresent(text -> Main.say("session: " + text));
        return complaint.isPresent() ? Main.UNUSABLE : 0;
    }
}
