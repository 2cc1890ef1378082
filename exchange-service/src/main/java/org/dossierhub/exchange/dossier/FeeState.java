package org.dossierhub.exchange.dossier;

/** Whether the applicant owes money for the dossier. */
public enum FeeState {
  NONE_DUE("Không phải nộp"),
  DUE("Chưa nộp"),
  PAID("Đã nộp");

  private final String vietnamese;

  FeeState(String vietnamese) {
    this.vietnamese = vietnamese;
  }

  public String vietnamese() {
    return vietnamese;
  }
}
