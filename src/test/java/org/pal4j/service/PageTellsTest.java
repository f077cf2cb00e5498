package org.pal4j.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.pal4j.Browser;

/** Those who choose something on the page are brought there. */
class PageTellsTest extends PageTrial {
    private Object asked(String method, String path, String body) {
        return browser.run("""
                const request = new XMLHttpRequest();
                request.open(arguments[0], arguments[1], false);
                request.setRequestHeader('Content-Type', 'application/json');
                request.send(arguments[2]);
                return request.responseText;
                """, method, path, body);
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

    @Test
    void theButtonThatStopsKeepsTheKeyboard() {
        learn(100_000);
        assertTrue(Browser.eventually(() -> text("#stands").startsWith("Epoch")), () -> text("#stands"));
        browser.one("#stop").sendKeys(Keys.ENTER);
        assertTrue(Browser.eventually(() -> rests() && focused().equals("go-on")), this::focused);
        assertSilent();
    }
}
