package org.dossierhub.exchange.result;

/** What made a revision of a result differ from the one before. */
public enum RevisionKind {
  RESERVED("dự thảo có ô số, ngày"),
  SIGNED("lãnh đạo đã ký"),
  NUMBERED("đã điền số, ngày"),
  SEALED("đã đóng dấu cơ quan"),
  TIMESTAMPED("đã có dấu thời gian");

  private final String labelVi;

  RevisionKind(String labelVi) {
    this.labelVi = labelVi;
  }

  public String labelVi() {
    return labelVi;
  }
}
