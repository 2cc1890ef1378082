package org.dossierhub.exchange.delivery;

import java.time.Instant;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.message.Channel;

/** Brings a message to agencies of one channel. */
public interface Courier {

  Channel channel();

  /**
   * The recipient's signed receipt. {@code TryAgainLater} when the recipient is away or its answer
   * did not come, {@link AnswerFollows} when it comes by itself; {@link DeliveryRefused} when it
   * said no and would say no again.
   */
  byte[] deliver(OutgoingMessage message) throws DeliveryRefused;

  /**
   * Tells the recipient that a message it may have was taken back, with the sender's signed
   * document and the time of it. {@code TryAgainLater} when the recipient is away.
   */
  void tellWithdrawal(Agency recipient, byte[] withdrawal, Instant since);
}
