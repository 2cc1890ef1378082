package org.dossierhub.agent;

import java.util.Optional;

/** The person at this computer, asked outside the browser. */
interface Official {

  /**
   * Shows what would be signed. Entering the PIN is the consent; empty when the official declines
   * or lets the session expire.
   *
   * @return the PIN, for the caller to wipe
   */
  Optional<char[]> consent(Proposal proposal);

  /** Shows the code that pairs a browser with this program. */
  void showPairingCode(String code, String forWhom);
}
