package org.pal4j.report.page;

import java.util.Optional;
import org.pal4j.model.Measures;
import org.pal4j.model.Terms;
import org.pal4j.report.page.LineChart.Axis;
import org.pal4j.report.page.LineChart.Guide;

/** Words for angles. Those that the program knows have a meaning; others are shown by their names. */
public final class AngleNames {
    /** Of all angles. */
    public static final Axis AXIS = new Axis("angle", "\u00b0", 1, 0, 180);
    /** Where two directions have nothing in common. */
    public static final Optional<Guide> CHANCE = Optional.of(new Guide(90, "chance"));

    private AngleNames() {}

    /** Whether a measure or a recorded series is an angle. */
    public static boolean isAngle(String name) {
        return name.startsWith(Measures.ANGLE);
    }

    /** The name without its number: what kind of angle it is. */
    public static String kind(String name) {
        return name.substring(Measures.ANGLE.length()).replaceFirst("\\d+$", "");
    }

    /** Which area or layer it is of; empty if the name does not say. */
    public static String number(String name) {
        return name.substring(Measures.ANGLE.length() + kind(name).length());
    }

    /** What it is, for the head of a table. */
    public static String column(String name) {
        return switch (kind(name)) {
            case "B" -> "angle of B" + number(name);
            case "phi" -> "angle of B" + number(name) + " with \u03c6\u2032";
            default -> "angle " + kind(name) + number(name);
        };
    }

    /** The title of a chart of one kind. */
    public static String title(String name) {
        return switch (kind(name)) {
            case "B" -> "Angle between B and W\u1d40";
            case "phi" -> "Angle between B and \u03c6\u2032 W\u1d40 \u03c6\u2032";
            case "jacobian" -> "Angle between Jacobians";
            case "update" -> "Angle between updates and gradients";
            default -> "Angle " + kind(name);
        };
    }

    /** The title of a chart of one angle alone, with the area or layer that it is of. */
    public static String titleOfOne(String name, Terms terms) {
        return title(name) + (number(name).isEmpty() ? "" : ", " + terms.part() + " " + number(name));
    }

    /** What it means, in sentences. */
    public static String meaning(String name, Terms terms) {
        String part = ("aeiou".indexOf(terms.part().charAt(0)) < 0 ? "a " : "an ") + terms.part();
        return switch (kind(name)) {
            case "B" -> "The angle between the feedback weights of " + part
                    + " and the transposed forward weights that backpropagation would use. ";
            case "phi" -> "The angle between the feedback weights of " + part + " and the transposed forward weights, rows and columns times the "
                    + "slopes of the activations: what PAL aligns to where weights are strong. ";
            case "jacobian" -> "The angle between the Jacobian of the feedback of " + part + " and that of backpropagation. ";
            case "update" -> "The angle between what a settled " + terms.network() + " asks of its forward weights and the gradient of an artificial "
                    + "network with the same weights, mean over samples. ";
            default -> "";
        } + "0\u00b0 is perfect alignment, 90\u00b0 is chance.";
    }
}
