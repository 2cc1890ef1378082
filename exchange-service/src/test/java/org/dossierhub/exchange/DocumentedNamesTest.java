package org.dossierhub.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever reads a name of the code in the documents finds it in the sources. */
class DocumentedNamesTest {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  /** {@code package.Type}, {@code Type} or {@code Type.CONSTANT}, in backticks. */
  private static final Pattern NAME =
      Pattern.compile("`(?:[a-z]+\\.)*([A-Z]\\w*[a-z]\\w*)(?:\\.([A-Z_]+))?`");

  @Test
  void every_class_named_in_terms_and_journey_exists() throws IOException {
    var sources = sources();
    var missing = new ArrayList<String>();
    int found = 0;
    for (var document : new String[] {"docs/terms.md", "docs/dossier-journey.md"}) {
      var names = NAME.matcher(Files.readString(CHECKOUT.resolve(document)));
      while (names.find()) {
        found++;
        var type = names.group(1);
        var constant = names.group(2) == null ? "" : names.group(2);
        if (sources.lines().noneMatch(line -> declares(line, type))
            || !sources.contains(constant)) {
          missing.add(document + ": " + names.group());
        }
      }
    }

    assertThat(missing).isEmpty();
    assertThat(found).isGreaterThan(30);
  }

  private static boolean declares(String line, String type) {
    return line.matches(".*\\b(class|interface|record|enum) " + type + "\\b.*");
  }

  private static String sources() throws IOException {
    var all = new StringBuilder();
    for (var module : new String[] {"exchange-service", "signing-core", "system-tests"}) {
      try (var files = Files.walk(CHECKOUT.resolve(module))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> file.toString().contains("/src/"))
            .forEach(file -> all.append(read(file)).append('\n'));
      }
    }
    return all.toString();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
