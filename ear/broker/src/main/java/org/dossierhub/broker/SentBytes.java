package org.dossierhub.broker;

import io.netty.buffer.ByteBuf;

/**
 * Follows what a client sends in one protocol and finds the message that is too large while it
 * arrives: the protocols of the broker take messages into memory or onto the disk first.
 */
interface SentBytes {

  /**
   * Looks at the next bytes of the line without taking them.
   *
   * @throws Refused when a message, or a frame around it, is larger than the contract allows, or
   *     when nobody can say where it ends
   */
  void follow(ByteBuf bytes) throws Refused;

  /** What tells the client, in its protocol, why the line is closed. */
  byte[] farewell(Refused why);

  /** A line that is closed, with the words for the client. */
  final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String why) {
      super(why, null, false, false);
    }
  }
}
