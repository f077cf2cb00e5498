package org.pal4j.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Chart.Size;
import org.pal4j.chart.ChartData;
import org.pal4j.report.page.LineChart.Axis;

/** Alternative texts tell values. */
class AltTextTest {
    private static String of(ChartData data) {
        return AltText.of(new Chart("Title", "Caption.", Size.HALF, data));
    }

    private static String lines(Axis axis, double... values) {
        ChartData data = LineChart.data("Title", "epoch", axis, Optional.empty());
        List<Object> groups = data.list("groups");
        List<Object> mean = ChartData.append(groups).put("name", "run").list("mean");
        for (int i = 0; i < values.length; i++) {
            LineChart.point(mean, i, values[i]);
        }
        return of(data);
    }

    @Test
    void linesTellTheFirstTheLastAndTheBestValue() {
        assertEquals("Title. Caption. run: first 33 % at epoch 0, last 90 % at epoch 2, best 95.5 % at epoch 1.",
                lines(Axis.percent("validation accuracy"), 33, 95.5, 90));
        assertEquals("Title. Caption. run: first 0.5 at epoch 0, last 0.2 at epoch 2, best 0.1 at epoch 1.",
                lines(Axis.fromZero("error"), 0.5, 0.1, 0.2));
        assertEquals("Title. Caption. run: first 90\u00b0 at epoch 0, last 40\u00b0 at epoch 1, best 40\u00b0 at epoch 1.",
                lines(AngleNames.AXIS, 90, 40));
        assertEquals("Title. Caption. run: first 1 at epoch 0, last 3 at epoch 2, lowest 1 at epoch 0, highest 5 at epoch 1.",
                lines(Axis.of("weight"), 1, 5, 3));
    }

    @Test
    void ofManyLinesSomeAreTold() {
        ChartData data = LineChart.data("Title", "epoch", Axis.of("y"), Optional.empty());
        List<Object> groups = data.list("groups");
        for (int i = 0; i < 12; i++) {
            ChartData.append(groups).put("name", "r" + i).list("mean");
        }
        assertEquals(" r9: no values; and 2 more.", of(data).substring(of(data).indexOf(" r9")));
    }

    @Test
    void matricesTellWhatIsRight() {
        ChartData data = ChartData.of("confusion");
        data.list("classes").addAll(List.of("a", "b", "c"));
        data.list("counts").addAll(List.of(List.of(9, 1, 0), List.of(5, 5, 0), List.of(0, 0, 0)));
        assertEquals("Title. Caption. Right are 70 %; of the classes, a: 90 %; b: 50 %.", of(data));
    }

    @Test
    void sweepsTellTheBestPoint() {
        ChartData data = LineChart.data("Title", "", Axis.percent("accuracy"), Optional.empty()).put("kind", "grid");
        List<Object> directions = data.list("directions");
        ChartData.append(directions).put("name", "eta").list("places").addAll(List.of("1", "2"));
        ChartData.append(directions).put("name", "fixed").list("places").add("0");
        ChartData.append(directions).put("name", "tau").list("places").addAll(List.of("3", "4"));
        List<Object> points = data.list("points");
        for (double mean : new double[] {50, 70, Double.NaN, 60}) {
            LineChart.point(points, mean, 1);
        }
        assertEquals("Title. Caption. 3 points with values: first 50 % with eta = 1, tau = 3; last 60 % with eta = 2, tau = 4; "
                + "best 70 % with eta = 1, tau = 4.", of(data));
    }

    /** The order along the axis is that of its numbers, and what is held stays held. */
    @Test
    void curvesOfASweepTellTheirEndsAndTheBestValue() {
        ChartData data = LineChart.data("Title", "", Axis.percent("accuracy"), Optional.empty()).put("kind", "grid").put("fixed", true)
                .put("across", 0).put("colour", 2);
        data.list("at").addAll(List.of(0, 1, 0));
        List<Object> directions = data.list("directions");
        ChartData layers = ChartData.append(directions).put("name", "layers").put("axis", "hidden neurons");
        layers.list("places").addAll(List.of("4-9-3", "4-3-3", "4-5-3"));
        layers.list("numbers").addAll(List.of(9, 3, 5));
        ChartData.append(directions).put("name", "taur").list("places").addAll(List.of("0", "1"));
        ChartData.append(directions).put("name", "variant").put("bare", true).list("places").addAll(List.of("PAL", "FA", "none"));
        List<Object> points = data.list("points");
        for (int layer = 0; layer < 3; layer++) {
            for (int taur = 0; taur < 2; taur++) {
                LineChart.point(points, taur == 0 ? 99 : 60 + layer);
                LineChart.point(points, layer == 2 ? Double.NaN : 50 - layer);
                LineChart.point(points, Double.NaN);
            }
        }
        assertEquals("Title. Caption. PAL: first 61 % at 3, last 60 % at 9, best 62 % at 5; FA: first 49 % at 3, last 50 % at 9, best 50 % at 9; "
                + "none: no values.", of(data));
        data.put("colour", -1);
        assertEquals("Title. Caption. hidden neurons: first 61 % at 3, last 60 % at 9, best 62 % at 5.", of(data));
    }
}
