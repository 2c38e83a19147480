package io.factorial.it.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * The browser that is installed here. Under CI it must be; elsewhere its tests are left out without
 * it.
 */
final class Chromium implements AutoCloseable {
  private static final double PATIENCE_MILLIS = 60_000;
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Path program) {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    this.playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    this.browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setArgs(FLAGS)
                    .setTimeout(2 * PATIENCE_MILLIS));
  }

  static Chromium launch() {
    Optional<Path> program = program();
    if (program.isEmpty() && "true".equals(System.getenv("CI"))) {
      throw new AssertionError("no chromium (expected: on the PATH, Debian package chromium)");
    }
    Assumptions.assumeTrue(program.isPresent(), "no chromium on the PATH");
    return new Chromium(program.orElseThrow());
  }

  private static Optional<Path> program() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Pattern.compile(Pattern.quote(System.getProperty("path.separator")))
        .splitAsStream(path)
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "chromium"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A person with an own browser profile. */
  Visit visit(int width, int height, ColorScheme scheme) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setLocale("en-GB")
                .setTimezoneId("Europe/Berlin"));
    context.setDefaultTimeout(PATIENCE_MILLIS);
    return new Visit(context);
  }

  Visit visit() {
    return visit(1440, 900, ColorScheme.LIGHT);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  /** What one person does, and what their browser complained about. */
  static final class Visit implements AutoCloseable {
    /** The browser reports answers like 401 and 409 itself; those the pages deal with. */
    private static final Pattern EXPECTED =
        Pattern.compile("Failed to load resource: the server responded with a status of 4\\d\\d.*");

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Visit(BrowserContext context) {
      this.context = context;
      this.page = context.newPage();
      page.onConsoleMessage(
          message -> {
            if (List.of("error", "warning").contains(message.type())
                && !EXPECTED.matcher(message.text()).matches()) {
              complaints.add(message.text());
            }
          });
      page.onPageError(complaints::add);
    }

    Page page() {
      return page;
    }

    /** Errors of scripts and violations of the content security policy. */
    List<String> complaints() {
      return complaints;
    }

    void screenshot(String name) {
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(SCREENSHOTS.resolve(name + ".png"))
              .setFullPage(true));
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
