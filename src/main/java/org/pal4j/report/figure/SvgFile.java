package org.pal4j.report.figure;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.apache.commons.text.StringEscapeUtils;
import org.jspecify.annotations.Nullable;
import org.pal4j.report.figure.Scene.Filled;
import org.pal4j.report.figure.Scene.Item;
import org.pal4j.report.figure.Scene.Picture;
import org.pal4j.report.figure.Scene.Stroked;
import org.pal4j.report.figure.Scene.Text;

/**
 * Writes a figure as SVG 1.1: shapes, texts and pictures, and nothing that only browsers know. The letters that it uses are in the file; a program
 * that takes no fonts from files uses Arial or Helvetica, which are as wide.
 */
final class SvgFile {
    private final StringBuilder body = new StringBuilder();
    private final StringBuilder clips = new StringBuilder();
    private final Map<String, String> known = new HashMap<>();

    private SvgFile() {}

    /** Returns the file. The text of {@code description} is for those who can't see it. */
    static byte[] of(Scene scene, double widthMm, String title, String description, Typeface typeface) {
        SvgFile file = new SvgFile();
        scene.items().forEach(file::add);
        List<String> texts = scene.items().stream().filter(Text.class::isInstance).map(item -> ((Text) item).text()).toList();
        String svg = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" "
                + "xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\" role=\"img\" width=\"" + number(widthMm) + "mm\" height=\""
                + number(widthMm * scene.height() / scene.width()) + "mm\" viewBox=\"0 0 " + number(scene.width()) + " " + number(scene.height())
                + "\" font-family=\"'" + Typeface.NAME + "', Arial, Helvetica, sans-serif\">\n<title>" + escaped(title) + "</title>\n<desc>"
                + escaped(description) + "</desc>\n<!-- " + Figures.MARK + " -->\n<defs>\n<style type=\"text/css\">@font-face { font-family: '"
                + Typeface.NAME
                + "'; src: url(data:font/ttf;base64," + Base64.getEncoder().encodeToString(typeface.subset(texts)) + "); }</style>\n" + file.clips
                + "</defs>\n<rect width=\"100%\" height=\"100%\"" + paint("fill", scene.background()) + "/>\n" + file.body + "</svg>\n";
        return svg.getBytes(StandardCharsets.UTF_8);
    }

    private void add(Item item) {
        String clip = clip(item.clip());
        body.append(switch (item) {
            case Filled filled -> "<path d=\"" + outline(filled.shape()) + "\"" + paint("fill", filled.color()) + clip + "/>\n";
            case Stroked line -> "<path d=\"" + outline(line.shape()) + "\" fill=\"none\"" + paint("stroke", line.color()) + " stroke-width=\""
                    + number(line.width()) + "\" stroke-linejoin=\"bevel\"" + (line.round() ? " stroke-linecap=\"round\"" : "")
                    + (line.dashes().isEmpty() ? "" : " stroke-dasharray=\"" + line.dashes().stream().map(SvgFile::number)
                            .collect(Collectors.joining(" ")) + "\"")
                    + clip + "/>\n";
            case Text text -> "<text transform=\"" + matrix(text.transform()) + "\" font-size=\"" + number(text.size()) + "\""
                    + paint("fill", text.color()) + ">" + escaped(text.text()) + "</text>\n";
            case Picture picture -> "<image transform=\"" + matrix(picture.transform()) + "\" width=\"" + number(picture.width()) + "\" height=\""
                    + number(picture.height()) + "\" preserveAspectRatio=\"none\" xlink:href=\"data:image/png;base64,"
                    + Base64.getEncoder().encodeToString(picture.png()) + "\"" + clip + "/>\n";
        });
    }

    /** Returns the attribute of a clip, which is defined once for all that have it. */
    private String clip(@Nullable Shape clip) {
        if (clip == null) {
            return "";
        }
        String name = known.computeIfAbsent(outline(clip), outline -> {
            String id = "clip" + (known.size() + 1);
            clips.append("<clipPath id=\"").append(id).append("\"><path d=\"").append(outline).append("\"/></clipPath>\n");
            return id;
        });
        return " clip-path=\"url(#" + name + ")\"";
    }

    private static String paint(String what, Color color) {
        String opacity = color.getAlpha() == 255 ? "" : " " + what + "-opacity=\"" + number(color.getAlpha() / 255.0) + "\"";
        return " " + what + "=\"" + String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xffffff) + "\"" + opacity;
    }

    private static String outline(Shape shape) {
        StringBuilder text = new StringBuilder();
        double[] at = new double[6];
        for (PathIterator path = shape.getPathIterator(null); !path.isDone(); path.next()) {
            switch (path.currentSegment(at)) {
                case PathIterator.SEG_MOVETO -> segment(text, 'M', 2, at);
                case PathIterator.SEG_LINETO -> segment(text, 'L', 2, at);
                case PathIterator.SEG_QUADTO -> segment(text, 'Q', 4, at);
                case PathIterator.SEG_CUBICTO -> segment(text, 'C', 6, at);
                default -> text.append('Z');
            }
        }
        return text.toString();
    }

    private static void segment(StringBuilder text, char command, int count, double[] at) {
        text.append(command).append(DoubleStream.of(at).limit(count).mapToObj(SvgFile::number).collect(Collectors.joining(" ")));
    }

    private static String matrix(AffineTransform transform) {
        double[] parts = new double[6];
        transform.getMatrix(parts);
        return DoubleStream.of(parts).mapToObj(SvgFile::number).collect(Collectors.joining(" ", "matrix(", ")"));
    }

    private static String number(double value) {
        return new BigDecimal(value).setScale(3, RoundingMode.HALF_EVEN).stripTrailingZeros().toPlainString();
    }

    private static String escaped(String plain) {
        return StringEscapeUtils.escapeXml11(plain);
    }
}
