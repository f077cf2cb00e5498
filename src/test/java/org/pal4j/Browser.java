package org.pal4j;

import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;

/** A headless Chromium, the one that is installed. Nothing is ever downloaded. */
public final class Browser implements AutoCloseable {
    /** Long enough for a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Selenium warns here that it does not know the installed version's own commands. None is used. */
    private static final Logger VERSIONS = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    private final ChromeDriver driver;
    private final Path downloads;

    private Browser(ChromeDriver driver, Path downloads) {
        this.driver = driver;
        this.downloads = downloads;
    }

    private static Optional<File> program(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(folder -> new File(folder, name)))
                .filter(File::canExecute)
                .findFirst();
    }

    /**
     * Starts a browser.
     *
     * @param folder for its profile and for downloads
     * @return empty if no browser is installed
     */
    public static Optional<Browser> start(Path folder) {
        Optional<File> chromium = program("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
        Optional<File> chromedriver = program("chromedriver");
        if (chromium.isEmpty() || chromedriver.isEmpty()) {
            return Optional.empty();
        }
        VERSIONS.setLevel(Level.OFF);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.get());
        options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--window-size=1280,900", "--user-data-dir=" + folder.resolve("profile"));
        options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, "ALL"));
        ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(chromedriver.get()).usingAnyFreePort().build();
        service.sendOutputTo(OutputStream.nullOutputStream());
        ChromeDriver driver = new ChromeDriver(service, options);
        Path downloads = folder.resolve("downloads");
        driver.executeCdpCommand("Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", downloads.toString()));
        return Optional.of(new Browser(driver, downloads));
    }

    @Override
    public void close() {
        driver.quit();
    }

    public void open(Path page) {
        driver.get(page.toUri().toString());
    }

    /** Opens an address. */
    public void open(String address) {
        driver.get(address);
    }

    /** Opens another page beside this one, and turns to it. Gives its name. */
    public String another(String address) {
        driver.switchTo().newWindow(WindowType.TAB);
        driver.get(address);
        return driver.getWindowHandle();
    }

    /** Closes the page that it looks at. Turn to another one then. */
    public void leave() {
        driver.close();
    }

    /** The name of the page that it looks at. */
    public String page() {
        return driver.getWindowHandle();
    }

    /** Turns to a page by its name. */
    public void turnTo(String page) {
        driver.switchTo().window(page);
    }

    /** Cuts the network, or lets it be again. */
    public void network(boolean there) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand("Network.emulateNetworkConditions",
                Map.of("offline", !there, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** Accepts the question that the page asks. */
    public void agree() {
        driver.switchTo().alert().accept();
    }

    /** Sets the width of the page. A real window may have a larger minimum. */
    public void width(int pixels) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Sets the colour scheme that the reader's system prefers, light or dark. */
    public void prefers(String scheme) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Messages on the console since the last call. */
    public List<String> console() {
        List<String> messages = new ArrayList<>();
        driver.manage().logs().get(LogType.BROWSER).forEach(entry -> messages.add(entry.getMessage()));
        return messages;
    }

    public Object run(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    public WebElement one(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    public List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** Waits until the condition holds. False if it never does. */
    public static boolean eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        do {
            if (condition.getAsBoolean()) {
                return true;
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        } while (System.nanoTime() < end);
        return false;
    }

    /** Waits for a download. */
    public Path download(String name) {
        Path file = downloads.resolve(name);
        // An incomplete file has another name; an empty one may hold the place of the name.
        return eventually(() -> Files.isRegularFile(file) && file.toFile().length() > 0) ? file : Path.of("no download " + name);
    }
}
