package org.dossierhub.exchange.result;

import org.dossierhub.exchange.dossier.SigningState;

/** How far a result has come on the desk; each step is taken by one class of package desk. */
public enum ResultState {
  AWAITING_LEADER("chờ lãnh đạo ký"),
  SENT_BACK("bị trả lại để sửa dự thảo"),
  DISCARDED("đã hủy dự thảo"),
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

  /** How far the signing of the dossier is while this is its newest result. */
  public SigningState signing() {
    return switch (this) {
      case AWAITING_LEADER -> SigningState.AWAITING_LEADER;
      case SENT_BACK -> SigningState.SENT_BACK;
      case DISCARDED -> SigningState.NOT_BEGUN;
      case AWAITING_NUMBER, AWAITING_SEAL -> SigningState.AWAITING_CLERK;
      case AWAITING_TIMESTAMP, AWAITING_PUBLICATION -> SigningState.AWAITING_TIMESTAMP;
      case PUBLISHED, REPLACED -> SigningState.PUBLISHED;
      case REVOKED -> SigningState.REVOKED;
    };
  }

  /** Whether the public has been given this result at some time, whatever became of it since. */
  public boolean wasPublished() {
    return this == PUBLISHED || this == REVOKED || this == REPLACED;
  }
}
