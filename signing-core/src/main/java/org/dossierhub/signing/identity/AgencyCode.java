package org.dossierhub.signing.identity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The electronic identifier of an agency, in either of the two grammars that live side by side:
 * {@code 000.00.19.H26} (QCVN 102:2016, from the part to the whole) or {@code H26.19} (Quyết định
 * 20/2020/QĐ-TTg, from the whole to the part, at most 35 characters).
 *
 * <p>Two codes are equal only as text. Whether two codes mean the same agency is for the register
 * of agencies to say: provinces re-issued their lists, so {@link #inCurrentForm()} is a hint and
 * never a key.
 */
public record AgencyCode(String value) implements Comparable<AgencyCode> {

  /** Which of the two grammars a code is written in. */
  public enum Form {
    /** QCVN 102:2016, {@code V1V2V3.Z1Z2.Y1Y2.MX1X2}. */
    QCVN_102,
    /** Quyết định 20/2020/QĐ-TTg as amended by Quyết định 09/2025/QĐ-TTg. */
    DECISION_20_2020
  }

  private static final int LONGEST = 35;
  // Some packages on the national axis carry shortened old codes such as 28.22.H17.
  private static final Pattern OLD = Pattern.compile("(?:\\d{2,3}\\.){1,3}[A-Z]\\d{2}");
  private static final Pattern CURRENT = Pattern.compile("[A-Z]\\d{2}(?:\\.[A-Z0-9]{2,4}){0,6}");

  public AgencyCode {
    if (value == null
        || value.length() > LONGEST
        || !(CURRENT.matcher(value).matches() || OLD.matcher(value).matches())) {
      throw new IllegalArgumentException("Not an agency code: " + Shown.of(value));
    }
  }

  public Form form() {
    return CURRENT.matcher(value).matches() ? Form.DECISION_20_2020 : Form.QCVN_102;
  }

  /** The ministry or province the code belongs to, for example {@code H26}. */
  public String root() {
    var parts = value.split("\\.");
    return form() == Form.DECISION_20_2020 ? parts[0] : parts[parts.length - 1];
  }

  /**
   * The same code written in the current form, as far as it can be told from the text alone; empty
   * for an old code with a part in the middle that is absent (zeros), which the current form cannot
   * express.
   */
  public Optional<AgencyCode> inCurrentForm() {
    if (form() == Form.DECISION_20_2020) {
      return Optional.of(this);
    }
    List<String> parts = new ArrayList<>(List.of(value.split("\\.")));
    Collections.reverse(parts);
    while (parts.size() > 1 && isAbsent(parts.get(parts.size() - 1))) {
      parts.remove(parts.size() - 1);
    }
    return parts.stream().anyMatch(AgencyCode::isAbsent)
        ? Optional.empty()
        : Optional.of(new AgencyCode(String.join(".", parts)));
  }

  private static boolean isAbsent(String part) {
    return part.chars().allMatch(c -> c == '0');
  }

  @Override
  public int compareTo(AgencyCode other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
