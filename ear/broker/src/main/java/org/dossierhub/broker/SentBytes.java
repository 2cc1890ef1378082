package org.dossierhub.broker;

import io.netty.buffer.ByteBuf;
import java.util.OptionalLong;

/**
 * Follows what a client sends in one protocol and finds the message that is too large while it
 * arrives: the protocols of the broker take messages into memory or onto the disk first. Whatever
 * the protocol behind it could read in another way is refused.
 */
interface SentBytes {

  /**
   * Looks at the next bytes of the line without taking them.
   *
   * @throws Refused when a message, or a frame around it, is larger than the contract allows, or
   *     when nobody can say where it ends
   */
  void follow(ByteBuf bytes) throws Refused;

  /**
   * When the message or frame began of which something is still missing ({@link System#nanoTime}).
   */
  OptionalLong unfinishedSince();

  /** What tells the client, in its protocol, why the line is closed; empty when nothing can. */
  byte[] farewell(Refused why);

  /** The stable code of a refusal. */
  enum Reason {
    /** Not the protocol, or not in the one way everybody reads alike. */
    MALFORMED,
    /** Larger or longer than the contract allows. */
    LIMIT_EXCEEDED,
    /** As many connections as may be; later there may be room. */
    TRY_AGAIN_LATER
  }

  /** A line that is closed, with the words for the client: ASCII, at most 150 characters. */
  final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final Reason reason;

    Refused(Reason reason, String why) {
      super(why, null, false, false);
      this.reason = reason;
    }

    Reason reason() {
      return reason;
    }

    static Refused malformed(String why) {
      return new Refused(Reason.MALFORMED, why);
    }

    static Refused tooLarge(String why) {
      return new Refused(Reason.LIMIT_EXCEEDED, why);
    }
  }
}
