package org.pal4j.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.pal4j.Browser;
import org.pal4j.data.DataFolder;
import org.pal4j.service.Service.Options;

/** A browser at the page of a service. Without a browser, one line is printed and the tests are skipped. */
@Tag("browser")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PageTrial {
    static final String TOKEN = "page-0123456789abcdef";
    static final String CURVE = "#curves-curves .chart";
    private static final Pattern EPOCHS = Pattern.compile("^(\\d+) epochs? learned; at rest$");
    static final int PHONE = 390;
    private static final int MOST_SESSIONS = 64;

    private Path folder;
    Path root;
    private Path tokens;
    Browser browser;
    Service service;

    @BeforeAll
    void begin(@TempDir Path temporary) throws IOException {
        folder = temporary;
        tokens = Files.writeString(folder.resolve("tokens"), TOKEN + "\n");
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
        browser = Browser.start(folder).orElse(null);
        if (browser == null) {
            System.out.println("Tests of the service's page in a browser are skipped: there is no chromium with chromedriver on the PATH.");
            Assumptions.abort("no browser");
        }
    }

    @AfterAll
    void end() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        root = Files.createTempDirectory(folder, "root");
        service = service(0);
        browser.width(1280);
        browser.open("about:blank");
        browser.console();
        browser.open(service.address() + "?token=" + TOKEN);
        assertTrue(Browser.eventually(() -> shows("#key-layers")), "no form");
    }

    @AfterEach
    void stop() {
        service.close();
    }

    Service service(int port) {
        Options usual = Options.usual();
        return new Service(new Options("127.0.0.1", port, Optional.empty(), MOST_SESSIONS, usual.memory(), usual.body(), usual.idle(), 2),
                Tokens.of(tokens),
                new Roots(List.of(root), DataFolder.of(Optional.empty())));
    }

    boolean shows(String selector) {
        try {
            return browser.one(selector).isDisplayed();
        } catch (NoSuchElementException | StaleElementReferenceException notYet) {
            return false;
        }
    }

    String text(String selector) {
        try {
            return browser.one(selector).getText();
        } catch (NoSuchElementException | StaleElementReferenceException notYet) {
            return "";
        }
    }

    String label(String selector) {
        try {
            return Optional.ofNullable(browser.one(selector).getDomAttribute("aria-label")).orElse("");
        } catch (NoSuchElementException | StaleElementReferenceException notYet) {
            return "";
        }
    }

    void give(String id, String value) {
        WebElement field = browser.one("#" + id);
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), value);
    }

    void click(String selector) {
        assertTrue(Browser.eventually(() -> {
            try {
                browser.one(selector).click();
                return true;
            } catch (NoSuchElementException | StaleElementReferenceException again) {
                return false;
            }
        }), selector);
    }

    /** Starts a small network. Its epochs take some hundredths of a second. */
    void learn(int epochs) {
        give("key-layers", "[4, 6, 3]");
        give("key-train_samples", "60");
        give("key-Tpres", "0.5");
        give("key-epochs", Integer.toString(epochs));
        click("#go");
        assertTrue(Browser.eventually(() -> text("#title").contains("yinyang")), () -> text("body"));
    }

    /** What screen readers were told last. */
    String said() {
        return String.valueOf(browser.run("return document.getElementById('status').textContent"));
    }

    boolean rests() {
        return EPOCHS.matcher(text("#stands")).matches();
    }

    int epochs() {
        Matcher matcher = EPOCHS.matcher(text("#stands"));
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    void assertSilent() {
        // The scripts were fine; that a route was not there is what some tests are about.
        assertEquals(List.of(), browser.console().stream().filter(line -> !line.contains("Failed to load resource")
                && !line.contains("ERR_INTERNET_DISCONNECTED") && !line.contains("ERR_CONNECTION_REFUSED")).toList());
    }
}
