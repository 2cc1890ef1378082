package org.dossierhub.exchange.delivery;

import java.time.Duration;
import org.dossierhub.exchange.work.TryAgainLater;

/**
 * The recipient has not answered because it is not asked: the message lies where it fetches it, and
 * its answer ends the delivery by itself ({@link AcknowledgeDelivery}). Nothing went wrong.
 */
public final class AnswerFollows extends TryAgainLater {
  private static final long serialVersionUID = 1;

  /**
   * @param after when to look again if there is no answer until then
   */
  public AnswerFollows(String what, Duration after) {
    super(what, after);
  }
}
