package org.dossierhub.exchange.message;

import java.io.IOException;
import java.io.InputStream;

/**
 * The store of document bytes. Equal bytes are kept once. The order is: {@link #stage} and {@link
 * #keep} outside a transaction, {@link #register} inside the one that writes the row pointing at
 * the payload. What is never registered is removed by the reaper.
 */
public interface Payloads {

  /**
   * Reads the stream to its end, at most {@code limit} bytes, hashing on the way; the bytes are on
   * the disk afterwards. {@link StagedBytes} of this store are there already, whatever was read of
   * them.
   */
  StagedPayload stage(InputStream content, long limit) throws IOException, TooLarge;

  /** Moves staged bytes, in one step, to where they stay. */
  Payload keep(StagedPayload staged) throws IOException;

  /** Removes staged bytes that are not wanted; does nothing when they are gone or kept. */
  void discard(StagedPayload staged);

  /**
   * Says, in the caller's transaction, that a row points at these bytes; {@code TryAgainLater} when
   * they are not there.
   */
  void register(Payload payload);

  InputStream open(Payload payload) throws IOException;

  /** Stages and keeps bytes that are already in memory. */
  Payload keep(byte[] content) throws IOException;
}
