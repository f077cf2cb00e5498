package org.pal4j.fuzz;

import java.util.List;
import org.pal4j.fuzz.Node.Content;
import org.pal4j.fuzz.Node.Odd;

/** Makes mutants of samples: one to four changes of files, or something else in place of a file. */
final class Mutator {
    private final Reader reader;
    private final List<Sample> samples;

    Mutator(Reader reader, List<Sample> samples) {
        this.reader = reader;
        this.samples = samples;
    }

    /** Returns a mutant, the same for the same numbers. */
    Sample mutant(long seed, long index) {
        Draw draw = new Draw(reader.name(), seed, index);
        Sample mutant = draw.from(samples);
        Sample other = draw.from(samples);
        List<String> files = mutant.files().stream().filter(file -> !reader.fixed().contains(file)).toList();
        String file = draw.from(files);
        if (draw.once(files.size() > 1 ? 15 : 60)) {
            // In a folder also those that stay as they are may be missing.
            return odd(mutant, mutant.entry().isEmpty() ? draw.from(mutant.files()) : file, draw);
        }
        for (int changes = 1 + draw.below(draw.of(1, 2, 4)); changes > 0; changes--) {
            byte[] bytes = mutant.bytes(file);
            byte[] further = other.files().contains(file) ? other.bytes(file) : other.bytes(draw.from(other.files()));
            mutant = mutant.with(file, new Content(FormatChanges.changed(file, bytes, further, draw)));
            if (draw.once(4)) {
                file = draw.from(files);
            }
        }
        return mutant;
    }

    private static Sample odd(Sample sample, String file, Draw draw) {
        Node node = switch (draw.below(8)) {
            case 0 -> new Content(new byte[0]);
            case 1 -> new Content(sample.bytes(draw.from(sample.files())));
            default -> draw.of(Odd.values());
        };
        return sample.with(file, node);
    }
}
