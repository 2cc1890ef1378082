package org.dossierhub.exchange.delivery;

import java.time.Instant;
import java.util.Optional;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;

/**
 * What is known about handing messages to other machines. Every call is a transaction of its own:
 * an attempt is durable before its first byte leaves, an answer before it is acknowledged. A
 * hand-over is named by its recipient and the digest of the signed manifest.
 */
public interface HandOvers {

  /**
   * Notes an attempt.
   *
   * @return when the attempt before this one was made, empty for the first
   */
  Optional<Instant> attempt(AgencyCode recipient, MessageId id, Sha256 manifest, Instant at);

  /** When the newest attempt was made. */
  Optional<Instant> attempted(AgencyCode recipient, Sha256 manifest);

  /** The recipient's answer, if there is one. */
  Optional<Answer> answer(AgencyCode recipient, Sha256 manifest);

  /**
   * Keeps the recipient's receipt; the first one stays.
   *
   * @return false when no such message was handed to this recipient
   */
  boolean receipted(AgencyCode recipient, Sha256 manifest, byte[] receipt, Instant at);

  /**
   * Keeps the recipient's refusal of the message with this id, unless it has answered before.
   *
   * @return false when no unanswered message of this id was handed to this recipient
   */
  boolean refused(AgencyCode recipient, MessageId id, String code, String words, Instant at);

  /** A receipt, or the code and words of a refusal. */
  record Answer(
      Optional<byte[]> receipt, Optional<String> refusalCode, Optional<String> refusalWords) {}
}
