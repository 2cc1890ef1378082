package org.dossierhub.system.journey;

import java.nio.file.Path;

/**
 * The computers of the officials: a token each (SoftHSM2 stands for the USB token) and the signing
 * agent running beside it.
 */
final class Desks {
  private Desks() {}

  /** Makes the token if it is not there, starts the agent, and pairs with the code it shows. */
  static SigningAgent open(Installation hub, Path folder, String desk, String identity, int port) {
    return null;
  }
}
