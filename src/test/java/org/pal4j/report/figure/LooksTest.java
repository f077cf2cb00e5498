package org.pal4j.report.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all charts look like: colours that are seen, and titles, legends and bars that are not cut off or on each other. */
class LooksTest {
    private static Scripts scripts;

    @BeforeAll
    static void start() {
        scripts = new Scripts();
    }

    @AfterAll
    static void end() {
        scripts.close();
    }

    private static double[] rgb(String color) {
        double[] parts = new double[3];
        for (int i = 0; i < 3; i++) {
            double v = color.startsWith("#") ? Integer.parseInt(color.substring(1 + 2 * i, 3 + 2 * i), 16)
                    : Double.parseDouble(color.replaceAll("[^\\d,]", "").split(",")[i]);
            parts[i] = v / 255 <= 0.04045 ? v / 255 / 12.92 : StrictMath.pow((v / 255 + 0.055) / 1.055, 2.4);
        }
        return parts;
    }

    /** The contrast of WCAG 2. */
    private static double contrast(String a, String b) {
        double[] light = Stream.of(a, b).map(LooksTest::rgb).mapToDouble(c -> 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2] + 0.05).sorted()
                .toArray();
        return light[1] / light[0];
    }

    /** A colour in OKLab, where distances are as they are seen. */
    private static double[] seen(String color) {
        double[] c = rgb(color);
        double l = StrictMath.cbrt(0.4122214708 * c[0] + 0.5363325363 * c[1] + 0.0514459929 * c[2]);
        double m = StrictMath.cbrt(0.2119034982 * c[0] + 0.6806995451 * c[1] + 0.1073969566 * c[2]);
        double s = StrictMath.cbrt(0.0883024619 * c[0] + 0.2817188376 * c[1] + 0.6299787005 * c[2]);
        return new double[] {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s, 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
    }

    private static List<String> colours(String theme, String name) {
        return List.of(scripts.text("THEMES." + theme + "." + name + ".join(' ')").split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void linesAndMarksHaveAContrastOfThreeToThePage(String theme) {
        String page = scripts.text("THEMES." + theme + ".page");
        List<String> lines = Stream.concat(colours(theme, "colors").stream(), Stream.of("axis", "muted", "text")
                .map(name -> scripts.text("THEMES." + theme + "." + name))).toList();
        lines.forEach(color -> assertTrue(contrast(color, page) >= 3, color + " has " + contrast(color, page)));
        for (int k = 0; k <= 40; k++) {
            String color = scripts.text("'rgb(' + along(THEMES." + theme + ".ramp, " + k / 40.0 + ").join(',') + ')'");
            assertTrue(contrast(color, page) >= 3, "ramp at " + k + ": " + color + " has " + contrast(color, page));
        }
        // Thin lines and points that are not opaque.
        for (String color : colours(theme, "colors")) {
            String mixed = scripts.text("'rgb(' + mix(rgb('" + page + "'), rgb('" + color + "'), opacityOf('" + color + "', THEMES." + theme
                    + ", 0.35)).join(',') + ')'");
            assertTrue(contrast(mixed, page) >= 3, color + " as " + mixed + " has " + contrast(mixed, page));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void tenColoursAreTenDifferentOnes(String theme) {
        List<String> all = colours(theme, "colors");
        assertEquals(10, all.size());
        for (String a : all) {
            for (String b : all) {
                double[] p = seen(a);
                double[] q = seen(b);
                double distance = StrictMath.sqrt(square(p[0] - q[0]) + square(p[1] - q[1]) + square(p[2] - q[2]));
                assertTrue(a.equals(b) || distance > 0.08, a + " and " + b + " are " + distance + " apart");
            }
        }
    }

    private static double square(double x) {
        return x * x;
    }

    private static String lines(int groups, String name) {
        return "{kind: 'lines', title: 'A title of some words that is longer than a narrow chart is wide', x: {name: 'epoch'}, "
                + "y: {name: 'y', unit: ''},"
                + " groups: Array.from({length: " + groups + "}, (none, i) => ({name: '" + name + "' + i, mean: [[0, 1], [1, i]]}))}";
    }

    private static String composed(String data, int width) {
        return "compose(" + data + ", THEMES.light, {width: " + width + ", height: 300, label: ''})";
    }

    @Test
    void longTitlesAreWrappedAndMoveTheRest() {
        String data = lines(1, "run");
        String[] title = scripts.text(composed(data, 361) + ".option.title[0].text").split("\n");
        assertTrue(title.length > 1);
        Stream.of(title).forEach(line -> assertTrue(7 * line.length() <= 361, line));
        assertEquals("A title of some words that is longer than a narrow chart is wide", String.join(" ", title));
        assertEquals(38 + 18 * (title.length - 1), scripts.number(composed(data, 361) + ".option.grid.top"));
        assertEquals(300 + 18 * (title.length - 1), scripts.number(composed(data, 361) + ".height"));
        assertEquals("abcde,fghij,kl mn", scripts.text("wrap('abcdefghij kl mn', 35, '12px').join()"));
    }

    /** A legend of many names has as many rows as it needs; it does not scroll. */
    @Test
    void legendsHaveRoomForAllNames() {
        String few = composed(lines(2, "r"), 361);
        String many = composed(lines(12, "a-run-with-a-name-"), 361);
        double more = scripts.number(many + ".height") - scripts.number(few + ".height");
        // 20 letters and the swatch: two in a row.
        assertEquals(5 * 22, more);
        assertEquals(more, scripts.number(many + ".option.grid.top") - scripts.number(few + ".option.grid.top"));
        assertEquals("undefined", scripts.text("String(" + many + ".option.legend.type)"));
        String wide = composed(lines(2, "a-name-that-is-much-longer-than-the-chart-is-wide-and-so-on-and-on-"), 361);
        String[] name = scripts.text(wide + ".option.legend.formatter('a-name-that-is-much-longer-than-the-chart-is-wide-and-so-on')").split("\n");
        assertEquals(2, name.length);
    }

    @Test
    void swatchesShowTheDashesOfTheirLines() {
        String option = composed(lines(21, "r"), 900) + ".option";
        for (int i : new int[] {0, 10, 20}) {
            String type = scripts.text(option + ".series[" + i + "].lineStyle.type");
            assertEquals(List.of("solid", "dashed", "dotted").get(i / 10), type);
            String icon = scripts.text(option + ".legend.data[" + i + "].icon");
            assertEquals(new int[] {1, 3, 6}[i / 10], icon.chars().filter(c -> c == 'M').count(), icon);
        }
    }

    /** Two colours with bars at the same values have them beside each other, and the lines go with them. */
    @Test
    void barsLieBesideEachOther() {
        for (String scale : List.of("linear", "log", "even")) {
            String data =
                    "{kind: 'grid', title: 't', x: {name: ''}, y: {name: 'y', unit: ''}, across: 0, colour: 1, map: false, seeds: 2, at: [0, 0],"
                            + " directions: [{name: 'a', scale: '" + scale + "', places: ['1', '10', '100'], numbers: [1, 10, 100]},"
                            + " {name: 'b', scale: 'names', places: ['u', 'v']}], points: "
                            + "[1, 2, 3, 4, 5, 6].map(v => [v, 0.5, 0, 0, [v - 0.5, v + 0.5]])}";
            String series = "(view = null, " + composed(data, 600) + ".option.series.filter(s => s.type === 'line'))";
            for (int i = 0; i < 3; i++) {
                double first = scripts.number(series + "[0].data[" + i + "].value[0]");
                double second = scripts.number(series + "[1].data[" + i + "].value[0]");
                assertTrue(second > first, scale + ": " + first + " and " + second);
                String bars = "(view = null, " + composed(data, 600) + ".option.series.filter(s => s.type === 'custom' && s.data.length === 3"
                        + " && s.data[0].length === 3))";
                assertEquals(first, scripts.number(bars + "[0].data[" + i + "][0]"));
                assertEquals(second, scripts.number(bars + "[1].data[" + i + "][0]"));
            }
        }
    }

    private static String names(String... names) {
        return "{kind: 'grid', title: 't', x: {name: ''}, y: {name: 'y', unit: ''}, across: 0, colour: 1, map: false, seeds: 1, at: [0, 0],"
                + " directions: [{name: 'variant', axis: 'variant', bare: true, scale: 'names', places: ['" + String.join("', '", names) + "']},"
                + " {name: 'b', axis: 'b', scale: 'names', places: ['u', 'v']}], points: "
                + "Array.from({length: " + 2 * names.length + "}, (v, i) => [i, null, 0, 0])}";
    }

    /** None is left out, and the chart becomes higher by what they need. */
    @Test
    void namesThatDoNotFitStandAslant() {
        String few = composed(names("PAL", "FA"), 600);
        assertEquals("undefined", scripts.text("(view = null, String(" + few + ".option.xAxis.axisLabel.rotate))"));
        String many = composed(names("none (FA)", "noise", "BI", "noise + BI", "B", "noise + B", "BI + B", "all (PAL)"), 400);
        assertEquals(40, scripts.number("(view = null, " + many + ".option.xAxis.axisLabel.rotate)"));
        assertEquals(0, scripts.number("(view = null, " + many + ".option.xAxis.axisLabel.interval)"));
        double more = scripts.number("(view = null, " + many + ".height)") - scripts.number("(view = null, " + few + ".height)");
        assertTrue(more > 10, "higher by " + more);
        assertEquals(46 + more, scripts.number("(view = null, " + many + ".option.grid.bottom)"));
        assertTrue(scripts.number("(view = null, " + many + ".option.xAxis.axisLabel.width)") > scripts.number("widthOf('noise + BI', '11px')"),
                "a name that fits is not cut");
    }

    /** In the legend, a variant is its name alone. */
    @Test
    void variantsNeedNoKey() {
        String data = names("PAL", "FA").replace("across: 0, colour: 1", "across: 1, colour: 0");
        assertEquals("PAL,FA", scripts.text("(view = null, " + composed(data, 600) + ".option.legend.data.map(d => d.name).join())"));
        assertEquals("b = u,b = v",
                scripts.text("(view = null, " + composed(names("PAL", "FA"), 600) + ".option.legend.data.map(d => d.name).join())"));
    }

    private static String labelled(String at, String names) {
        return scripts.text("labelled([" + at + "], '" + names + "'.split(' ')).map(shown => shown ? 1 : 0).join('')");
    }

    /** A label takes 6.4 pixels a letter, and 6 more. */
    @Test
    void labelsOfAnAxisLieBesideEachOtherAndEvenlyWhereTheirValuesDo() {
        String names = "0.00005 0.0001581 0.0005 0.001581 0.005 0.01581 0.05 0.1581 0.5 1.581 5";
        assertEquals("11111111111", labelled("0,100,200,300,400,500,600,700,800,900,1000", names));
        assertEquals("10101010101", labelled("0,50,100,150,200,250,300,350,400,450,500", names));
        assertEquals("10010010010", labelled("0,20,40,60,80,100,120,140,160,180,200", names));
        assertEquals("10000000000", labelled("0,2,4,6,8,10,12,14,16,18,20", names));
        assertEquals("1011", labelled("0,10,40,100", "1 2 3 4"));
        assertEquals("1", labelled("0", "1"));
    }

    private static String guideAt(String points) {
        return scripts.text("guideAt([0, 1, 2, 3, 4], [" + points + "], 90)");
    }

    @Test
    void theWordOfAGuideLiesWhereFewPointsAre() {
        assertEquals("insideEndTop", guideAt("[0, 90], [1, 80], [2, 50], [3, 20], [4, 30]"));
        assertEquals("insideStartTop", guideAt("[0, 20], [1, 30], [2, 50], [3, 80], [4, 91]"));
        assertEquals("insideMiddleTop", guideAt("[0, 90], [1, 80], [2, 10], [3, 80], [4, 91]"));
        assertEquals("insideEndTop", guideAt("[0, 90], [1, 90], [2, 90], [3, 90], [4, 90]"));
        assertEquals("insideEndTop", guideAt(""));
    }

    /** Selects change the view of the other charts alone. */
    @Test
    void fixedChartsHaveAViewOfTheirOwn() {
        String fixed = names("PAL", "FA").replace("kind:", "fixed: true, kind:");
        assertEquals("variant",
                scripts.text("(view = {across: 1, colour: 0, map: false, at: [0, 0]}, " + composed(fixed, 600) + ".option.xAxis.name)"));
        assertEquals("b", scripts.text("(view = {across: 1, colour: 0, map: false, at: [0, 0]}, " + composed(names("PAL", "FA"), 600)
                + ".option.xAxis.name)"));
    }

    /** Rhino gives a const in a loop its value only once. */
    @Test
    void loopsHaveNoConstants() {
        for (String name : List.of("charts.js", "sweep.js", "roofline.js", "figures.js")) {
            String within = "";
            for (String line : Scripts.read(name).split("\n")) {
                String indent = line.substring(0, line.length() - line.stripLeading().length());
                if (!within.isEmpty() && !line.isBlank() && indent.length() < within.length()) {
                    within = "";
                }
                assertFalse(!within.isEmpty() && line.strip().startsWith("const "), name + ": " + line);
                if (within.isEmpty() && line.strip().matches("(for|while) \\(.*\\{")) {
                    within = indent + "  ";
                }
            }
        }
    }
}
