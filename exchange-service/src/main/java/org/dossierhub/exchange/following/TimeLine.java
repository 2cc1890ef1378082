package org.dossierhub.exchange.following;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dossierhub.exchange.delivery.Delivery;
import org.dossierhub.exchange.message.StoredMessage;

/**
 * Everything that happened to one message, over all channels, and what comes next.
 *
 * @param missing earlier messages of the dossier that this recipient never got: the gap in the
 *     order
 * @param overtakenBy later messages of the dossier that the recipient got before this one
 */
public record TimeLine(
    StoredMessage message,
    FoundMessage found,
    List<Delivery> deliveries,
    List<Step> steps,
    List<Waiting> waiting,
    List<FoundMessage> missing,
    List<FoundMessage> overtakenBy) {

  public TimeLine {
    deliveries = List.copyOf(deliveries);
    steps = List.copyOf(steps);
    waiting = List.copyOf(waiting);
    missing = List.copyOf(missing);
    overtakenBy = List.copyOf(overtakenBy);
  }

  /**
   * One thing that happened.
   *
   * @param what the stable word of an evidence, an audit action, or of this class
   * @param actor whoever did it, where somebody did
   * @param until the end of a row of equal attempts
   * @param evidence its place among the evidences of the message, counted from 0
   */
  public record Step(
      Instant at,
      Source source,
      String what,
      Optional<String> actor,
      String detail,
      Optional<Instant> until,
      Optional<Integer> evidence) {}

  /** Where a step was written down. */
  public enum Source {
    MESSAGE,
    EVIDENCE,
    ATTEMPT,
    VERDICT,
    AUDIT
  }
}
