package org.dossierhub.exchange.verification;

/** A file the hub will not look at, with the limit it broke. */
public final class UploadRefused extends Exception {
  private static final long serialVersionUID = 1L;

  /** Which limit; the name is the code on the wire. */
  public enum Limit {
    TOO_LARGE,
    REPORT_TOO_LONG,
    TOO_OFTEN
  }

  private final Limit limit;
  private final String reasonVi;
  private final String reasonEn;

  private UploadRefused(Limit limit, String reasonVi, String reasonEn) {
    super(limit + ": " + reasonEn);
    this.limit = limit;
    this.reasonVi = reasonVi;
    this.reasonEn = reasonEn;
  }

  static UploadRefused tooLarge(int megabytes) {
    return new UploadRefused(
        Limit.TOO_LARGE,
        "Tệp lớn hơn " + megabytes + " MB nên không được kiểm tra ở đây.",
        "The file is larger than " + megabytes + " MB and is not verified here.");
  }

  static UploadRefused reportTooLong() {
    return new UploadRefused(
        Limit.REPORT_TOO_LONG,
        "Báo cáo dài hơn mức ký được ở định dạng này; hãy chọn PDF.",
        "The report is longer than what can be sealed in this form; choose PDF.");
  }

  static UploadRefused tooOften() {
    return new UploadRefused(
        Limit.TOO_OFTEN,
        "Bạn đã kiểm tra quá nhiều tệp trong một thời gian ngắn. Xin thử lại sau ít phút.",
        "You have checked too many files in a short time. Please try again in a few minutes.");
  }

  public Limit limit() {
    return limit;
  }

  public String code() {
    return limit.name();
  }

  public String reasonVi() {
    return reasonVi;
  }

  public String reasonEn() {
    return reasonEn;
  }
}
