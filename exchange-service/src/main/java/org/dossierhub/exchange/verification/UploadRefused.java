package org.dossierhub.exchange.verification;

/** A file the hub will not look at, with the limit it broke. */
public final class UploadRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String reasonVi;
  private final String reasonEn;

  UploadRefused(String code, String reasonVi, String reasonEn) {
    super(code + ": " + reasonEn);
    this.code = code;
    this.reasonVi = reasonVi;
    this.reasonEn = reasonEn;
  }

  public String code() {
    return code;
  }

  public String reasonVi() {
    return reasonVi;
  }

  public String reasonEn() {
    return reasonEn;
  }
}
