package org.dossierhub.exchange.dossier;

/** How the newest message about the dossier to its submitter or recipient fares. */
public enum DeliveryState {
  NOTHING_TO_SEND("Không có gì phải gửi"),
  ON_ITS_WAY("Đang gửi"),
  DELIVERED("Đã giao"),
  REFUSED("Bên nhận từ chối"),
  NOT_DELIVERED("Không giao được"),
  WITHDRAWN("Bên gửi đã thu hồi");

  private final String vietnamese;

  DeliveryState(String vietnamese) {
    this.vietnamese = vietnamese;
  }

  public String vietnamese() {
    return vietnamese;
  }
}
