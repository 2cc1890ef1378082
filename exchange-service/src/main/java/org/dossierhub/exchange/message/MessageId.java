package org.dossierhub.exchange.message;

import java.util.UUID;

/**
 * The one constant name of a message, a UUID in lower-case text; every repetition of the message
 * carries the same.
 */
public record MessageId(String value) {
  public MessageId {
    if (!value.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
      throw new IllegalArgumentException("Not a message id (UUID in lower case): " + value);
    }
  }

  public static MessageId fresh() {
    return new MessageId(UUID.randomUUID().toString());
  }

  @Override
  public String toString() {
    return value;
  }
}
