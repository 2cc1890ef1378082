package org.dossierhub.signing.verification;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;

/**
 * The sentences of the product about signatures, in Vietnamese and English: {@code
 * texts_vi.properties} and {@code texts_en.properties} beside this class. A missing sentence is an
 * error, not an empty line.
 */
enum Texts {
  VIETNAMESE("vi"),
  ENGLISH("en");

  private final Properties sentences = new Properties();
  private final Locale locale;

  Texts(String language) {
    locale = new Locale(language);
    var resource = "texts_" + language + ".properties";
    try (var in = Objects.requireNonNull(Texts.class.getResourceAsStream(resource), resource)) {
      sentences.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("The sentences in " + resource + " cannot be read", e);
    }
  }

  /** What a finding means. */
  String explanation(String finding, Object... details) {
    return say(finding + ".text", details);
  }

  /** What somebody can do about a finding. */
  String remedy(String finding) {
    return say(finding + ".remedy");
  }

  boolean knows(String finding) {
    return sentences.containsKey(finding + ".text");
  }

  String say(String key, Object... details) {
    var pattern = sentences.getProperty(key);
    if (pattern == null) {
      throw new IllegalStateException("No sentence for " + key);
    }
    return new MessageFormat(pattern, locale).format(details);
  }
}
