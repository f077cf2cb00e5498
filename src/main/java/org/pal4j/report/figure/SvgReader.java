package org.pal4j.report.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.pal4j.report.figure.Scene.Filled;
import org.pal4j.report.figure.Scene.Item;
import org.pal4j.report.figure.Scene.Picture;
import org.pal4j.report.figure.Scene.Stroked;
import org.pal4j.report.figure.Scene.Text;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Reads the SVG that ECharts makes. What is not drawn is left out: regions for a pointer, and empty texts. */
final class SvgReader {
    /** A continuous scale of colours becomes so many stripes, which no reader of PDF or SVG shows differently. */
    private static final int STRIPES = 96;
    private static final Pattern FUNCTION = Pattern.compile("(\\w+)\\(([^)]*)\\)");
    private static final Pattern SIZE = Pattern.compile("font-size: *([\\d.]+)px");
    private static final Pattern REFERENCE = Pattern.compile("url\\(#([^)]+)\\)");
    private static final String PNG = "data:image/png;base64,";

    private final Typeface typeface;
    private final Map<String, Element> named = new HashMap<>();
    private final List<Item> items = new ArrayList<>();

    private SvgReader(Typeface typeface) {
        this.typeface = typeface;
    }

    /** Returns the drawing, with a margin in pixels around it. */
    static Scene read(String svg, int margin, Typeface typeface) {
        Element root = parse(svg).getDocumentElement();
        SvgReader reader = new SvgReader(typeface);
        NodeList all = root.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element one = (Element) all.item(i);
            if (one.hasAttribute("id")) {
                reader.named.put(one.getAttribute("id"), one);
            }
        }
        reader.children(root, AffineTransform.getTranslateInstance(margin, margin), null);
        if (!(reader.items.removeFirst() instanceof Filled background)) {
            throw new IllegalStateException("a drawing without a background");
        }
        return new Scene(number(root, "width", 0) + 2 * margin, number(root, "height", 0) + 2 * margin, background.color(),
                List.copyOf(reader.items));
    }

    private static Document parse(String svg) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void children(Element parent, AffineTransform outer, @Nullable Shape clip) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element one) {
                AffineTransform transform = new AffineTransform(outer);
                transform.concatenate(transform(one.getAttribute("transform")));
                element(one, transform, both(clip, clip(one, transform)));
            }
        }
    }

    private void element(Element one, AffineTransform transform, @Nullable Shape clip) {
        switch (one.getTagName()) {
            case "g" -> children(one, transform, clip);
            case "defs", "style" -> {}
            case "text" -> text(one, transform, clip);
            case "image" -> image(one, transform, clip);
            default -> shape(one, shape(one), transform, clip);
        }
    }

    private static Shape shape(Element one) {
        return switch (one.getTagName()) {
            case "rect" -> new Rectangle2D.Double(number(one, "x", 0), number(one, "y", 0), number(one, "width", 0), number(one, "height", 0));
            case "circle" -> {
                double r = number(one, "r", 0);
                yield new Ellipse2D.Double(number(one, "cx", 0) - r, number(one, "cy", 0) - r, 2 * r, 2 * r);
            }
            case "path" -> SvgPath.of(one.getAttribute("d"));
            case "polyline" -> SvgPath.through(one.getAttribute("points"), false);
            case "polygon" -> SvgPath.through(one.getAttribute("points"), true);
            case "line" -> SvgPath.through(String.join(" ", one.getAttribute("x1"), one.getAttribute("y1"), one.getAttribute("x2"),
                    one.getAttribute("y2")), false);
            default -> throw new IllegalStateException("an element " + one.getTagName());
        };
    }

    private void shape(Element one, Shape outline, AffineTransform transform, @Nullable Shape clip) {
        Shape shape = transform.createTransformedShape(outline);
        double opacity = number(one, "opacity", 1);
        String fill = one.hasAttribute("fill") ? one.getAttribute("fill") : "#000";
        Matcher gradient = REFERENCE.matcher(fill);
        if (gradient.matches()) {
            gradient(named.get(gradient.group(1)), outline, transform, clip);
        } else {
            color(fill, opacity * number(one, "fill-opacity", 1)).ifPresent(color -> items.add(new Filled(shape, color, clip)));
        }
        double width = number(one, "stroke-width", 1);
        if (one.hasAttribute("stroke") && width > 0) {
            double scale = Math.sqrt(Math.abs(transform.getDeterminant()));
            List<Double> dashes = Arrays.stream(SvgPath.numbers(one.getAttribute("stroke-dasharray"))).mapToObj(dash -> dash * scale).toList();
            boolean round = one.getAttribute("stroke-linecap").equals("round");
            color(one.getAttribute("stroke"), opacity * number(one, "stroke-opacity", 1))
                    .ifPresent(color -> items.add(new Stroked(shape, color, width * scale, dashes, round, clip)));
        }
    }

    /** Adds a filled shape whose colour changes along a line, as stripes that each reach to the end of the shape. */
    private void gradient(@Nullable Element gradient, Shape outline, AffineTransform transform, @Nullable Shape clip) {
        if (gradient == null || !gradient.getTagName().equals("linearGradient")) {
            throw new IllegalStateException("a fill that is no linear gradient");
        }
        Rectangle2D box = outline.getBounds2D();
        boolean absolute = gradient.getAttribute("gradientUnits").equals("userSpaceOnUse");
        double dx = number(gradient, "x2", 1) - number(gradient, "x1", 0);
        double dy = number(gradient, "y2", 0) - number(gradient, "y1", 0);
        boolean across = Math.abs(dx) >= Math.abs(dy);
        double from = across ? number(gradient, "x1", 0) : number(gradient, "y1", 0);
        double length = across ? dx : dy;
        double low = across ? box.getX() : box.getY();
        double size = across ? box.getWidth() : box.getHeight();
        List<Element> stops = new ArrayList<>();
        NodeList all = gradient.getElementsByTagName("stop");
        for (int i = 0; i < all.getLength(); i++) {
            stops.add((Element) all.item(i));
        }
        for (int k = 0; k < STRIPES; k++) {
            double start = low + size * k / STRIPES;
            double middle = low + size * (k + 0.5) / STRIPES;
            double place = ((absolute ? middle : (middle - low) / size) - from) / length;
            Rectangle2D stripe = across ? new Rectangle2D.Double(start, box.getY(), low + size - start, box.getHeight())
                    : new Rectangle2D.Double(box.getX(), start, box.getWidth(), low + size - start);
            Area area = new Area(outline);
            area.intersect(new Area(stripe));
            items.add(new Filled(transform.createTransformedShape(area), at(stops, place), clip));
        }
    }

    private static Color at(List<Element> stops, double place) {
        for (int i = 1; i < stops.size(); i++) {
            double from = offset(stops.get(i - 1));
            double to = offset(stops.get(i));
            if (place <= to || i == stops.size() - 1) {
                double share = to > from ? Math.clamp((place - from) / (to - from), 0, 1) : 1;
                Color a = color(stops.get(i - 1).getAttribute("stop-color"), 1).orElse(Color.WHITE);
                Color b = color(stops.get(i).getAttribute("stop-color"), 1).orElse(Color.WHITE);
                return new Color(mix(a.getRed(), b.getRed(), share), mix(a.getGreen(), b.getGreen(), share), mix(a.getBlue(), b.getBlue(), share));
            }
        }
        return Color.WHITE;
    }

    private static int mix(int a, int b, double share) {
        return (int) Math.round(a + (b - a) * share);
    }

    private static double offset(Element stop) {
        String text = stop.getAttribute("offset");
        return text.endsWith("%") ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100 : Double.parseDouble(text);
    }

    private void text(Element one, AffineTransform transform, @Nullable Shape clip) {
        String text = one.getTextContent();
        Matcher matcher = SIZE.matcher(one.getAttribute("style"));
        double size = matcher.find() ? Double.parseDouble(matcher.group(1)) : 12;
        Optional<Color> color = color(one.hasAttribute("fill") ? one.getAttribute("fill") : "#000", number(one, "opacity", 1));
        if (text.isBlank() || color.isEmpty()) {
            return;
        }
        double width = typeface.width(text, size);
        double left = switch (one.getAttribute("text-anchor")) {
            case "middle" -> -width / 2;
            case "end" -> -width;
            default -> 0;
        };
        double down = one.getAttribute("dominant-baseline").equals("central") ? Typeface.MIDDLE * size : 0;
        AffineTransform start = new AffineTransform(transform);
        start.translate(number(one, "x", 0) + left, number(one, "y", 0) + down);
        items.add(new Text(typeface.known(text), start, size, color.get(), clip));
    }

    private void image(Element one, AffineTransform transform, @Nullable Shape clip) {
        String address = one.hasAttribute("href") ? one.getAttribute("href") : one.getAttribute("xlink:href");
        if (!address.startsWith(PNG)) {
            throw new IllegalStateException("an image that is no PNG");
        }
        AffineTransform place = new AffineTransform(transform);
        place.translate(number(one, "x", 0), number(one, "y", 0));
        items.add(new Picture(Base64.getDecoder().decode(address.substring(PNG.length())), place, number(one, "width", 0), number(one, "height", 0),
                clip));
    }

    private @Nullable Shape clip(Element one, AffineTransform transform) {
        Matcher matcher = REFERENCE.matcher(one.getAttribute("clip-path"));
        Element clip = matcher.matches() ? named.get(matcher.group(1)) : null;
        if (clip == null) {
            return null;
        }
        Path2D all = new Path2D.Double();
        for (Node node = clip.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element part) {
                AffineTransform inner = new AffineTransform(transform);
                inner.concatenate(transform(part.getAttribute("transform")));
                all.append(inner.createTransformedShape(shape(part)), false);
            }
        }
        return all;
    }

    private static @Nullable Shape both(@Nullable Shape outer, @Nullable Shape inner) {
        if (outer == null || inner == null) {
            return outer == null ? inner : outer;
        }
        Area area = new Area(outer);
        area.intersect(new Area(inner));
        return area;
    }

    private static AffineTransform transform(String text) {
        AffineTransform all = new AffineTransform();
        for (MatchResult part : FUNCTION.matcher(text).results().toList()) {
            double[] n = SvgPath.numbers(part.group(2));
            switch (part.group(1)) {
                case "translate" -> all.translate(n[0], n.length > 1 ? n[1] : 0);
                case "scale" -> all.scale(n[0], n.length > 1 ? n[1] : n[0]);
                case "rotate" -> all.rotate(Math.toRadians(n[0]), n.length > 2 ? n[1] : 0, n.length > 2 ? n[2] : 0);
                case "matrix" -> all.concatenate(new AffineTransform(n));
                default -> throw new IllegalStateException("a transform " + part.group(1));
            }
        }
        return all;
    }

    /** Returns a colour with its opacity; empty if nothing is seen of it. */
    private static Optional<Color> color(String text, double opacity) {
        if (text.isEmpty() || text.equals("none") || text.equals("transparent")) {
            return Optional.empty();
        }
        double[] parts;
        if (text.startsWith("#")) {
            String hex = text.length() == 4 ? text.replaceAll("[0-9a-fA-F]", "$0$0") : text;
            int all = Integer.parseInt(hex.substring(1), 16);
            parts = new double[] {all >> 16, all >> 8 & 0xff, all & 0xff, 1};
        } else if (text.startsWith("rgb")) {
            double[] given = SvgPath.numbers(text.substring(text.indexOf('(')));
            parts = new double[] {given[0], given[1], given[2], given.length > 3 ? given[3] : 1};
        } else {
            throw new IllegalStateException("a colour " + text);
        }
        int alpha = (int) Math.round(255 * parts[3] * opacity);
        return alpha <= 0 ? Optional.empty() : Optional.of(new Color((int) parts[0], (int) parts[1], (int) parts[2], Math.min(255, alpha)));
    }

    private static double number(Element one, String name, double otherwise) {
        return one.hasAttribute(name) ? Double.parseDouble(one.getAttribute(name)) : otherwise;
    }

    /** Returns a pen for Java's own graphics. */
    static BasicStroke pen(Stroked line) {
        float[] dashes = new float[line.dashes().size()];
        for (int i = 0; i < dashes.length; i++) {
            dashes[i] = line.dashes().get(i).floatValue();
        }
        return new BasicStroke((float) line.width(), line.round() ? BasicStroke.CAP_ROUND : BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 10,
                dashes.length == 0 ? null : dashes, 0);
    }
}
