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

  /**
   * A demand makes money due, and a way back from it says that it was paid. Who withdraws the
   * dossier or has it stopped instead has not paid.
   */
  public FeeState after(DossierMove move) {
    if (move.to() == BusinessState.PAYMENT_REQUESTED) {
      return DUE;
    }
    boolean wasDemanded = move.from().filter(BusinessState.PAYMENT_REQUESTED::equals).isPresent();
    boolean goesOn = move.to() != BusinessState.WITHDRAWN && move.to() != BusinessState.STOPPED;
    return wasDemanded && goesOn ? PAID : this;
  }

  public String vietnamese() {
    return vietnamese;
  }
}
