package org.dossierhub.exchange.protocol;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * Times on the wire: {@code xs:dateTime} with an offset, written in Vietnamese time to the second.
 */
public final class WireTime {

  private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");

  private WireTime() {}

  /**
   * Reads a time that names its offset.
   *
   * @throws java.time.format.DateTimeParseException when it names none
   */
  public static Instant parse(String text) {
    return OffsetDateTime.parse(text.trim()).toInstant();
  }

  public static String print(Instant time) {
    return time == null
        ? null
        : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
            time.truncatedTo(ChronoUnit.SECONDS).atZone(VIETNAM));
  }
}
