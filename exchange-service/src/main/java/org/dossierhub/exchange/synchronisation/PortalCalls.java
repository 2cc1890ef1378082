package org.dossierhub.exchange.synchronisation;

import java.time.Instant;
import org.dossierhub.signing.identity.DossierCode;

/**
 * The ledger of calls to portals. Destination, dossier code and sequence of the history line are
 * the idempotency key; each call here is a transaction of its own.
 */
public interface PortalCalls {

  /** One line of one dossier's history on its way to one portal. */
  record Call(String destination, DossierCode dossier, int sequence) {}

  /** Whether the portal has taken this line. */
  boolean isAccepted(Call call);

  /** Whether the portal has taken any line of this dossier, so that the next one is an update. */
  boolean isKnown(String destination, DossierCode dossier);

  /**
   * Notes an attempt before its first byte leaves.
   *
   * @return which attempt it is; before any but the first there was one whose answer may have been
   *     lost
   */
  int attempt(Call call, boolean updating, Instant at);

  /** Does nothing when there was another attempt, or a wish for one, since this one. */
  void accepted(Call call, int attempt, Instant at);

  /** The line is to be told once more, even if it is on its way just now. */
  void tellAgain(Call call);

  void refused(Call call, String errorCode);
}
