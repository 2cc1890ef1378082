package org.dossierhub.signing.timestamp;

import java.io.IOException;

/**
 * Whoever answers time-stamp requests. Only bytes are passed here; whether the answer is granted,
 * genuine and about the right digest is checked by whoever embeds it.
 */
public interface TimestampAuthority {

  /**
   * Sends one TimeStampReq (RFC 3161, 2.4.1, DER) and returns the TimeStampResp. IOException when
   * there is no answer in time; the caller's queue brings the work back.
   */
  byte[] timestamp(byte[] rfc3161Request) throws IOException;
}
