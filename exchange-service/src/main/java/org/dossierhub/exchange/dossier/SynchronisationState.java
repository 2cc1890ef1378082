package org.dossierhub.exchange.dossier;

/** Whether the National Portal knows the dossier's present status. */
public enum SynchronisationState {
  NOT_CONFIGURED("Chưa kết nối Cổng"),
  NOT_POSSIBLE("Chưa thể đồng bộ"),
  WAITING("Chờ đồng bộ"),
  SYNCHRONISED("Đã đồng bộ"),
  FAILED("Đồng bộ lỗi");

  private final String vietnamese;

  SynchronisationState(String vietnamese) {
    this.vietnamese = vietnamese;
  }

  public String vietnamese() {
    return vietnamese;
  }
}
