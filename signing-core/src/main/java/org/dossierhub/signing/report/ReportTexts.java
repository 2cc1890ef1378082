package org.dossierhub.signing.report;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;

/**
 * The words around a verdict, from {@code report_vi.properties} and {@code report_en.properties}.
 */
enum ReportTexts {
  VIETNAMESE("vi"),
  ENGLISH("en");

  private final Locale locale;
  private final Properties texts = new Properties();

  ReportTexts(String language) {
    locale = new Locale(language);
    var resource = "report_" + language + ".properties";
    try (var in =
        Objects.requireNonNull(ReportTexts.class.getResourceAsStream(resource), resource)) {
      texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("The texts in " + resource + " cannot be read", e);
    }
  }

  static ReportTexts in(Locale language) {
    return language.getLanguage().equals("en") ? ENGLISH : VIETNAMESE;
  }

  Locale locale() {
    return locale;
  }

  Properties all() {
    return texts;
  }

  String say(String key, Object... details) {
    var pattern = texts.getProperty(key);
    if (pattern == null) {
      throw new IllegalStateException("No text for " + key);
    }
    return new MessageFormat(pattern, locale).format(details);
  }
}
