package org.dossierhub.signing.identity;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The national code of an administrative procedure (mã TTHC), {@code 1.001612}, with or without the
 * agency that many systems append, {@code 1.011443.000.00.00.H38}. Procedures are compared by
 * {@link #national()}; the appended agency is kept as the variant it is.
 */
public record ProcedureCode(String value) {

  private static final Pattern FORM =
      Pattern.compile("[1-9]\\.\\d{6}(?:\\.\\d{3}\\.\\d{2}\\.\\d{2}\\.[A-Z]\\d{2})?");
  private static final int NATIONAL_LENGTH = 8;

  public ProcedureCode {
    if (value == null || !FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("Not a procedure code: " + Shown.of(value));
    }
  }

  /** The first two parts, {@code d.nnnnnn}. */
  public String national() {
    return value.substring(0, NATIONAL_LENGTH);
  }

  /** The agency appended to the national code, if any. */
  public Optional<AgencyCode> agency() {
    return value.length() == NATIONAL_LENGTH
        ? Optional.empty()
        : Optional.of(new AgencyCode(value.substring(NATIONAL_LENGTH + 1)));
  }

  public boolean sameProcedureAs(ProcedureCode other) {
    return national().equals(other.national());
  }

  @Override
  public String toString() {
    return value;
  }
}
