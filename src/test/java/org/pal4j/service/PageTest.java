package org.pal4j.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.pal4j.Browser;

/** What the page of the service is for: networks that learn, in a browser. {@link PageTellsTest} has how it tells of them. */
class PageTest extends PageTrial {
    @Test
    void aNetworkLearnsAndItsCurveGrows() {
        learn(4);
        assertTrue(Browser.eventually(() -> !label(CURVE).isEmpty()), "no curve");
        assertTrue(Browser.eventually(this::rests), () -> text("#stands"));
        assertEquals(4, epochs());
        assertTrue(Browser.eventually(() -> label(CURVE).contains("epoch 4")), () -> label(CURVE));
        browser.run("document.getElementById('feedback').scrollIntoView()");
        assertTrue(Browser.eventually(() -> shows("#curves-alignment canvas") && shows("#feedback canvas")), "no angles or weights");
        browser.run("window.scrollTo(0, 0)");
        String before = label(CURVE);
        give("more", "2");
        click("#go-on");
        assertTrue(Browser.eventually(() -> epochs() == 6), () -> text("#stands"));
        assertTrue(Browser.eventually(() -> label(CURVE).contains("epoch 6")), () -> label(CURVE));
        assertNotEquals(before, label(CURVE));
        assertSilent();
    }

    @Test
    void itStopsAndAReloadedPageHasEverything() {
        learn(100_000);
        assertTrue(Browser.eventually(() -> label(CURVE).contains("epoch")), "no epoch");
        click("#stop");
        assertTrue(Browser.eventually(this::rests), () -> text("#stands"));
        int epochs = epochs();
        browser.run("location.reload()");
        assertTrue(Browser.eventually(() -> epochs() == epochs && shows("#go-on")), () -> text("#stands"));
        assertTrue(Browser.eventually(() -> label(CURVE).contains("epoch " + epochs)), () -> label(CURVE));
        assertTrue(text("#networks").contains("1 yinyang"), () -> text("#networks"));
        assertSilent();
    }

    @Test
    void twoPagesAtOneNetwork() {
        String first = browser.page();
        learn(100_000);
        assertTrue(Browser.eventually(() -> label(CURVE).contains("epoch")), "no epoch");
        browser.another(service.address());
        assertTrue(Browser.eventually(() -> text("#stands").startsWith("Epoch")), () -> text("#stands"));
        assertTrue(Browser.eventually(() -> label(CURVE).contains("epoch")), "no epoch");
        click("#stop");
        assertTrue(Browser.eventually(this::rests), () -> text("#stands"));
        int epochs = epochs();
        browser.leave();
        browser.turnTo(first);
        assertTrue(Browser.eventually(() -> epochs() == epochs), () -> text("#stands"));
        assertSilent();
    }

    @Test
    void aLostConnectionIsToldAndComesBack() {
        learn(100_000);
        assertTrue(Browser.eventually(() -> text("#stands").startsWith("Epoch")), () -> text("#stands"));
        browser.network(false);
        assertTrue(Browser.eventually(() -> text("#offline").contains("connection")), "not told");
        browser.network(true);
        assertTrue(Browser.eventually(() -> text("#offline").isEmpty()), () -> text("#offline"));
        String before = text("#stands");
        assertTrue(Browser.eventually(() -> !text("#stands").equals(before)), "it does not go on");
        click("#stop");
        assertTrue(Browser.eventually(this::rests), () -> text("#stands"));
        assertSilent();
    }

    @Test
    void aServiceThatStartsAgainGoesOnUnderThePage() {
        learn(100_000);
        assertTrue(Browser.eventually(() -> label(CURVE).contains("epoch")), "no epoch");
        int port = service.port();
        service.close();
        assertTrue(Browser.eventually(() -> text("#offline").contains("connection")), "not told");
        service = service(port);
        assertTrue(Browser.eventually(() -> text("#offline").isEmpty() && text("#stands").startsWith("Epoch")), () -> text("body"));
        String before = text("#stands");
        assertTrue(Browser.eventually(() -> !text("#stands").equals(before)), "it does not go on");
        click("#stop");
        assertTrue(Browser.eventually(this::rests), () -> text("#stands"));
        assertSilent();
    }

    @Test
    void targetsAndWeightsChangeWhileItLearns() {
        learn(100_000);
        assertTrue(Browser.eventually(() -> label(CURVE).contains("epoch")), "no epoch");
        click("#targets");
        assertTrue(Browser.eventually(() -> text("#targets").equals("Targets are off")), () -> text("#wrong"));
        click("#disturb");
        assertTrue(Browser.eventually(() -> said().contains("anew")), () -> text("#wrong"));
        click("#targets");
        assertTrue(Browser.eventually(() -> text("#targets").equals("Targets are on")), () -> text("#wrong"));
        assertTrue(text("#stands").startsWith("Epoch") || text("#stands").startsWith("Targets"), () -> text("#stands"));
        browser.one("#change summary").click();
        give("change-eta_bw", "-1");
        click("#apply");
        assertTrue(Browser.eventually(() -> !text("#change-eta_bw-bad").isEmpty()), () -> text("#wrong"));
        give("change-eta_bw", "0.25");
        click("#apply");
        assertTrue(Browser.eventually(() -> said().equals("Changed eta_bw")), () -> text("#wrong"));
        click("#stop");
        assertTrue(Browser.eventually(this::rests), () -> text("#stands"));
        assertSilent();
    }

    @Test
    void onePresentationIsDrawn() {
        learn(1);
        assertTrue(Browser.eventually(() -> label("svg.circuit").contains("apical")), () -> text("#circuit"));
        String first = label("svg.circuit");
        assertTrue(first.startsWith("Step 1. Area 1: basal"), first);
        WebElement time = browser.one("#look-time");
        time.sendKeys(Keys.END);
        assertTrue(Browser.eventually(() -> !label("svg.circuit").equals(first)), "time does not move");
        assertTrue(String.valueOf(time.getDomAttribute("aria-valuetext")).matches("step (\\d+) of \\1"), time.getDomAttribute("aria-valuetext"));
        give("look-sample", "100000");
        browser.one("#circuit button[type=submit]").click();
        assertTrue(Browser.eventually(() -> text("#circuit .notice").contains("sample")), () -> text("#circuit"));
        assertSilent();
    }

    @Test
    void wrongValuesAreToldBesideTheirKeys() {
        give("key-eta_bw", "-3");
        give("key-noise_scale", "-1");
        click("#go");
        assertTrue(Browser.eventually(() -> !text("#key-eta_bw-bad").isEmpty() && !text("#key-noise_scale-bad").isEmpty()),
                () -> text("#form-wrong"));
        assertEquals("true", browser.one("#key-eta_bw").getDomAttribute("aria-invalid"));
        assertFalse(shows("#network"));
        assertSilent();
    }

    @Test
    void savedNetworksHaveReportsAndLieBesideOthers() {
        learn(2);
        assertTrue(Browser.eventually(() -> epochs() == 2), () -> text("#stands"));
        click("#save");
        assertTrue(Browser.eventually(() -> shows("#report")), () -> text("#wrong"));
        assertTrue(Browser.eventually(() -> text("#runs").contains("yinyang-network-1")), () -> text("#runs"));
        click("#folder-0");
        assertTrue(Browser.eventually(() -> label(CURVE).contains("yinyang-network-1")), () -> label(CURVE));
        click("#close");
        browser.agree();
        assertTrue(Browser.eventually(() -> shows("#go") && text("#networks").contains("none")), () -> text("#networks"));
        browser.open(service.address() + "v1/report?folder=yinyang-network-1");
        assertTrue(Browser.eventually(() -> text("h1").contains("yinyang")), () -> text("body"));
        assertSilent();
    }

    @Test
    void onAPhoneAndWithTheKeyboard() {
        browser.width(PHONE);
        learn(1);
        assertTrue(Browser.eventually(() -> epochs() == 1), () -> text("#stands"));
        browser.run("document.getElementById('feedback').scrollIntoView()");
        assertTrue(Browser.eventually(() -> shows("#feedback canvas")), () -> text("#feedback"));
        assertEquals(true, browser.run("return document.documentElement.scrollWidth <= window.innerWidth"));
        // Everything that can be used has a name, and the first stop of the keyboard leads past the lists.
        assertEquals(List.of(), browser.run("""
                return Array.from(document.querySelectorAll('button, input, select, a[href], [role=img], progress')).filter(one => one.offsetParent
                  && !one.textContent.trim() && !one.getAttribute('aria-label') && !(one.labels && one.labels.length)).map(one => one.outerHTML);
                """));
        browser.run("location.reload()");
        assertTrue(Browser.eventually(() -> epochs() == 1), () -> text("#stands"));
        browser.one("body").sendKeys(Keys.TAB);
        assertEquals("Skip to the network", browser.run("return document.activeElement.textContent"));
        assertEquals("1", String.valueOf(browser.run("return document.querySelectorAll('h1').length")));
        assertSilent();
    }

    @Test
    void withoutATokenThereIsOnlyAFormForIt() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (String path : List.of("", "page/live.js", "page/live.css", "page/echarts.js", "page/nothing", "?token=wrong")) {
                HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(service.address() + path)).header("Accept",
                        "text/html,application/xhtml+xml").build(), BodyHandlers.ofString());
                assertEquals(401, answer.statusCode(), path);
                assertEquals(path.startsWith("page"), answer.headers().firstValue("Content-Type").orElse("").contains("json"), path);
            }
        }
    }
}
