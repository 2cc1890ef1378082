package org.dossierhub.exchange.result;

/** How far a result has come on the desk; each step is taken by one class of package desk. */
public enum ResultState {
  AWAITING_LEADER("chờ lãnh đạo ký"),
  AWAITING_NUMBER("chờ cấp số"),
  AWAITING_SEAL("chờ đóng dấu"),
  AWAITING_TIMESTAMP("đã ký, chờ dấu thời gian"),
  AWAITING_PUBLICATION("chờ phát hành"),
  PUBLISHED("đã phát hành"),
  REVOKED("đã thu hồi"),
  REPLACED("đã được thay thế");

  private final String labelVi;

  ResultState(String labelVi) {
    this.labelVi = labelVi;
  }

  public String labelVi() {
    return labelVi;
  }

  /** Whether the public has been given this result at some time, whatever became of it since. */
  public boolean wasPublished() {
    return this == PUBLISHED || this == REVOKED || this == REPLACED;
  }
}
