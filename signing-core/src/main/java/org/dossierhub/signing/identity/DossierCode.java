package org.dossierhub.signing.identity;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number of a dossier (mã số hồ sơ): receiving agency, date received, running number of the
 * day, for example {@code H15.50.05.13-261008-0975}; systems of ministries write six or seven
 * digits and at least one writes the year in full. There is no check digit.
 */
public record DossierCode(String value) {

  private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final Pattern FORM =
      Pattern.compile("(?<agency>[A-Z0-9.]{3,35})-(?<date>\\d{6}|\\d{8})-(?<number>\\d{4,7})");

  public DossierCode {
    var parts = split(value);
    try {
      new AgencyCode(parts.group("agency"));
      dateOf(parts.group("date"));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException(
          "Not a dossier code: " + Shown.of(value) + " (" + e.getMessage() + ")", e);
    }
    if (Long.parseLong(parts.group("number")) == 0) {
      throw new IllegalArgumentException(
          "Not a dossier code: " + Shown.of(value) + " (running number is zero)");
    }
  }

  /**
   * The dossier code an agency gives its {@code number}-th dossier of a day; the number widens
   * beyond 9999.
   */
  public static DossierCode of(AgencyCode agency, LocalDate date, int number) {
    return new DossierCode(
        "%s-%02d%02d%02d-%04d"
            .formatted(
                agency.value(),
                date.getYear() % 100,
                date.getMonthValue(),
                date.getDayOfMonth(),
                number));
  }

  public AgencyCode agency() {
    return new AgencyCode(split(value).group("agency"));
  }

  public LocalDate date() {
    return dateOf(split(value).group("date"));
  }

  public long number() {
    return Long.parseLong(split(value).group("number"));
  }

  /**
   * Whether the date lies after today in Viet Nam by more than the one day that clocks and
   * midnights excuse.
   */
  public boolean liesInTheFuture(Clock clock) {
    return date().isAfter(LocalDate.now(clock.withZone(VIETNAM)).plusDays(1));
  }

  private static LocalDate dateOf(String digits) {
    int yearDigits = digits.length() - 4;
    int year = Integer.parseInt(digits.substring(0, yearDigits));
    return LocalDate.of(
        yearDigits == 2 ? 2000 + year : year,
        Integer.parseInt(digits.substring(yearDigits, yearDigits + 2)),
        Integer.parseInt(digits.substring(yearDigits + 2)));
  }

  private static Matcher split(String value) {
    var matcher = FORM.matcher(value == null ? "" : value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Not a dossier code: " + Shown.of(value));
    }
    return matcher;
  }

  @Override
  public String toString() {
    return value;
  }
}
