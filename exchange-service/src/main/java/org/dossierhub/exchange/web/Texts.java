package org.dossierhub.exchange.web;

import java.text.MessageFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.ResourceBundle;

/** What the pages say in one language, with times in the time zone of Vietnam. */
final class Texts {
  static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final String BUNDLE = "org.dossierhub.exchange.web.texts";
  private static final Map<Language, Texts> ALL =
      Map.of(
          Language.VIETNAMESE, new Texts(Language.VIETNAMESE),
          Language.ENGLISH, new Texts(Language.ENGLISH));

  private final Language language;
  private final ResourceBundle texts;
  private final DateTimeFormatter day;
  private final DateTimeFormatter time;

  private Texts(Language language) {
    this.language = language;
    this.texts =
        ResourceBundle.getBundle(
            BUNDLE,
            language.locale(),
            Texts.class.getClassLoader(),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    this.day = DateTimeFormatter.ofPattern(texts.getString("format.day"), language.locale());
    this.time =
        DateTimeFormatter.ofPattern(texts.getString("format.time"), language.locale())
            .withZone(VIETNAM);
  }

  static Texts in(Language language) {
    return ALL.get(language);
  }

  Language language() {
    return language;
  }

  /** The text under the key; a missing key is a mistake of ours and found by a test. */
  String text(String key, Object... arguments) {
    var pattern = texts.getString(key);
    return arguments.length == 0
        ? pattern
        : new MessageFormat(pattern, language.locale()).format(arguments);
  }

  boolean has(String key) {
    return texts.containsKey(key);
  }

  ResourceBundle bundle() {
    return texts;
  }

  String day(LocalDate date) {
    return day.format(date);
  }

  String time(Instant instant) {
    return time.format(instant);
  }

  /** A size in the unit people would use, powers of 1024 under their everyday names. */
  String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    if (bytes < 1024 * 1024) {
      return (bytes + 512) / 1024 + " KB";
    }
    return String.format(language.locale(), "%.1f MB", bytes / (1024.0 * 1024.0));
  }
}
