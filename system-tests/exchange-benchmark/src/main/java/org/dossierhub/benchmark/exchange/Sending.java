package org.dossierhub.benchmark.exchange;

import java.util.UUID;

/** How one peer sends a message of this size until the receiver's receipt is there. */
interface Sending {
  /**
   * A message as far as a sender may have it ready before it opens a connection.
   *
   * @param manifest signed; null where the protocol has none
   */
  record Letter(UUID id, Size size, byte[] manifest) {
    byte[] part() {
      return size.part(id);
    }
  }

  /** What one of the senders holds open. */
  interface Line {
    /** Returns when the receiver has answered for the message; anything else is an exception. */
    void send(Letter letter) throws Exception;
  }

  Letter write(Size size) throws Exception;

  Line open() throws Exception;

  /** Nobody is being measured: room for the next turn. */
  default void tidy() throws Exception {}
}
