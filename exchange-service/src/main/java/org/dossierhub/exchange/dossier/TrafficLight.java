package org.dossierhub.exchange.dossier;

/** What the one-stop officer sees first about the signatures in a dossier. */
public enum TrafficLight {
  NOT_JUDGED("Đang kiểm tra"),
  GREEN("Đạt"),
  AMBER("Cần xem xét"),
  RED("Không đạt");

  private final String vietnamese;

  TrafficLight(String vietnamese) {
    this.vietnamese = vietnamese;
  }

  public String vietnamese() {
    return vietnamese;
  }
}
