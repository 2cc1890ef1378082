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
    /** The recipient has fetched the message for the first time; there is no document. */
    HANDED_OUT,
    /** The recipient's signed receipt. */
    DELIVERED,
    /** The recipient's signed receipt, come when the delivery had ended otherwise. */
    LATE_RECEIPT,
    /** What the sender signed to take the message back. */
    WITHDRAWN,
    /** What the recipient said when it refused. */
    DELIVERY_REFUSED,
    /** The hub's signed statement that the recipient could not be reached in time. */
    NOT_DELIVERED
  }
}
