package org.pal4j.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.pal4j.Browser;
import org.pal4j.catalog.Catalog;
import org.pal4j.data.DataFolder;
import org.pal4j.model.rate.TinyImages;

/** The scripts of reports, in a browser. Without a browser, one line is printed and the tests are skipped. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserTest {
    /** Below the title of a chart: the number of colours, of coloured pixels, and of blue ones, as the first series has. 0 without a canvas. */
    private static final String INK = """
            const canvas = arguments[0].querySelector('canvas');
            if (!canvas || !canvas.width || !canvas.height) {
              return [0, 0, 0];
            }
            const top = Math.min(30, canvas.height - 1);
            const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', {willReadFrequently: true});
            copy.drawImage(canvas, 0, 0);
            const pixels = copy.getImageData(0, top, canvas.width, canvas.height - top).data;
            const seen = new Set();
            let coloured = 0;
            let blue = 0;
            for (let i = 0; i < pixels.length; i += 4) {
              const [r, g, b] = [pixels[i], pixels[i + 1], pixels[i + 2]];
              seen.add(r << 16 | g << 8 | b);
              coloured += Math.max(r, g, b) - Math.min(r, g, b) > 30 ? 1 : 0;
              blue += b - r > 60 ? 1 : 0;
            }
            return [seen.size, coloured, blue];
            """;
    private static final String PICTURE = "return arguments[0].querySelector('canvas').toDataURL()";
    private static final String FIRST_GRID = "figure .chart[data-chart=\"0\"]";
    private static final int NARROW = 400;
    private static final int WIDE = 1280;

    private Path folder;
    private Browser browser;
    private final Map<String, Path> pages = new LinkedHashMap<>();

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = temporary;
        browser = Browser.start(folder).orElse(null);
        if (browser == null) {
            System.out.println("Tests of reports in a browser are skipped: there is no chromium with chromedriver on the PATH.");
            Assumptions.abort("no browser");
        }
        Path run = Folders.run(folder.resolve("run"));
        Path other = Folders.run(folder.resolve("other"), "algorithm=FA");
        Path autoencoder = RateReportTest.run(folder, "autoencoder", "autoencoder", TinyImages.AUTOENCODER);
        Path cifar = RateReportTest.run(folder, "cifar", "cifar10", TinyImages.CIFAR);
        pages.put("run", Report.write(run));
        pages.put("study", Report.write(Folders.study(folder.resolve("study"), "seeds=2")));
        pages.put("pixels", Report.write(Folders.run(folder.resolve("pixels"), "task=uniform", "layers=[784, 4, 3]", "validation_samples=0",
                "test_samples=0")));
        pages.put("comparison", Report.write(List.of(run, other), folder.resolve("comparison.html")));
        pages.put("autoencoder", Report.write(autoencoder));
        pages.put("cifar", Report.write(cifar));
        pages.put("sweep", Report.write(Folders.sweep(folder.resolve("sweep"),
                "sweep={product: {eta_fw: [0.4, 0.1, 0.2], taur: [0, 1], noise_scale: [0.01, 0.1]}}")));
        pages.put("neurons", Report.write(neurons(folder.resolve("neurons"))));
    }

    private static Path neurons(Path folder) {
        return Folders.sweep(folder, Catalog.sweep("yinyang", List.of("name=neurons", "Tpres=0.1", "train_samples=6", "validation_samples=7",
                "test_samples=11", "epochs=2", "snapshot_every=0", "seeds=2",
                "sweep={variants: {PAL: {}, FA: {algorithm: FA}}, product: {layers: [[4, 9, 3], [4, 3, 3], [4, 5, 3]]}}"), notes -> {}),
                DataFolder.of(Optional.empty()));
    }

    @AfterAll
    void end() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void reset() {
        browser.width(WIDE);
        browser.prefers("light");
    }

    @AfterEach
    void theConsoleIsEmpty() {
        assertEquals(List.of(), browser.console());
    }

    private void open(String page) {
        browser.open(pages.get(page));
    }

    private String picture(WebElement chart) {
        return (String) browser.run(PICTURE, chart);
    }

    private boolean isDrawn(WebElement chart, String kind) {
        List<?> ink = (List<?>) browser.run(INK, chart);
        long colours = (Long) ink.get(0);
        long coloured = (Long) ink.get(1);
        long blue = (Long) ink.get(2);
        return switch (kind) {
            // Images are grey.
            case "pairs" -> colours > 100;
            // The line through the points is orange.
            case "scatter" -> blue > 20;
            // Axes and text have no colours.
            default -> coloured > 20;
        };
    }

    /** Scrolls to each chart, because the page draws only charts near the window. */
    private void assertAllAreDrawn(String name) {
        JsonNode data = Folders.charts(Folders.page(pages.get(name)));
        List<WebElement> charts = browser.all(".chart");
        assertEquals(data.size(), charts.size(), name);
        for (WebElement chart : charts) {
            JsonNode own = data.get(Integer.parseInt(chart.getDomAttribute("data-chart")));
            browser.run("arguments[0].scrollIntoView({block: 'center'})", chart);
            assertTrue(Browser.eventually(() -> isDrawn(chart, own.path("kind").asText())),
                    () -> name + ": " + own.path("title").asText() + " " + browser.run(INK, chart) + " " + browser.console());
        }
    }

    @Test
    void everyChartIsDrawn() {
        Set<String> kinds = new HashSet<>();
        pages.forEach((name, page) -> {
            open(name);
            assertAllAreDrawn(name);
            Folders.charts(Folders.page(page)).forEach(chart -> kinds.add(chart.path("kind").asText()));
        });
        assertEquals(Set.of("classes", "pairs", "lines", "matrices", "scatter", "regions", "features", "confusion", "grid"), kinds);
    }

    @Test
    void aPageFits400Pixels() {
        pages.keySet().forEach(name -> {
            open(name);
            WebElement first = browser.one(".chart");
            assertTrue(Browser.eventually(() -> browser.all(".chart canvas").size() > 0), name);
            browser.width(NARROW);
            // A chart that is drawn already must follow the window.
            assertTrue(Browser.eventually(() -> (Boolean) browser.run(
                    "const c = arguments[0].querySelector('canvas'); return c.clientWidth <= arguments[0].clientWidth && c.clientWidth < 400",
                    first)), name);
            assertAllAreDrawn(name);
            assertEquals(List.of(), browser.run("""
                    const wide = document.documentElement.scrollWidth > innerWidth || document.body.scrollWidth > innerWidth;
                    return !wide ? [] : Array.from(document.querySelectorAll('body *')).filter(e => e.getBoundingClientRect().right > innerWidth + 1)
                      .map(e => e.outerHTML.slice(0, 80)).concat(['wider than ' + innerWidth]);
                    """), name);
            browser.width(WIDE);
            assertTrue(Browser.eventually(() -> (Boolean) browser.run("return arguments[0].querySelector('canvas').clientWidth > 400", first)), name);
        });
    }

    @Test
    void theThemeButtonSwitchesColours() {
        open("run");
        assertAllAreDrawn("run");
        WebElement button = browser.one("#theme");
        List<WebElement> charts = browser.all(".chart");
        List<String> light = charts.stream().map(this::picture).toList();
        assertEquals(List.of("light", "rgb(255, 255, 255)", "Dark"), colours(button));
        button.click();
        assertEquals(List.of("dark", "rgb(15, 20, 24)", "Light"), colours(button));
        charts.forEach(chart -> assertTrue(Browser.eventually(() -> !light.contains(picture(chart)) && corner(chart).equals(List.of(15L, 20L, 24L))),
                () -> "still as it was: " + chart.getDomAttribute("aria-label")));
        button.sendKeys(Keys.SPACE);
        assertEquals(List.of("light", "rgb(255, 255, 255)", "Dark"), colours(button));
        for (int k = 0; k < light.size(); k++) {
            WebElement chart = charts.get(k);
            String before = light.get(k);
            assertTrue(Browser.eventually(() -> picture(chart).equals(before)), "not as before: " + k);
        }
    }

    private List<Object> colours(WebElement button) {
        return List.of(browser.run("return document.documentElement.dataset.theme"),
                browser.run("return getComputedStyle(document.body).backgroundColor"), button.getText());
    }

    private Object corner(WebElement chart) {
        return browser.run("""
                const copy = new OffscreenCanvas(9, 9).getContext('2d', {willReadFrequently: true});
                copy.drawImage(arguments[0].querySelector('canvas'), 0, 0);
                return Array.from(copy.getImageData(1, 1, 1, 1).data).slice(0, 3);
                """, chart);
    }

    @Test
    void thePreferredThemeIsUsed() {
        browser.prefers("dark");
        open("sweep");
        assertEquals(List.of("dark", "rgb(15, 20, 24)", "Light"), colours(browser.one("#theme")));
        browser.prefers("light");
        assertTrue(Browser.eventually(() -> colours(browser.one("#theme")).getFirst().equals("light")));
    }

    /** Chooses an option of the select with this label. */
    private void choose(String words, String option) {
        WebElement label = browser.all("#controls label").stream().filter(one -> words.equals(one.getDomAttribute("data-words"))).findFirst()
                .orElseThrow();
        browser.run("arguments[0].scrollIntoView({block: 'center'})", label);
        WebElement select = label.findElement(By.tagName("select"));
        select.findElements(By.tagName("option")).stream().filter(one -> one.getText().equals(option)).findFirst().orElseThrow()
                .click();
    }

    @Test
    void sweepControlsChangeTheCharts() {
        open("sweep");
        assertAllAreDrawn("sweep");
        WebElement chart = browser.one(FIRST_GRID);
        List<String> seen = new ArrayList<>(List.of(picture(chart)));
        List<List<String>> choices = List.of(List.of("noise_scale", "0.1"), List.of("noise_scale", "0.01"), List.of("Along", "noise_scale"),
                List.of("Colour", "eta_fw"), List.of("As", "map"), List.of("Upwards", "taur"), List.of("As", "lines"));
        for (List<String> choice : choices) {
            choose(choice.getFirst(), choice.getLast());
            String before = seen.getLast();
            assertTrue(Browser.eventually(() -> !picture(chart).equals(before)), () -> choice + " changes nothing");
            seen.add(picture(chart));
            // The selects are made anew, and the one in use must keep the focus.
            assertEquals("SELECT", browser.run("return document.activeElement.tagName"), choice::toString);
        }
        assertEquals(2, Set.copyOf(seen.subList(0, 3)).size(), "the first value again gives the first picture");
    }

    /** The chart of neurons has fixed axes, and the tables in details have their heads. */
    @Test
    void accuracyAgainstNeuronsStaysAsItIs() {
        for (int width : List.of(WIDE, NARROW)) {
            browser.width(width);
            open("neurons");
            assertAllAreDrawn("neurons");
            WebElement first = browser.one(FIRST_GRID);
            WebElement fixed = browser.all(".chart").stream().filter(chart -> chart.getDomAttribute("aria-label").contains("against hidden neurons"))
                    .findFirst().orElseThrow();
            String before = picture(first);
            String own = picture(fixed);
            choose("Along", "variant");
            assertTrue(Browser.eventually(() -> !picture(first).equals(before)), "the others change");
            assertEquals(own, picture(fixed));
            WebElement details = browser.one(".needed details");
            browser.run("arguments[0].open = true; arguments[0].scrollIntoView({block: 'center'})", details);
            assertTrue(details.findElement(By.cssSelector("thead th")).isDisplayed(), "the head of a table in details");
            assertEquals("right", details.findElement(By.cssSelector("tbody td")).getCssValue("text-align"));
            assertEquals(0L, ((Number) browser.run("return Math.max(0, document.documentElement.scrollWidth - window.innerWidth)")).longValue());
        }
    }

    private List<String> rows() {
        return browser.all("table.sortable tbody th").stream().map(WebElement::getText).toList();
    }

    /** The values that the table sorts a column by, in their present order. */
    private List<Double> column(String header) {
        List<String> headers = browser.all("table.sortable thead th").stream().map(WebElement::getText).toList();
        int at = headers.stream().map(text -> text.replaceAll(" ?[\u2191\u2193]", "")).toList().indexOf(header);
        List<?> cells = (List<?>) browser.run("return Array.from(document.querySelector('table.sortable').tBodies[0].rows)"
                + ".map(row => row.cells[arguments[0]].dataset.v || row.cells[arguments[0]].textContent)", at);
        return cells.stream().map(cell -> Double.valueOf((String) cell)).toList();
    }

    private WebElement header(String name) {
        return browser.all("table.sortable thead th button").stream().filter(button -> button.getText().startsWith(name)).findFirst().orElseThrow();
    }

    @Test
    void theTableSortsByClickAndKeyboard() {
        open("sweep");
        assertAllAreDrawn("sweep");
        List<String> first = rows();
        assertEquals(12, first.size());
        for (CharSequence how : List.of("click", Keys.ENTER, Keys.SPACE)) {
            for (String name : List.of("test accuracy", "eta_fw")) {
                for (Comparator<Double> order : List.of(Comparator.<Double>naturalOrder(), Comparator.<Double>reverseOrder())) {
                    press(header(name), how);
                    assertEquals(column(name).stream().sorted(order).toList(), column(name), name + " " + order);
                    assertEquals(order.equals(Comparator.naturalOrder()) ? "ascending" : "descending",
                            browser.one("table.sortable th[aria-sort]").getDomAttribute("aria-sort"));
                    assertEquals(1, browser.all("table.sortable th[aria-sort]").size());
                }
            }
        }
        assertNotEquals(first, rows());
        press(header("point"), Keys.ENTER);
        assertEquals(first, rows());
    }

    private void press(WebElement button, CharSequence how) {
        browser.run("arguments[0].scrollIntoView({block: 'center'})", button);
        if (how.equals("click")) {
            button.click();
        } else {
            button.sendKeys(how);
        }
    }

    private WebElement tool(WebElement chart, String label) {
        return (WebElement) browser.run("return Array.from(arguments[0].nextElementSibling.querySelectorAll('button'))"
                + ".find(button => button.getAttribute('aria-label').startsWith(arguments[1] + ': '))", chart, label);
    }

    /** All that the mouse can do with a chart, the keyboard can do as well. */
    @Test
    void chartsAreZoomedAndSavedByKeyboard() throws Exception {
        open("run");
        assertAllAreDrawn("run");
        WebElement chart = browser.one(FIRST_GRID);
        String whole = picture(chart);
        press(tool(chart, "Zoom in"), Keys.ENTER);
        assertTrue(Browser.eventually(() -> !picture(chart).equals(whole)));
        String middle = picture(chart);
        press(tool(chart, "Move right"), Keys.SPACE);
        assertTrue(Browser.eventually(() -> !picture(chart).equals(middle)));
        press(tool(chart, "Zoom out"), Keys.ENTER);
        assertTrue(Browser.eventually(() -> picture(chart).equals(whole)));
        WebElement maps = browser.all(".chart").stream().filter(one -> tool(one, "Each on its own scale") != null).findFirst().orElseThrow();
        String one = picture(maps);
        press(tool(maps, "Each on its own scale"), Keys.ENTER);
        assertTrue(Browser.eventually(() -> !picture(maps).equals(one) && tool(maps, "One scale for both") != null));
        press(tool(chart, "Save image"), Keys.ENTER);
        byte[] png = Files.readAllBytes(browser.download("run-Validation-accuracy.png"));
        assertEquals("PNG", new String(png, 1, 3, java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    @Test
    void theTableCanBeDownloaded() throws Exception {
        open("sweep");
        browser.one("a[download]").click();
        assertEquals(Files.readString(folder.resolve("sweep/summary.csv")), Files.readString(browser.download("tiny-summary.csv")));
    }
}
