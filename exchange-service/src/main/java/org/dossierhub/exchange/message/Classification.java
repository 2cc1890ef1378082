package org.dossierhub.exchange.message;

/**
 * The secrecy a sender claims for a message; state secrets are never carried by the hub, they are
 * refused at the door.
 */
public enum Classification {
  ORDINARY("Thường"),
  CONFIDENTIAL("Mật"),
  SECRET("Tối mật"),
  TOP_SECRET("Tuyệt mật");

  private final String label;

  Classification(String label) {
    this.label = label;
  }

  /** The word stamped on the paper, in Vietnamese. */
  public String label() {
    return label;
  }

  public boolean mayBeCarried() {
    return this == ORDINARY;
  }
}
