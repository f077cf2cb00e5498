package org.pal4j.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Arrays;
import org.pal4j.bench.peers.Ours;

/**
 * {@code columns} is the comparison with C, {@code scale} the prediction for more cores, {@code peer} a contender of bench/peers. Without arguments,
 * or with options of its own, the short form; everything else goes to JMH as it is.
 */
public final class Main {
    private Main() {}

    /** Runs the short form or JMH. */
    public static void main(String[] arguments) throws Exception {
        String first = arguments.length == 0 ? "" : arguments[0];
        String[] rest = arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
        switch (first) {
            case "columns" -> {
                Columns.main(rest);
                return;
            }
            case "scale" -> System.exit(Scale.run(rest));
            case "peer" -> {
                Ours.main(rest);
                return;
            }
            default -> {
                // The short form, or JMH.
            }
        }
        passLock();
        // JMH's own options have one dash.
        if (arguments.length > 0 && !first.startsWith("--")) {
            org.openjdk.jmh.Main.main(arguments);
            return;
        }
        System.exit(Commands.execute(new ShortForm(), arguments));
    }

    /**
     * Makes JMH go on without its lock if the lock file belongs to somebody else. The file is in the temporary folder of all users, and JMH ends if
     * it cannot write it.
     */
    private static void passLock() {
        String lock = System.getProperty("java.io.tmpdir") + "/jmh.lock";
        try {
            new RandomAccessFile(lock, "rw").close();
        } catch (IOException e) {
            System.setProperty("jmh.ignoreLock", "true");
            System.err.println("pal4j: " + lock + " is another user's, so benchmarks of theirs may run at the same time");
        }
    }
}
