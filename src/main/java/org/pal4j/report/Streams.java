package org.pal4j.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pal4j.InputException;
import org.pal4j.format.Npy;
import org.pal4j.format.NpyArray;
import org.pal4j.report.Chart.Size;
import org.pal4j.report.Curves.Axis;
import org.pal4j.report.Curves.Guide;

/**
 * Series that grew while a run went on: the arrays in its folder {@code recordings}, with a row for each entry of {@code step.npy}. A run that
 * was killed, or goes on, may have some rows more in one array than in another; what all have is shown.
 */
final class Streams {
    private static final String FOLDER = "recordings";
    private static final String ENDING = ".npy";
    /** What a chart is worth reading. */
    private static final long MOST_BYTES = 1L << 26;
    private static final int MOST_CHARTS = 30;

    private Streams() {}

    /**
     * The section; empty if nothing was recorded.
     *
     * @param folder of a run by itself
     * @param whose  HTML before the charts
     * @throws InputException if an array is damaged
     */
    static Section of(Path folder, String whose, Detail detail) {
        List<Path> files = files(folder.resolve(FOLDER));
        Optional<Path> stepFile = files.stream().filter(file -> name(file).equals("step")).findFirst();
        if (stepFile.isEmpty()) {
            return new Section("Recordings", "", List.of());
        }
        double[] steps = read(stepFile.get()).toDoubles();
        List<Chart> charts = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (Path file : files) {
            if (List.of("step", "epoch").contains(name(file))) {
                continue;
            }
            if (charts.size() == MOST_CHARTS || size(file) > MOST_BYTES) {
                left.add(name(file));
                continue;
            }
            NpyArray array = read(file);
            if (array.shape().length > 0 && array.size() > 0 && steps.length > 1) {
                charts.add(chart(name(file), Arrays.copyOf(steps, Math.min(steps.length, array.shape()[0])), array, detail));
            }
        }
        // Large charts first; else they stay in the order of names.
        charts.sort(Comparator.comparing(chart -> chart.size() == Size.SMALL));
        String note = left.isEmpty() ? "" : Html.paragraph("Too much to be shown here: " + String.join(", ", left) + ".");
        return new Section("Recordings", charts.isEmpty() && left.isEmpty() ? "" : whose + note, charts);
    }

    private static Chart chart(String name, double[] steps, NpyArray array, Detail detail) {
        if (name.startsWith(Angles.PREFIX) && array.shape().length == 2) {
            return lines(Angles.title(name), Angles.meaning(name, "area"), Angles.AXIS, Angles.CHANCE, steps, array, detail);
        }
        if (name.equals("mse")) {
            return lines("Squared error", "The squared length of the difference between output voltages and target, in single steps.",
                    Axis.fromZero("squared error"), Optional.empty(), steps, array, detail);
        }
        return WeightHistory.chart(name + " over steps", name.replaceFirst("\\d+$", "").replace('_', ' '), "step", steps, array, detail);
    }

    /** One line for each column. */
    private static Chart lines(String what, String meaning, Axis axis, Optional<Guide> guide, double[] steps, NpyArray array, Detail detail) {
        String title = what + ", as recorded";
        ObjectNode data = Curves.data(title, "step", axis);
        guide.ifPresent(level -> data.putObject("guide").put("y", level.y()).put("label", level.label()));
        ArrayNode groups = data.putArray("groups");
        int columns = array.size() / array.shape()[0];
        double[] values = array.toDoubles();
        for (int column = 0; column < columns; column++) {
            int at = column;
            int[] finite = IntStream.range(0, steps.length).filter(row -> Double.isFinite(values[row * columns + at])).toArray();
            double[] x = Arrays.stream(finite).mapToDouble(row -> steps[row]).toArray();
            double[] y = Arrays.stream(finite).mapToDouble(row -> values[row * columns + at]).toArray();
            ArrayNode line = groups.addObject().put("name", columns == 1 && guide.isEmpty() ? axis.name() : "area " + (column + 1)).putArray("mean");
            for (int i : Thinning.lttb(x, y, Math.max(10, detail.points() / 4 / columns))) {
                ArrayNode point = line.addArray();
                Numbers.add(point, x[i]);
                Numbers.add(point, y[i]);
            }
        }
        return new Chart(title, meaning + " Recorded " + Numbers.count(steps.length) + " times.", Size.HALF, data);
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> file.getFileName().toString().endsWith(ENDING) && Files.isRegularFile(file)).sorted().toList();
        } catch (IOException e) {
            throw new InputException(folder + ": can't be read (" + e.getMessage() + ")", e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new InputException(file + ": can't be read (" + e.getMessage() + ")", e);
        }
    }

    /** Bytes may follow the array: rows that are not counted yet. */
    private static NpyArray read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return Npy.read(in, MOST_BYTES, file.toString());
        } catch (IOException e) {
            throw new InputException(file + ": can't be read (" + e.getMessage() + ")", e);
        }
    }
}
