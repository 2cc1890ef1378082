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

  /**
   * An entry of the evidence log that has no signed document yet.
   *
   * @param before what was signed of the same message before all that is unsigned
   */
  record Unsigned(long number, Evidence evidence, About message, Optional<Link> before) {}

  /** What a signed document says of the message it is about. */
  record About(MessageId id, AgencyCode sender, AgencyCode recipient, Sha256 manifest) {}

  /** One of the documents about a message: its place among them, from 1, and its digest. */
  record Link(int position, Sha256 digest) {}

  /** The document for an entry of the evidence log. */
  record Signed(Unsigned entry, HandOverEvent event, Link link, byte[] document) {}

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

  void add(List<Signed> documents);

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
