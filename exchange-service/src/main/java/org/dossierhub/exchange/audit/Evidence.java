package org.dossierhub.exchange.audit;

import java.time.Instant;
import java.util.UUID;

/**
 * A document that proves one step of a message: the signer's certificate, a receipt, a recipient's
 * receipt, a verdict.
 */
public record Evidence(UUID message, Kind kind, Instant at, String detail, byte[] document) {

  /** What the document proves. */
  public enum Kind {
    /** The certificate that signed the manifest (DER); the detail names the transport identity. */
    MANIFEST_VERIFIED,
    /** The hub's receipt. */
    RECEIPT_ISSUED,
    /** The verdicts about the documents inside (JSON). */
    DOCUMENTS_JUDGED,
    /** The recipient's signed receipt. */
    DELIVERED,
    /** What the recipient said when it refused. */
    DELIVERY_REFUSED,
    /** The hub's signed statement that the recipient could not be reached in time. */
    NOT_DELIVERED
  }
}
