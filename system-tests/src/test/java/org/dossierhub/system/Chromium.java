package org.dossierhub.system;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real browser in front of the running hub. What its pages complain about in the console is
 * collected, because a page whose own rules forbid its own script would do so there.
 */
final class Chromium implements AutoCloseable {
  private static final double PATIENCE_MILLIS = 30_000;

  private final Playwright playwright;
  private final Browser browser;
  private final String base;
  private final Path pictures;
  private final List<String> complaints = new ArrayList<>();

  Chromium(String base, Path pictures) {
    this.base = base;
    this.pictures = pictures;
    var program = Needs.program("chromium");
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setArgs(
                        List.of(
                            "--no-sandbox", // tests run as root, too, and see only our own pages
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  /** A fresh profile at a desk: 1280 × 900, Vietnamese. */
  Page desk() {
    return page(new Browser.NewContextOptions().setViewportSize(1280, 900));
  }

  /** A fresh profile on a telephone without JavaScript. */
  Page telephoneWithoutScripts() {
    return page(
        new Browser.NewContextOptions()
            .setViewportSize(360, 740)
            .setIsMobile(true)
            .setJavaScriptEnabled(false));
  }

  private Page page(Browser.NewContextOptions options) {
    BrowserContext context =
        browser.newContext(
            options
                .setBaseURL(base)
                .setLocale("vi-VN")
                .setTimezoneId("Asia/Ho_Chi_Minh")
                .setIgnoreHTTPSErrors(true)); // the installation's own root is in no browser
    context.setDefaultTimeout(PATIENCE_MILLIS);
    var page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(page.url() + ": " + message.text());
          }
        });
    page.onPageError(error -> complaints.add(page.url() + ": " + error));
    return page;
  }

  /** Keeps what is on the screen, for people to look at. */
  void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(pictures.resolve(name + ".png")).setFullPage(true));
  }

  List<String> complaints() {
    return complaints;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
