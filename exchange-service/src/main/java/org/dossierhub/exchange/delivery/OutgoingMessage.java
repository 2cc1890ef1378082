package org.dossierhub.exchange.delivery;

import java.util.List;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * A message for one recipient, the same at every attempt: id, signed manifest (bytes as the sender
 * signed them) and parts.
 */
public record OutgoingMessage(
    MessageId id, AgencyCode sender, Agency recipient, byte[] manifest, List<OutgoingPart> parts) {
  public OutgoingMessage {
    parts = List.copyOf(parts);
  }
}
