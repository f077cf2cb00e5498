package org.pal4j.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.pal4j.Browser;

/** What the page says is so now, and those who choose something are brought there. */
class PageTellsTest extends PageTrial {
    private static final Pattern EPOCH = Pattern.compile("^Epoch (\\d+) of ");
    private static final Pattern SPEED = Pattern.compile(", ([\\d.]+)[ \u00a0]?([kM]?) steps a second$");
    /** Well below the ten seconds in which screen readers are told of progress once. */
    private static final long AT_ONCE_NANOS = 6_000_000_000L;

    private static boolean atOnce(BooleanSupplier condition) {
        long begun = System.nanoTime();
        return Browser.eventually(condition) && System.nanoTime() - begun < AT_ONCE_NANOS;
    }

    /** The number of the epoch that a text says is being learned; 0 if it says something else. */
    private static int epochIn(String text) {
        Matcher matcher = EPOCH.matcher(text);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** How many steps a second the page tells of; 0 if it does not. */
    private double speed() {
        Matcher matcher = SPEED.matcher(text("#stands"));
        return matcher.find() ? Double.parseDouble(matcher.group(1)) * (switch (matcher.group(2)) {
            case "k" -> 1e3;
            case "M" -> 1e6;
            default -> 1;
        }) : 0;
    }

    private Object asked(String method, String path, String body) {
        return browser.run("""
                const request = new XMLHttpRequest();
                request.open(arguments[0], arguments[1], false);
                request.setRequestHeader('Content-Type', 'application/json');
                request.send(arguments[2]);
                return request.responseText;
                """, method, path, body);
    }

    private long steps() {
        Matcher matcher = Pattern.compile("\"steps\":(\\d+)").matcher(String.valueOf(asked("GET", "v1/jobs/1", null)));
        assertTrue(matcher.find());
        return Long.parseLong(matcher.group(1));
    }

    /**
     * Compares the first speed that the page tells of with that of the job at the same time. A speed from replayed events, or from before a
     * restart, is more than ten times wrong; a machine that others use may change its own by less.
     */
    private void assertSpeedIsRight() {
        long begun = System.nanoTime();
        long first = steps();
        assertTrue(Browser.eventually(() -> speed() > 0), () -> text("#stands"));
        double told = speed();
        double real = (steps() - first) / ((System.nanoTime() - begun) * 1e-9);
        assertTrue(told < 6 * real && told > real / 6, () -> told + " steps a second are told, " + real + " are taken");
    }

    private void open(int networks) {
        for (int i = 0; i < networks; i++) {
            String answer = String.valueOf(asked("POST", "v1/sessions", "{\"experiment\": \"yinyang\", \"set\": {\"layers\": [4, 6, 3]}}"));
            assertTrue(answer.contains("\"session\""), answer);
        }
    }

    private String focused() {
        return String.valueOf(browser.run("return document.activeElement.id"));
    }

    private double number(String script) {
        return ((Number) browser.run("return " + script)).doubleValue();
    }

    /** Whether the heading has the keyboard, and stands in the upper part of what is seen. */
    private boolean isAt(String id) {
        double top = number("document.getElementById('" + id + "').getBoundingClientRect().top");
        return focused().equals(id) && top >= 0 && top <= number("window.innerHeight") / 2;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    /** Ends the service and starts the next one. Returns a copy of the folder as it was between them. */
    private Path restart() throws IOException {
        int port = service.port();
        service.close();
        Path copy = Files.createTempDirectory(root.getParent(), "copy");
        copy(root, copy);
        service = service(port);
        return copy;
    }

    /** Ends the service and starts the next one with an older folder, as if a kill had taken what came since. */
    private void restartWith(Path older) {
        int port = service.port();
        service.close();
        assertTrue(Browser.eventually(() -> text("#offline").contains("connection")), "not told");
        root = older;
        service = service(port);
    }

    @Test
    void whoChoosesIsBroughtThereOnAPhone() {
        reachesWhatIsChosen(PHONE);
    }

    @Test
    void whoChoosesIsBroughtThere() {
        reachesWhatIsChosen(1280);
    }

    private void reachesWhatIsChosen(int width) {
        open(40);
        browser.width(width);
        browser.open(service.address() + "#session=30");
        browser.run("location.reload()");
        assertTrue(Browser.eventually(() -> rests() && text("#networks").contains("40 yinyang")), () -> text("body"));
        assertEquals("", focused(), "nobody has chosen anything yet");
        assertTrue(number("document.querySelector('nav').offsetHeight") <= 900, "the lists are longer than the screen");
        assertTrue(number("document.getElementById('runs-title').getBoundingClientRect().bottom") <= 900, "the list of runs is out of sight");
        assertEquals(true, browser.run("""
                const list = document.getElementById('networks').getBoundingClientRect();
                const chosen = document.getElementById('open-30').getBoundingClientRect();
                return chosen.top >= list.top && chosen.bottom <= list.bottom;
                """), "the chosen one is out of sight");

        click("#new");
        assertTrue(Browser.eventually(() -> isAt("start-title")), this::focused);
        browser.one("#start-title").sendKeys(Keys.TAB);
        assertEquals("experiment", focused());
        browser.run("window.scrollTo(0, 0)");
        // It is there already, but perhaps not in sight.
        browser.one("#new").sendKeys(Keys.ENTER);
        assertTrue(Browser.eventually(() -> isAt("start-title")), this::focused);

        browser.one("#open-3").sendKeys(Keys.ENTER);
        assertTrue(Browser.eventually(() -> rests() && isAt("title")), this::focused);
        assertTrue(text("#about").startsWith("Network 3,"), () -> text("#about"));
        browser.one("#open-3").sendKeys(Keys.ENTER);
        assertTrue(Browser.eventually(() -> isAt("title")), this::focused);
        browser.run("window.scrollTo(0, 0)");
        browser.one(".skip").sendKeys(Keys.ENTER);
        assertTrue(Browser.eventually(() -> isAt("title")) && shows("#network"), this::focused);

        // Charts come later than the title, at most every second or two, and the page grows with them.
        assertTrue(Browser.eventually(() -> !browser.all("#feedback figure").isEmpty()), "no map of B");
        restsInHeight();
        // A page that makes its lists anew moves nobody.
        browser.run("document.getElementById('open-3').focus(); document.getElementById('networks').scrollTop = 200;"
                + "document.getElementById('circuit').scrollIntoView()");
        double list = number("document.getElementById('networks').scrollTop");
        double page = number("window.scrollY");
        assertTrue(list > 0 && page > 0);
        open(1);
        assertTrue(Browser.eventually(() -> !browser.all("#open-41").isEmpty()), () -> text("#networks"));
        assertEquals("open-3", focused());
        assertEquals(list, number("document.getElementById('networks').scrollTop"));
        assertEquals(page, number("window.scrollY"));
        assertSilent();
    }

    /** Waits until the page has had one height for ten looks. */
    private void restsInHeight() {
        double[] height = {0};
        int[] looks = {0};
        assertTrue(Browser.eventually(() -> {
            double now = number("document.documentElement.scrollHeight");
            looks[0] = now == height[0] ? looks[0] + 1 : 0;
            height[0] = now;
            return looks[0] == 10;
        }), "the page goes on growing");
    }

    @Test
    void theButtonThatStopsKeepsTheKeyboard() {
        learn(100_000);
        assertTrue(Browser.eventually(() -> epochIn(text("#stands")) > 1), () -> text("#stands"));
        browser.one("#stop").sendKeys(Keys.ENTER);
        assertTrue(Browser.eventually(() -> rests() && focused().equals("go-on")), this::focused);
        assertSilent();
    }

    @Test
    void screenReadersHearOfAnotherNetworkOrStateAtOnceAndOfProgressSeldom() {
        learn(1);
        assertTrue(atOnce(() -> said().equals("1 epoch learned; at rest")), this::said);
        give("more", "100000");
        click("#go-on");
        assertTrue(atOnce(() -> epochIn(said()) > 1), this::said);
        assertTrue(Browser.eventually(() -> epochIn(text("#stands")) > 20), () -> text("#stands"));
        open(1);
        click("#open-2");
        assertTrue(atOnce(() -> said().equals("0 epochs learned; at rest")), this::said);
        click("#open-1");
        assertTrue(atOnce(() -> epochIn(said()) > 20), this::said);

        browser.run("""
                window.heard = [];
                const status = document.getElementById('status');
                new MutationObserver(() => window.heard.push(status.textContent)).observe(status, {childList: true});
                """);
        int before = epochIn(text("#stands"));
        assertTrue(Browser.eventually(() -> number("window.heard.length") > 0), "no progress is told");
        assertEquals(1, number("window.heard.length"));
        int shown = epochIn(text("#stands"));
        int heard = epochIn(said());
        assertTrue(heard > before && heard > shown - (shown - before) / 2, () -> before + " at first, " + heard + " of " + shown + " heard");

        click("#stop");
        assertTrue(atOnce(() -> said().endsWith("at rest")), this::said);
        assertSilent();
    }

    @Test
    void aPageThatComesLaterTellsOfNow() {
        learn(100_000);
        long begun = System.nanoTime();
        assertTrue(Browser.eventually(() -> epochIn(text("#stands")) > 20 && System.nanoTime() - begun > 10_000_000_000L), () -> text("#stands"));
        int epoch = epochIn(text("#stands"));
        browser.run("location.reload()");
        assertTrue(Browser.eventually(() -> epochIn(said()) > 0), this::said);
        assertTrue(epochIn(said()) >= epoch, () -> said() + " after epoch " + epoch);
        assertSpeedIsRight();
        click("#stop");
        assertTrue(Browser.eventually(this::rests), () -> text("#stands"));
        assertSilent();
    }

    @Test
    void whatAServiceHasLostIsNotShownAnyMore() throws IOException {
        learn(2);
        assertTrue(Browser.eventually(() -> epochs() == 2), () -> text("#stands"));
        Path older = restart();
        assertTrue(Browser.eventually(() -> text("#offline").isEmpty()), "it does not come back");
        give("more", "3");
        click("#go-on");
        assertTrue(Browser.eventually(() -> epochs() == 5), () -> text("#stands"));
        restartWith(older);
        assertTrue(Browser.eventually(() -> epochs() == 2), () -> text("#stands"));
        assertTrue(Browser.eventually(() -> label(CURVE).contains("last") && !label(CURVE).contains("epoch 5")), () -> label(CURVE));
        assertSilent();
    }

    @Test
    void whatAServiceHasLostOfAJobIsNotShownAnyMore() throws IOException {
        learn(100_000);
        assertTrue(Browser.eventually(() -> epochIn(text("#stands")) > 1), () -> text("#stands"));
        Path older = restart();
        // Long enough that a speed counted from before would be seen to be wrong.
        long begun = System.nanoTime();
        assertTrue(Browser.eventually(() -> text("#offline").isEmpty() && epochIn(text("#stands")) > 100
                && System.nanoTime() - begun > 12_000_000_000L), () -> text("#stands"));
        browser.run("""
                window.seen = [];
                const notice = document.getElementById('offline');
                new MutationObserver(() => {
                  if (notice.hidden) {
                    window.seen.push(document.getElementById('stands').textContent);
                  }
                }).observe(notice, {attributes: true});
                """);
        int lost = epochIn(text("#stands"));
        restartWith(older);
        assertTrue(Browser.eventually(() -> number("window.seen.length") > 0), () -> text("#offline"));
        assertEquals("The service answers again", browser.run("return window.seen[0]"));
        assertTrue(Browser.eventually(() -> epochIn(text("#stands")) > 0), () -> text("#stands"));
        int epoch = epochIn(text("#stands"));
        assertTrue(epoch < lost, () -> "epoch " + epoch + ", and " + lost + " was lost");
        assertSpeedIsRight();
        click("#stop");
        assertTrue(Browser.eventually(this::rests), () -> text("#stands"));
        assertSilent();
    }

    /** Others may take steps in a network that rests, as a notebook does. */
    @Test
    void stepsOfOthersAreShown() {
        learn(1);
        assertTrue(Browser.eventually(() -> epochs() == 1), () -> text("#stands"));
        assertFalse(text("#stands").contains("2 epochs"));
        String job = String.valueOf(asked("POST", "v1/sessions/1/epoch", "{}"));
        assertTrue(job.contains("\"job\""), job);
        assertTrue(Browser.eventually(() -> epochs() == 2), () -> text("#stands"));
        assertEquals(List.of(), browser.all("#wrong:not([hidden])"));
        assertSilent();
    }
}
