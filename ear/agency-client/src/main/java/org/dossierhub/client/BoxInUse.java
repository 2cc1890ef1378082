package org.dossierhub.client;

/** Another command works in the box; nothing was done. */
public final class BoxInUse extends RuntimeException {
  private static final long serialVersionUID = 1;

  BoxInUse(String command) {
    super(
        "Lệnh %1$s khác đang chạy trong hộp này. / Another %1$s works in this box."
            .formatted(command));
  }
}
