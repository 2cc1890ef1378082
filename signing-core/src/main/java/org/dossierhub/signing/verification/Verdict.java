package org.dossierhub.signing.verification;

/**
 * The answer about a signature or a file. A signature is {@link #VALID}, {@link #INVALID} or {@link
 * #INDETERMINATE}; a file can also be {@link #UNSIGNED} or {@link #REFUSED} (not examined: type,
 * size or structure not acceptable).
 */
public enum Verdict {
  VALID("hợp lệ", "valid"),
  INVALID("không hợp lệ", "not valid"),
  INDETERMINATE("chưa đủ căn cứ", "not enough to decide"),
  UNSIGNED("không có chữ ký", "not signed"),
  REFUSED("từ chối", "refused");

  private final String vietnamese;
  private final String english;

  Verdict(String vietnamese, String english) {
    this.vietnamese = vietnamese;
    this.english = english;
  }

  /** The words of Thông tư 15/2025/TT-BKHCN, Điều 6, where it has them. */
  public String vietnamese() {
    return vietnamese;
  }

  public String english() {
    return english;
  }
}
