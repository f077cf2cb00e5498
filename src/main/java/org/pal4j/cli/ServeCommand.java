package org.pal4j.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.cli.option.DataOption;
import org.pal4j.cli.option.VectorOption;
import org.pal4j.service.Roots;
import org.pal4j.service.Service;
import org.pal4j.service.Service.Options;
import org.pal4j.service.Tokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pal4j serve}: sessions and runs over HTTP. */
@Command(
        name = "serve",
        description = "Serves a page on which networks learn, and sessions and runs for programs, over HTTP with a token (docs/service.md).",
        footer = {"", "For example:", "  ./pal4j serve", "  ./pal4j serve --port 8421 --token-file ~/.pal4j-tokens --url https://pal.example.org"},
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final int MAX_PORT = 65_535;
    private static final long MEBI = 1 << 20;

    @Option(names = "--port", paramLabel = "N", description = "The port; any that is free unless given.")
    private int port;

    @Option(names = "--host", paramLabel = "HOST", description = "The address to listen at; 127.0.0.1, this machine only, unless given.")
    private String host = "127.0.0.1";

    @Option(names = "--url", paramLabel = "URL", description = "The address by which others know the service, behind a proxy.")
    private Optional<String> url = Optional.empty();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Tokens, one on each line after the name of its owner; made if it is missing. A new token for each start unless given.")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(
            names = "--root",
            paramLabel = "DIR",
            arity = "1..*",
            description = "Folders that may be read and written; runs go into the first. The folder runs unless given.")
    private List<Path> roots = List.of(Path.of("runs"));

    @Option(names = "--sessions", paramLabel = "N", description = "Sessions at most; 64 unless given.")
    private int sessions = Options.SESSIONS;

    @Option(names = "--memory", paramLabel = "MIB", description = "Memory of all sessions; three quarters of the JVM's unless given.")
    private Optional<Long> memory = Optional.empty();

    @Option(names = "--body", paramLabel = "MIB", description = "The largest body of a request; an eighth of the JVM's memory unless given.")
    private Optional<Long> body = Optional.empty();

    @Option(names = "--idle", paramLabel = "MINUTES", description = "Sessions that nobody has used for so long sleep on disk; 60 unless given.")
    private double idle = Options.IDLE.toMinutes();

    @Option(names = "--jobs", paramLabel = "N", description = "Jobs at once; as many as processors unless given.")
    private Optional<Integer> jobs = Optional.empty();

    @Mixin
    private DataOption data;

    @Mixin
    private VectorOption vector;

    @Override
    public Integer call() throws InterruptedException {
        vector.apply();
        Options options = options();
        Roots folders = new Roots(roots, data.folder());
        tokenFile.ifPresent(folders::requireOutside);
        Tokens tokens = tokenFile.map(Tokens::of).orElseGet(() -> Tokens.random(folders));
        Service service = new Service(options, tokens, folders);
        CountDownLatch forever = new CountDownLatch(1);
        // The JVM ends when this has ended, with the exit status of the signal.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> service.stop().forEach(Main::say), "stop"));
        System.out.println(service.address() + (tokenFile.isPresent() ? "" : "?token=" + tokens.first()));
        System.out.flush();
        forever.await();
        return 0;
    }

    private Options options() {
        Options usual = Options.usual();
        require(port >= 0 && port <= MAX_PORT, "--port " + port + ": must be from 0 to " + MAX_PORT);
        require(sessions >= 1, "--sessions " + sessions + ": must be 1 or more");
        require(idle > 0 && idle < 1e6, "--idle " + idle + ": must be a number of minutes, more than 0");
        memory.ifPresent(given -> require(given >= 1 && given < 1L << 30, "--memory " + given + ": must be a number of MiB"));
        body.ifPresent(given -> require(given >= 1 && given < 2048, "--body " + given + ": must be a number of MiB from 1 to 2047"));
        jobs.ifPresent(given -> require(given >= 1, "--jobs " + given + ": must be 1 or more"));
        return new Options(host, port, url.map(ServeCommand::address), sessions, memory.map(given -> given * MEBI).orElse(usual.memory()),
                body.map(given -> given * MEBI).orElse(usual.body()), Duration.ofMillis((long) (idle * 60_000)), jobs.orElse(usual.jobs()));
    }

    private static void require(boolean fine, String message) {
        if (!fine) {
            throw new InputException(message);
        }
    }

    private static URI address(String text) {
        try {
            URI address = new URI(text);
            if (address.getScheme() != null && Set.of("http", "https").contains(address.getScheme()) && address.getHost() != null
                    && (address.getPath().isEmpty() || address.getPath().equals("/"))) {
                return address;
            }
        } catch (URISyntaxException e) {
            // The message below says what it must be.
        }
        throw new InputException("--url " + Fault.shown(text) + ": must be http or https with a host, as https://pal.example.org");
    }
}
