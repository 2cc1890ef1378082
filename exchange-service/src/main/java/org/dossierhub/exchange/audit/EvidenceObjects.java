package org.dossierhub.exchange.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;

/**
 * The signed documents about hand-overs, and the time-stamps they share. They only grow; everything
 * that writes belongs to the caller's transaction.
 */
public interface EvidenceObjects {

  /** An entry of the evidence log that has no signed document yet. */
  record Unsigned(long number, Evidence evidence) {}

  /**
   * The digests under one time-stamp, in the order of their places, and the place of one of them.
   */
  record Stamp(List<Sha256> leaves, int place, byte[] token) {}

  /**
   * Whether it is this node's turn to sign until the transaction ends; one node at a time.
   *
   * @param waiting for the node whose turn it is
   */
  boolean turnToSign(boolean waiting);

  /** The oldest first; of one message only, when it is named. */
  List<Unsigned> unsigned(Optional<UUID> message, int atMost);

  Optional<EvidenceObject> last(UUID message);

  void add(Unsigned about, HandOverEvent event, int position, byte[] document);

  /** The hub's signed refusal of a message it did not take. */
  void rejected(AgencyCode sender, MessageId id, Instant at, byte[] refusal);

  /** By their positions. */
  List<EvidenceObject> ofMessage(UUID message);

  /** The oldest first. */
  List<EvidenceObject> notStamped(int atMost);

  /** False, and nothing written, when another node has stamped one of them meanwhile. */
  boolean stamped(List<EvidenceObject> objects, Instant at, byte[] token);

  Optional<Stamp> stampOf(EvidenceObject object);
}
