package org.dossierhub.exchange.web;

import jakarta.ws.rs.BadRequestException;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a visitor filled in. An instance exists only if the form carried the right {@link
 * FormToken}: {@link PostedFormReader} makes it, and every method that answers a POST takes one.
 * Texts are trimmed and in NFC, and hold no control characters besides tabs and ends of lines.
 */
public final class PostedForm {
  private final Map<String, List<String>> texts;
  private final Map<String, List<PostedFile>> files;

  PostedForm(Map<String, List<String>> texts, Map<String, List<PostedFile>> files) {
    this.texts = texts;
    this.files = files;
  }

  /** What was filled in, or the empty text. */
  String text(String name) {
    return optional(name).orElse("");
  }

  /** What was filled in, unless it was left empty. */
  Optional<String> optional(String name) {
    return texts.getOrDefault(name, List.of()).stream()
        .map(text -> Normalizer.normalize(printable(text), Normalizer.Form.NFC).strip())
        .filter(text -> !text.isEmpty())
        .findFirst();
  }

  /** No keyboard makes the others, and a database cannot keep all of them. */
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cc}&&[^\\t\\n\\r]]", "");
  }

  /** Exactly what was typed: for passwords. */
  char[] secret(String name) {
    return texts.getOrDefault(name, List.of("")).get(0).toCharArray();
  }

  List<String> all(String name) {
    return texts.getOrDefault(name, List.of()).stream()
        .map(text -> printable(text).strip())
        .toList();
  }

  boolean ticked(String name) {
    return texts.containsKey(name);
  }

  /** A date as browsers send it. */
  Optional<LocalDate> date(String name) {
    try {
      return optional(name).map(LocalDate::parse);
    } catch (DateTimeParseException e) {
      throw new BadRequestException("Not a date in field " + name, e);
    }
  }

  /** A date and time in Viet Nam, as browsers send it. */
  Optional<Instant> time(String name) {
    try {
      return optional(name)
          .map(text -> LocalDateTime.parse(text).atZone(Texts.VIETNAM).toInstant());
    } catch (DateTimeParseException e) {
      throw new BadRequestException("Not a time in field " + name, e);
    }
  }

  /** The uploaded file, unless none was chosen. */
  Optional<PostedFile> file(String name) {
    return files.getOrDefault(name, List.of()).stream().filter(file -> file.size() > 0).findFirst();
  }
}
