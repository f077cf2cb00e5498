package org.pal4j.report.page;

import java.util.Optional;
import org.pal4j.model.Measures;
import org.pal4j.model.Terms;
import org.pal4j.report.page.LineChart.Axis;
import org.pal4j.report.page.LineChart.Guide;

/** Titles and explanations of angles. Angles unknown to the program are shown by name. */
public final class AngleNames {
    /** The axis of all angles. */
    public static final Axis AXIS = new Axis("angle", "\u00b0", 1, 0, 180);
    /** The angle of two unrelated directions. */
    public static final Optional<Guide> CHANCE = Optional.of(new Guide(90, "chance"));

    private AngleNames() {}

    /** Returns whether a measure or a recorded series is an angle. */
    public static boolean isAngle(String name) {
        return name.startsWith(Measures.ANGLE);
    }

    /** Returns the kind of an angle: its name without the number. */
    public static String kind(String name) {
        return name.substring(Measures.ANGLE.length()).replaceFirst("\\d+$", "");
    }

    /** Returns the number of the area or layer; empty if the name has none. */
    public static String number(String name) {
        return name.substring(Measures.ANGLE.length() + kind(name).length());
    }

    /** Returns the heading of a table column. */
    public static String column(String name) {
        return switch (kind(name)) {
            case "B" -> "angle of B" + number(name);
            case "phi" -> "angle of B" + number(name) + " with \u03c6\u2032";
            case "update" -> "angle of \u0394W" + number(name);
            default -> "angle " + kind(name) + number(name);
        };
    }

    /** Returns the title of a chart of one kind of angle. */
    public static String title(String name) {
        return switch (kind(name)) {
            case "B" -> "Angle between B and W\u1d40";
            case "phi" -> "Angle between B and \u03c6\u2032 W\u1d40 \u03c6\u2032";
            case "jacobian" -> "Angle between Jacobians";
            case "update" -> "Angle between \u0394W and BP's \u0394W";
            default -> "Angle " + kind(name);
        };
    }

    /** Returns the title of a chart of a single angle, with its area or layer. */
    public static String titleOfOne(String name, Terms terms) {
        return title(name) + (number(name).isEmpty() ? "" : ", " + terms.part() + " " + number(name));
    }

    /** Returns the explanation of an angle, in sentences. */
    public static String meaning(String name, Terms terms) {
        String part = ("aeiou".indexOf(terms.part().charAt(0)) < 0 ? "a " : "an ") + terms.part();
        return switch (kind(name)) {
            case "B" -> "The angle between the feedback weights of " + part
                    + " and the transposed forward weights that backpropagation would use. ";
            case "phi" -> "The angle between the feedback weights of " + part + " and the transposed forward weights, rows and columns times the "
                    + "slopes of the activations: what PAL aligns to where weights are strong. ";
            case "jacobian" -> "The angle between the Jacobian of the feedback of " + part + " and that of backpropagation. ";
            case "update" -> "The angle between what a settled " + terms.network() + " asks of its forward weights and what backpropagation asks "
                    + "of an artificial network with the same ones, mean over samples. ";
            default -> "";
        } + "0\u00b0 is perfect alignment, 90\u00b0 is chance.";
    }
}
