package org.dossierhub.exchange.dossier;

/** How far the signing of the dossier's result is. */
public enum SigningState {
  NOT_BEGUN("Chưa trình ký"),
  AWAITING_LEADER("Chờ ký duyệt"),
  SENT_BACK("Bị trả lại, chờ sửa dự thảo"),
  AWAITING_CLERK("Chờ văn thư"),
  AWAITING_TIMESTAMP("Đã ký, chờ dấu thời gian"),
  PUBLISHED("Đã phát hành"),
  REVOKED("Đã thu hồi");

  private final String vietnamese;

  SigningState(String vietnamese) {
    this.vietnamese = vietnamese;
  }

  public String vietnamese() {
    return vietnamese;
  }
}
