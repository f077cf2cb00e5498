package org.pal4j.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pal4j.InputException;

/**
 * Tables as text (CSV): cells with commas between them, in UTF-8, with or without a byte order mark, lines ended by LF or CRLF. A cell may be in
 * double quotes, and then hold commas, ends of lines and doubled quotes. Blanks around a cell are not part of it. Blank lines are left out.
 */
public final class Csv {
    private static final String KIND = "a table as text (CSV)";
    private static final CsvFactory CELLS = CsvFactory.builder().enable(CsvParser.Feature.TRIM_SPACES).build();
    private static final int UTF_8_MARK = 0xEFBBBF;

    private Csv() {}

    /** Receives the rows of a table, the header included, one after the other. */
    @FunctionalInterface
    public interface Rows {
        /**
         * Receives a row.
         *
         * @param line  the line of the file on which it begins, from 1
         * @param cells at least one
         */
        void row(int line, List<String> cells);
    }

    /**
     * Reads a table row by row, so that its size is limited by what the receiver keeps.
     *
     * @throws InputException if the file does not exist, is not text in UTF-8, or has broken quotes
     */
    public static void read(Path file, Rows rows) {
        Source.read(file, KIND, (source, channel) -> {
            InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
            skipMark(source, in);
            try (CsvParser parser = CELLS.createParser(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)))) {
                read(parser, rows);
                return rows;
            } catch (CharacterCodingException malformed) {
                throw source.fault("is not text in UTF-8", "save it as \"CSV UTF-8\"", malformed);
            } catch (StreamConstraintsException tooLong) {
                throw source.fault("has a cell of more than 20 million characters", "a quote is probably not closed", tooLong);
            } catch (JsonProcessingException broken) {
                int line = broken.getLocation() == null ? 0 : broken.getLocation().getLineNr();
                throw source.fault("has broken quotes" + (line > 0 ? " near line " + line : ""),
                        "a cell in quotes ends with a quote and a comma, and a quote within it is doubled", broken);
            }
        });
    }

    private static void read(CsvParser parser, Rows rows) throws IOException {
        List<String> cells = new ArrayList<>();
        int line = 0;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token == JsonToken.START_ARRAY) {
                cells.clear();
            } else if (token == JsonToken.VALUE_STRING) {
                line = cells.isEmpty() ? parser.currentTokenLocation().getLineNr() : line;
                cells.add(parser.getText());
            } else if (token == JsonToken.END_ARRAY && (cells.size() > 1 || cells.size() == 1 && !cells.getFirst().isEmpty())) {
                rows.row(line, List.copyOf(cells));
            }
        }
    }

    /** Skips a byte order mark, which some programs write. */
    private static void skipMark(Source source, InputStream in) throws IOException {
        in.mark(3);
        byte[] first = in.readNBytes(3);
        int start = 0;
        for (byte b : first) {
            start = start << 8 | Byte.toUnsignedInt(b);
        }
        if (first.length >= 2 && (start >>> 8 * (first.length - 2) == 0xFFFE || start >>> 8 * (first.length - 2) == 0xFEFF)) {
            throw source.fault("is text in UTF-16", "save it as \"CSV UTF-8\"");
        }
        if (first.length < 3 || start != UTF_8_MARK) {
            in.reset();
        }
    }
}
