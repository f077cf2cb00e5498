package org.pal4j.report.figure;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TTFSubsetter;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;

/** The font of figures: Liberation Sans, which PDFBox brings along, and which has the widths of Arial and Helvetica. */
final class Typeface {
    /** Name of the font in files. */
    static final String NAME = "Liberation Sans";
    /** From the base line to the middle of a line of text, in parts of the size: half of ascent plus descent. */
    static final double MIDDLE = 0.3467;

    private static final String FILE = "ttf/LiberationSans-Regular.ttf";
    private static final int UNKNOWN = '?';

    private final TrueTypeFont font;
    private final CmapLookup glyphs;
    private final int square;
    private final double unit;
    private final SortedSet<Integer> missing = new TreeSet<>();

    Typeface() {
        try {
            font = new TTFParser().parse(new RandomAccessReadBuffer(open()));
            glyphs = font.getUnicodeCmapLookup();
            square = font.getUnitsPerEm();
            unit = 1.0 / square;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens the file of the font. */
    static InputStream open() {
        InputStream in = PDDocument.class.getResourceAsStream("/org/apache/pdfbox/resources/" + FILE);
        if (in == null) {
            throw new IllegalStateException("PDFBox has no font " + FILE);
        }
        return in;
    }

    /** Returns a text with question marks for the letters that the font does not have, which are noted. */
    String known(String text) {
        StringBuilder known = new StringBuilder();
        text.codePoints().forEach(letter -> {
            boolean there = glyphs.getGlyphId(letter) != 0;
            if (!there) {
                missing.add(letter);
            }
            known.appendCodePoint(there ? letter : UNKNOWN);
        });
        return known.toString();
    }

    /** Returns the letters that texts had and that the font does not have. */
    List<String> missing() {
        return missing.stream().map(Character::toString).toList();
    }

    /** Returns the width of a text. A letter that the font does not have counts as a square: ECharts takes one for the height of a line. */
    double width(String text, double size) {
        return size * unit * text.codePoints().map(letter -> glyphs.getGlyphId(letter) == 0 ? square : advance(glyphs.getGlyphId(letter))).sum();
    }

    private int advance(int glyph) {
        try {
            return font.getAdvanceWidth(glyph);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the outlines of a text whose base line starts at 0, 0, with y down. */
    Path2D outlines(String text, double size) {
        Path2D all = new Path2D.Double(Path2D.WIND_NON_ZERO);
        double x = 0;
        double scale = size * unit;
        for (int letter : known(text).codePoints().toArray()) {
            int glyph = glyphs.getGlyphId(letter);
            try {
                GlyphData data = font.getGlyph().getGlyph(glyph);
                if (data != null) {
                    all.append(data.getPath().getPathIterator(new AffineTransform(scale, 0, 0, -scale, x, 0)), false);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            x += scale * advance(glyph);
        }
        return all;
    }

    /** Returns a font file with the letters of some texts only. */
    byte[] subset(List<String> texts) {
        List<Integer> letters = new ArrayList<>(new TreeSet<>(texts.stream().map(this::known).flatMap(text -> text.codePoints().boxed()).toList()));
        try {
            TTFSubsetter subsetter = new TTFSubsetter(font, List.of("head", "hhea", "hmtx", "maxp", "cmap", "glyf", "loca", "name", "post", "OS/2",
                    "cvt ", "fpgm", "prep"));
            letters.forEach(subsetter::add);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            subsetter.writeToStream(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
