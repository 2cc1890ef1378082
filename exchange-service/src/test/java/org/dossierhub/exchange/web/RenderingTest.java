package org.dossierhub.exchange.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.settings.HubSettings;
import org.dossierhub.exchange.settings.Settings;
import org.dossierhub.signing.identity.AgencyCode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RenderingTest {
  private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'&\u202Egpj.exe\u0007";
  private static final PageWriter WRITER = new PageWriter();
  private static final Path FOLDER = Path.of("target", "pages");

  @TestFactory
  Stream<DynamicTest> every_page_shows_in_both_languages() {
    return SamplePages.names().stream()
        .flatMap(
            name ->
                Arrays.stream(Language.values())
                    .map(
                        language ->
                            DynamicTest.dynamicTest(
                                name + " in " + language, () -> shows(name, language))));
  }

  private void shows(String name, Language language) throws IOException {
    var html = html(name, language, "Trần Văn Bình");
    keep(name, language, html);

    assertThat(html).contains("<html lang=\"" + language.tag() + "\">").endsWith("</html>\n");
    assertThat(occurrences(html, "<h1")).as("one main heading").isEqualTo(1);
    assertThat(repeated(html, " id=\"([^\"]+)\"")).as("ids used twice").isEmpty();
    var ids = all(html, " id=\"([^\"]+)\"");
    assertThat(ids).containsAll(all(html, " for=\"([^\"]+)\""));
    assertThat(ids).containsAll(all(html, " aria-(?:labelledby|describedby)=\"([^\"]+)\""));
  }

  @TestFactory
  Stream<DynamicTest> hostile_names_stay_text_on_every_page() {
    return SamplePages.names().stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      var html = html(name, Language.VIETNAMESE, HOSTILE);
                      assertThat(html).doesNotContain("<img src=x").doesNotContain("\"'&");
                      assertThat(html).doesNotContain("\u202E").doesNotContain("\u0007");
                    }));
  }

  @TestFactory
  Stream<DynamicTest> no_page_needs_what_the_content_security_policy_forbids() {
    return SamplePages.names().stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      var html = html(name, Language.VIETNAMESE, "Bình");
                      assertThat(html)
                          .doesNotContain(" style=")
                          .doesNotContain("<style")
                          .doesNotContain("javascript:");
                      assertThat(all(html, " (on[a-z]+)=\"")).isEmpty();
                      assertThat(all(html, "<script([^>]*)>"))
                          .allMatch(attributes -> attributes.contains(" src=\"/static/"));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> every_form_that_changes_something_carries_the_form_token() {
    return SamplePages.names().stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      var forms =
                          all(
                              html(name, Language.VIETNAMESE, "Bình"),
                              "(?s)<form([^>]*method=\"post\".*?)</form>");
                      assertThat(forms).allMatch(form -> form.contains("name=\"_form\""));
                    }));
  }

  @Test
  void every_template_is_among_the_samples() throws IOException {
    Set<String> templates = new HashSet<>();
    try (var files = Files.list(Path.of("src/main/resources/org/dossierhub/exchange/web"))) {
      files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".ftlh"))
          .forEach(file -> templates.add(file.replace(".ftlh", "")));
    }
    templates.removeAll(Set.of("layout", "report", "steps", "agent"));

    assertThat(
            SamplePages.all("x").values().stream().map(sample -> sample.page().template()).toList())
        .containsAll(templates);
  }

  private static String html(String name, Language language, String text) {
    var sample = SamplePages.all(text).get(name);
    var account =
        Samples.account(
            Samples.OURS,
            sample.roles().isEmpty()
                ? "Nobody"
                : text.startsWith("<") ? text : "Nguyễn Thị Minh An",
            sample.roles().toArray(Role[]::new));
    var accounts = new FakeAccounts().with(account);
    var writer = WRITER;
    writer.visit = new Visit();
    writer.visit.begin(language, "/trang", "127.0.0.1", FormToken.fresh());
    writer.current =
        new CurrentAccount(
            new FakeSecurityContext(sample.roles().isEmpty() ? null : account.username()),
            accounts);
    writer.session = new FakeSession();
    writer.assets = new StaticAssets();
    writer.agencies =
        new FakeAgencies()
            .with(Samples.agency("H99.08", "Sở Xây dựng tỉnh Bình Minh (hư cấu)", Channel.DESK));
    writer.settings = settings();
    return writer.html(sample.page());
  }

  static Settings settings() {
    return new Settings(
        new HubSettings(
            new AgencyCode("H99.00"), URI.create("https://hub.example/"), 8443, true, 9797),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** Leaves the pages where somebody can look at them in a browser. */
  private static void keep(String name, Language language, String html) throws IOException {
    Files.createDirectories(FOLDER.resolve("static"));
    Files.writeString(FOLDER.resolve(name + "." + language.tag() + ".html"), html);
    for (var asset : List.of("hub.css", "hub.svg", "signing.js", "paper.svg")) {
      var address =
          new StaticAssets()
              .addresses()
              .get(asset.replace('.', '_'))
              .substring("/static/".length());
      try (var in = StaticAssets.class.getResourceAsStream("static/" + asset)) {
        Files.write(FOLDER.resolve("static").resolve(address), in.readAllBytes());
      }
    }
  }

  private static int occurrences(String html, String text) {
    return html.split(Pattern.quote(text), -1).length - 1;
  }

  private static List<String> all(String html, String pattern) {
    return Pattern.compile(pattern).matcher(html).results().map(r -> r.group(1)).toList();
  }

  private static Set<String> repeated(String html, String pattern) {
    Set<String> seen = new HashSet<>();
    Set<String> twice = new HashSet<>();
    Pattern.compile(pattern)
        .matcher(html)
        .results()
        .map((MatchResult r) -> r.group(1))
        .filter(id -> !seen.add(id))
        .forEach(twice::add);
    return twice;
  }
}
