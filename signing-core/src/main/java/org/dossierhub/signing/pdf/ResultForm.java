package org.dossierhub.signing.pdf;

import java.time.LocalDate;
import java.util.List;

/**
 * A result as a form: before the leader signs, the places for number, date, signature, seal and
 * time-stamp are reserved; afterwards the clerk fills number and date and nothing else. These field
 * names are how a reader knows the clerk's revision (docs/decisions: the clerk's revision).
 */
public final class ResultForm {
  /** Text field of the document number and notation, for example {@code 123/QĐ-SXD}. */
  public static final String NUMBER = "DossierHub_Number";

  /** Text field of the date, for example {@code ngày 05 tháng 12 năm 2026}. */
  public static final String DATE = "DossierHub_Date";

  /** Signature field of the competent person. */
  public static final String LEADER = "DossierHub_Leader";

  /** Signature field of the agency's seal. */
  public static final String SEAL = "DossierHub_Seal";

  /** Signature field, not visible, of the time-stamp over the sealed result. */
  public static final String TIMESTAMP = "DossierHub_Timestamp";

  /** What the leader's signature leaves open: FieldMDP /Exclude, in this order. */
  public static final List<String> OPEN_AFTER_LEADER = List.of(NUMBER, DATE, SEAL, TIMESTAMP);

  /** What the seal leaves open: FieldMDP /Exclude. */
  public static final List<String> OPEN_AFTER_SEAL = List.of(TIMESTAMP);

  private ResultForm() {}

  /**
   * The draft with its places reserved, written anew as one clean revision. Refuses ({@link
   * CannotSign}) drafts that are signed, encrypted, not PDF, have active content or reserved
   * fields.
   */
  public static byte[] reserve(byte[] pdf, ResultLayout layout) {
    throw new UnsupportedOperationException("comes with the next landing");
  }

  /**
   * The result, signed by the leader, with its number and date filled in: only appended to, so that
   * the leader's signature keeps covering the same bytes.
   */
  public static byte[] fill(byte[] leaderSigned, String number, LocalDate date) {
    throw new UnsupportedOperationException("comes with the next landing");
  }
}
