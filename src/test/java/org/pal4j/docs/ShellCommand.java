package org.pal4j.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command that a page shows.
 *
 * @param where    file and line, for messages
 * @param line     as it stands there, continuation lines joined
 * @param words    program and arguments, as a shell would split them; without assignments before and pipes behind
 * @param redirect the file that takes its output, if there is one
 * @param shown    the lines below it: what it prints
 */
record ShellCommand(String where, String line, List<String> words, Optional<String> redirect, List<String> shown) {
    /** The launcher, as pages call it. */
    static final String LAUNCHER = "./pal4j";
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|[^\\s'\"]+|(\\s+)");
    private static final Pattern BARE = Pattern.compile("\\s*" + Pattern.quote(LAUNCHER) + " .*");

    /** The commands of a block, with a dollar before each; without any, lines that begin with the launcher. */
    static List<ShellCommand> of(Page.Block block) {
        List<ShellCommand> commands = new ArrayList<>();
        List<String> lines = block.lines();
        for (int n = 0; n < lines.size(); n++) {
            if (!isCommand(lines.get(n))) {
                continue;
            }
            String line = lines.get(n).strip().replaceFirst("^\\$ ", "");
            while (line.endsWith("\\")) {
                line = line.substring(0, line.length() - 1).strip() + " " + lines.get(++n).strip();
            }
            int end = n + 1;
            while (end < lines.size() && !isCommand(lines.get(end))) {
                end++;
            }
            commands.add(read(block.where(), line, List.copyOf(lines.subList(n + 1, end))));
        }
        return commands;
    }

    private static boolean isCommand(String line) {
        return line.strip().startsWith("$ ") || BARE.matcher(line).matches();
    }

    /** Reads a command line. What stands before the launcher, and what other programs get behind it, is left out. */
    static ShellCommand read(String where, String line, List<String> shown) {
        List<String> words = split(line);
        int launcher = words.indexOf(LAUNCHER);
        words = new ArrayList<>(words.subList(Math.max(0, launcher), words.size()));
        Optional<String> redirect = Optional.empty();
        for (int k = 0; k < words.size(); k++) {
            String word = words.get(k);
            if (word.equals(">")) {
                redirect = Optional.of(words.get(k + 1));
            }
            if (word.equals(">") || word.equals("|") || word.equals("#") || word.equals(":::") || word.equals("&&")) {
                words = words.subList(0, k);
            }
        }
        return new ShellCommand(where, line, List.copyOf(words), redirect, shown);
    }

    private static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        Optional<StringBuilder> word = Optional.empty();
        Matcher piece = WORD.matcher(line);
        while (piece.find()) {
            if (piece.group(3) != null) {
                word.ifPresent(done -> words.add(done.toString()));
                word = Optional.empty();
            } else {
                String quoted = piece.group(1) != null ? piece.group(1) : piece.group(2);
                word = Optional.of(word.orElseGet(StringBuilder::new).append(quoted != null ? quoted : piece.group()));
            }
        }
        word.ifPresent(done -> words.add(done.toString()));
        return words;
    }

    /** Whether it starts PAL4J. */
    boolean isOurs() {
        return words.getFirst().equals(LAUNCHER);
    }

    /** The program's name, without its folder. */
    String program() {
        return words.getFirst().replaceFirst(".*/", "");
    }

    /** What the launcher passes on. */
    List<String> arguments() {
        return words.subList(1, words.size());
    }
}
