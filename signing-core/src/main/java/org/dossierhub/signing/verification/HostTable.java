package org.dossierhub.signing.verification;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which {@code host:port} is asked in the place of one that certificates name: some are reachable
 * only through a mirror. A dated, readable file (docs/protocol/host-table.md); it says where to
 * ask, never whom one may ask.
 */
public record HostTable(List<Entry> entries) {
  private static final Pattern PLACE = Pattern.compile("[A-Za-z0-9.-]+:\\d{1,5}");
  private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final int LONGEST = 1 << 20;

  /**
   * One line.
   *
   * @param since first day on which it holds
   * @param until first day on which it no longer does
   * @param line where it stands, for messages
   */
  public record Entry(
      String named, String asked, LocalDate since, Optional<LocalDate> until, int line) {

    boolean holdsOn(LocalDate day) {
      return !day.isBefore(since) && until.filter(end -> !day.isBefore(end)).isEmpty();
    }

    private boolean overlaps(Entry other) {
      return named.equals(other.named)
          && until.filter(end -> !other.since.isBefore(end)).isEmpty()
          && other.until.filter(end -> !since.isBefore(end)).isEmpty();
    }
  }

  public HostTable {
    entries = List.copyOf(entries);
  }

  /** Everybody is asked where the certificate says. */
  public static HostTable none() {
    return new HostTable(List.of());
  }

  /** IllegalArgumentException names the file, the line and what is wrong with it. */
  public static HostTable in(Path file) {
    List<String> lines;
    try {
      if (Files.size(file) > LONGEST) {
        throw new IllegalArgumentException("Too large for a host table: " + file);
      }
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("The host table " + file + " cannot be read", e);
    }
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < lines.size(); i++) {
      var said = lines.get(i).replaceFirst("#.*", "").strip();
      if (!said.isEmpty()) {
        try {
          var entry = entry(said.split("\\s+"), i + 1);
          if (entries.stream().anyMatch(entry::overlaps)) {
            throw new IllegalArgumentException(entry.named + " has another entry for the same day");
          }
          entries.add(entry);
        } catch (IllegalArgumentException | DateTimeException e) {
          throw new IllegalArgumentException(
              "Host table " + file + ", line " + (i + 1) + ": " + e.getMessage(), e);
        }
      }
    }
    return new HostTable(entries);
  }

  private static Entry entry(String[] words, int line) {
    if (words.length != 4) {
      throw new IllegalArgumentException(
          "expected host:port, host:port, since, until (a date or -), found "
              + words.length
              + " words");
    }
    return new Entry(
        place(words[0]),
        place(words[1]),
        LocalDate.parse(words[2]),
        words[3].equals("-") ? Optional.empty() : Optional.of(LocalDate.parse(words[3])),
        line);
  }

  private static String place(String text) {
    if (!PLACE.matcher(text).matches()) {
      throw new IllegalArgumentException("not host:port: " + text);
    }
    return text.toLowerCase(Locale.ROOT);
  }

  /** Where to ask at that moment for what is named so. */
  String insteadOf(String place, Instant now) {
    var day = LocalDate.ofInstant(now, VIETNAM);
    return entries.stream()
        .filter(entry -> entry.named.equals(place) && entry.holdsOn(day))
        .map(Entry::asked)
        .findFirst()
        .orElse(place);
  }
}
