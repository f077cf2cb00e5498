package org.pal4j.report.figure;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.graphics.state.PDExtendedGraphicsState;
import org.apache.pdfbox.util.Matrix;
import org.pal4j.report.figure.Scene.Filled;
import org.pal4j.report.figure.Scene.Item;
import org.pal4j.report.figure.Scene.Picture;
import org.pal4j.report.figure.Scene.Stroked;
import org.pal4j.report.figure.Scene.Text;

/** Writes a figure as PDF with PDFBox: a page of its size, with lines as lines, and with text as text of an embedded font. */
final class PdfFile {
    private static final double POINTS_PER_MM = 72 / 25.4;
    /** How ends and corners of lines are written in PDF. */
    private static final int BUTT = 0;
    private static final int ROUND = 1;
    private static final int BEVEL = 2;

    private final PDDocument document;
    private final PDPageContentStream out;
    private final PDFont font;
    private final Map<Integer, PDExtendedGraphicsState> opacities = new HashMap<>();

    private PdfFile(PDDocument document, PDPageContentStream out, PDFont font) {
        this.document = document;
        this.out = out;
        this.font = font;
    }

    static byte[] of(Scene scene, double widthMm, String title) throws IOException {
        double scale = widthMm * POINTS_PER_MM / scene.width();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument(); InputStream file = Typeface.open()) {
            document.getDocumentInformation().setTitle(title);
            document.getDocumentInformation().setProducer(Figures.MARK);
            // Else the file would have the time in it.
            document.setDocumentId(0L);
            PDPage page = new PDPage(new PDRectangle((float) (scene.width() * scale), (float) (scene.height() * scale)));
            document.addPage(page);
            PDFont font = PDType0Font.load(document, file, true);
            try (PDPageContentStream out = new PDPageContentStream(document, page)) {
                out.transform(new Matrix(new AffineTransform(scale, 0, 0, -scale, 0, scene.height() * scale)));
                PdfFile pdf = new PdfFile(document, out, font);
                pdf.add(new Filled(new Rectangle2D.Double(0, 0, scene.width(), scene.height()), scene.background(), null));
                for (Item item : scene.items()) {
                    pdf.add(item);
                }
            }
            // The mark is to be found in the file.
            document.save(bytes, CompressParameters.NO_COMPRESSION);
        }
        return bytes.toByteArray();
    }

    private void add(Item item) throws IOException {
        out.saveGraphicsState();
        Shape clip = item.clip();
        if (clip != null) {
            outline(clip);
            out.clip();
        }
        switch (item) {
            case Filled filled -> {
                out.setNonStrokingColor(opaque(filled.color()));
                outline(filled.shape());
                out.fill();
            }
            case Stroked line -> {
                out.setStrokingColor(opaque(line.color()));
                out.setLineWidth((float) line.width());
                out.setLineCapStyle(line.round() ? ROUND : BUTT);
                out.setLineJoinStyle(BEVEL);
                float[] dashes = new float[line.dashes().size()];
                for (int i = 0; i < dashes.length; i++) {
                    dashes[i] = line.dashes().get(i).floatValue();
                }
                out.setLineDashPattern(dashes, 0);
                outline(line.shape());
                out.stroke();
            }
            case Text text -> {
                out.setNonStrokingColor(opaque(text.color()));
                out.beginText();
                out.setFont(font, (float) text.size());
                AffineTransform start = new AffineTransform(text.transform());
                start.scale(1, -1);
                out.setTextMatrix(new Matrix(start));
                out.showText(text.text());
                out.endText();
            }
            case Picture picture -> {
                PDImageXObject image = PDImageXObject.createFromByteArray(document, picture.png(), "picture");
                AffineTransform place = new AffineTransform(picture.transform());
                place.translate(0, picture.height());
                place.scale(picture.width(), -picture.height());
                out.drawImage(image, new Matrix(place));
            }
        }
        out.restoreGraphicsState();
    }

    /** Sets the opacity of a colour, and returns it without. */
    private Color opaque(Color color) throws IOException {
        if (color.getAlpha() < 255) {
            out.setGraphicsStateParameters(opacities.computeIfAbsent(color.getAlpha(), alpha -> {
                PDExtendedGraphicsState state = new PDExtendedGraphicsState();
                state.setNonStrokingAlphaConstant(alpha / 255f);
                state.setStrokingAlphaConstant(alpha / 255f);
                return state;
            }));
        }
        return new Color(color.getRGB() & 0xffffff);
    }

    private void outline(Shape shape) throws IOException {
        float[] at = new float[6];
        float x = 0;
        float y = 0;
        for (PathIterator path = shape.getPathIterator(null); !path.isDone(); path.next()) {
            switch (path.currentSegment(at)) {
                case PathIterator.SEG_MOVETO -> out.moveTo(at[0], at[1]);
                case PathIterator.SEG_LINETO -> out.lineTo(at[0], at[1]);
                // PDF has cubic curves only.
                case PathIterator.SEG_QUADTO -> out.curveTo(x + 2 * (at[0] - x) / 3, y + 2 * (at[1] - y) / 3, at[2] + 2 * (at[0] - at[2]) / 3,
                        at[3] + 2 * (at[1] - at[3]) / 3, at[2], at[3]);
                case PathIterator.SEG_CUBICTO -> out.curveTo(at[0], at[1], at[2], at[3], at[4], at[5]);
                default -> out.closePath();
            }
            int last = path.currentSegment(at) == PathIterator.SEG_QUADTO ? 2 : path.currentSegment(at) == PathIterator.SEG_CUBICTO ? 4 : 0;
            if (path.currentSegment(at) != PathIterator.SEG_CLOSE) {
                x = at[last];
                y = at[last + 1];
            }
        }
    }
}
