package org.pal4j.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pal4j.InputException;
import org.pal4j.format.Reason;

/** The secrets by which a service knows its users: each token has an owner, and owners see only what is theirs. */
public final class Tokens {
    /** The owner of a token without a name. */
    static final String SINGLE = "owner";
    private static final int BYTES = 32;
    private static final int MIN_LENGTH = 16;
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    /** Digests of the tokens, which are all of one length, by owner. */
    private final Map<String, byte[]> digests = new LinkedHashMap<>();
    private final String first;

    private Tokens(Map<String, String> byOwner) {
        byOwner.forEach((owner, token) -> digests.put(owner, digest(token)));
        first = byOwner.values().iterator().next();
    }

    /** Makes a token by chance, and keeps it in the service's own folder. */
    public static Tokens random(Roots roots) {
        return random(roots.own().resolve("token"));
    }

    /** Makes a token by chance, and keeps it in a file that nobody else can read. An earlier file is replaced. */
    static Tokens random(Path file) {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new InputException(file + ": can't be replaced (" + Reason.of(e) + ")", e);
        }
        write(file, token);
        return new Tokens(Map.of(SINGLE, token));
    }

    /**
     * Reads a file of tokens, one on each line: {@code TOKEN}, or {@code OWNER TOKEN}. If there is no such file, it is written with a token by
     * chance.
     *
     * @throws InputException if others can read the file, or if it has no tokens or bad ones
     */
    public static Tokens of(Path file) {
        if (!Files.exists(file)) {
            return random(file);
        }
        try {
            requirePrivate(file);
            Map<String, String> byOwner = new LinkedHashMap<>();
            for (String line : Files.readAllLines(file)) {
                String[] words = line.strip().split("\\s+");
                if (line.isBlank() || words[0].startsWith("#")) {
                    continue;
                }
                String owner = words.length > 1 ? words[0] : SINGLE;
                if (words.length > 2 || !owner.matches("[A-Za-z0-9._-]{1,64}") || words[words.length - 1].length() < MIN_LENGTH) {
                    throw new InputException(file + ": each line must be a token, or an owner and a token; an owner has letters and digits, and a "
                            + "token at least " + MIN_LENGTH + " characters");
                }
                if (byOwner.put(owner, words[words.length - 1]) != null) {
                    throw new InputException(file + ": has two tokens of " + owner);
                }
            }
            if (byOwner.isEmpty()) {
                throw new InputException(file + ": has no token; remove the file, and one is made");
            }
            return new Tokens(byOwner);
        } catch (IOException e) {
            throw new InputException(file + ": can't be read (" + Reason.of(e) + ")", e);
        }
    }

    private static void requirePrivate(Path file) throws IOException {
        try {
            Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            others.removeAll(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
            if (!others.isEmpty()) {
                throw new InputException(file + ": others can read this file of tokens; chmod 600 " + file);
            }
        } catch (UnsupportedOperationException e) {
            // A file system without permissions.
        }
    }

    private static void write(Path file, String token) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(PRIVATE));
            } catch (UnsupportedOperationException e) {
                Files.createFile(file);
            }
            Files.writeString(file, token + "\n", StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new InputException(file + ": has just been made by another program", e);
        } catch (IOException e) {
            throw new InputException(file + ": can't be written (" + Reason.of(e) + ")", e);
        }
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the first token of the file. */
    public String first() {
        return first;
    }

    /** Returns the names of all owners. */
    List<String> owners() {
        return List.copyOf(digests.keySet());
    }

    /** Returns whose token this is. It takes the same time whatever the token is. */
    Optional<String> owner(String token) {
        byte[] given = digest(token);
        Optional<String> found = Optional.empty();
        for (Map.Entry<String, byte[]> entry : digests.entrySet()) {
            if (MessageDigest.isEqual(entry.getValue(), given)) {
                found = Optional.of(entry.getKey());
            }
        }
        return found;
    }
}
