package org.pal4j.report.figure;

import java.awt.geom.Arc2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The outline of a path in SVG, for the commands that ECharts uses. */
final class SvgPath {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z]|[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?");

    private final Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
    private final List<String> tokens = new ArrayList<>();
    private int at;

    private SvgPath(String text) {
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
    }

    /** Returns the outline. */
    static Path2D of(String text) {
        SvgPath parser = new SvgPath(text);
        parser.parse();
        return parser.path;
    }

    /** Returns a path through points: x, y, x, y ... */
    static Path2D through(String points, boolean closed) {
        Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
        double[] all = numbers(points);
        for (int i = 0; i + 1 < all.length; i += 2) {
            if (i == 0) {
                path.moveTo(all[0], all[1]);
            } else {
                path.lineTo(all[i], all[i + 1]);
            }
        }
        if (closed && all.length > 1) {
            path.closePath();
        }
        return path;
    }

    /** Returns the numbers in a text. */
    static double[] numbers(String text) {
        return TOKEN.matcher(text).results().map(result -> result.group()).filter(token -> !Character.isLetter(token.charAt(0)))
                .mapToDouble(Double::parseDouble).toArray();
    }

    private void parse() {
        char command = 'M';
        while (at < tokens.size()) {
            if (Character.isLetter(tokens.get(at).charAt(0))) {
                command = tokens.get(at++).charAt(0);
            }
            draw(command);
            // Further pairs after a move are lines.
            command = command == 'M' ? 'L' : command == 'm' ? 'l' : command;
        }
    }

    private void draw(char command) {
        Point2D from = Objects.requireNonNullElse(path.getCurrentPoint(), new Point2D.Double());
        double x = Character.isLowerCase(command) ? from.getX() : 0;
        double y = Character.isLowerCase(command) ? from.getY() : 0;
        switch (Character.toUpperCase(command)) {
            case 'M' -> path.moveTo(x + next(), y + next());
            case 'L' -> path.lineTo(x + next(), y + next());
            case 'H' -> path.lineTo(x + next(), from.getY());
            case 'V' -> path.lineTo(from.getX(), y + next());
            case 'Q' -> path.quadTo(x + next(), y + next(), x + next(), y + next());
            case 'C' -> path.curveTo(x + next(), y + next(), x + next(), y + next(), x + next(), y + next());
            case 'A' -> arc(from, next(), next(), next(), next() != 0, next() != 0, new Point2D.Double(x + next(), y + next()));
            case 'Z' -> path.closePath();
            default -> throw new IllegalStateException("a path with the command " + command);
        }
    }

    private double next() {
        return Double.parseDouble(tokens.get(at++));
    }

    /** Adds an arc of an ellipse, whose centre follows from its ends (SVG 1.1, appendix F.6). ECharts does not turn ellipses. */
    private void arc(Point2D from, double rx, double ry, double turned, boolean large, boolean sweep, Point2D to) {
        if (turned != 0 && rx != ry) {
            throw new IllegalStateException("an ellipse that is turned");
        }
        double dx = (from.getX() - to.getX()) / 2;
        double dy = (from.getY() - to.getY()) / 2;
        double size = dx * dx / (rx * rx) + dy * dy / (ry * ry);
        if (size == 0 || rx == 0 || ry == 0) {
            path.lineTo(to.getX(), to.getY());
            return;
        }
        double grown = Math.max(1, Math.sqrt(size));
        double a = rx * grown;
        double b = ry * grown;
        double factor = Math.sqrt(Math.max(0, grown * grown / size - 1)) * (large == sweep ? -1 : 1);
        double cx = factor * a * dy / b;
        double cy = -factor * b * dx / a;
        double start = Math.toDegrees(Math.atan2((dy - cy) / b, (dx - cx) / a));
        double end = Math.toDegrees(Math.atan2((-dy - cy) / b, (-dx - cx) / a));
        double extent = end - start;
        if (sweep && extent < 0) {
            extent += 360;
        } else if (!sweep && extent > 0) {
            extent -= 360;
        }
        double middleX = cx + (from.getX() + to.getX()) / 2;
        double middleY = cy + (from.getY() + to.getY()) / 2;
        path.append(new Arc2D.Double(middleX - a, middleY - b, 2 * a, 2 * b, -start, -extent, Arc2D.OPEN), true);
    }
}
