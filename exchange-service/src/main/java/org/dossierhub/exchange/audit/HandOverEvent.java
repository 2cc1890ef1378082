package org.dossierhub.exchange.audit;

import java.util.Optional;

/**
 * What an evidence object proves, and the event of ETSI EN 319 522-1 it corresponds to; the table
 * is in docs/protocol/evidence.md.
 */
public enum HandOverEvent {
  /** The hub has the message; for a desk in the hub the recipient has it, too. */
  SUBMISSION_ACCEPTANCE("SubmissionAcceptance"),
  SUBMISSION_REJECTION("SubmissionRejection"),
  /** The recipient has fetched the message for the first time. */
  RETRIEVAL("ContentConsignment"),
  /** The recipient has given its signed receipt. */
  DELIVERY("ContentHandover"),
  DELIVERY_REJECTION("ConsignmentRejection"),
  /** No receipt within the time the hub tries. */
  NON_DELIVERY("ContentHandoverFailure"),
  /** The sender took the message back; the standard has no such event. */
  WITHDRAWAL(null),
  /** The receipt came after the delivery had ended otherwise; the standard has no such event. */
  LATE_RECEIPT(null);

  private final String etsi;

  HandOverEvent(String etsi) {
    this.etsi = etsi;
  }

  /** The event's URI, when the standard has one. */
  public Optional<String> etsi() {
    return Optional.ofNullable(etsi).map(name -> "http://uri.etsi.org/19522/Event/" + name);
  }

  /** Absent for proofs that are no hand-over. */
  public static Optional<HandOverEvent> of(Evidence.Kind kind) {
    return Optional.ofNullable(
        switch (kind) {
          case RECEIPT_ISSUED -> SUBMISSION_ACCEPTANCE;
          case HANDED_OUT -> RETRIEVAL;
          case DELIVERED -> DELIVERY;
          case DELIVERY_REFUSED -> DELIVERY_REJECTION;
          case NOT_DELIVERED -> NON_DELIVERY;
          case WITHDRAWN -> WITHDRAWAL;
          case LATE_RECEIPT -> LATE_RECEIPT;
          case MANIFEST_VERIFIED, DOCUMENTS_JUDGED -> null;
        });
  }
}
