package org.dossierhub.exchange.protocol;

import java.time.Instant;
import org.dossierhub.signing.identity.Sha256;

/**
 * The signed SOAP envelopes taken lately, by every node and across restarts (hazard F18), until
 * their time-stamp would refuse them anyway.
 */
public interface SeenEnvelopes {

  /**
   * Notes the envelope in a transaction of its own.
   *
   * @return false when it was noted before
   */
  boolean firstTime(Sha256 envelope, Instant keepUntil);
}
