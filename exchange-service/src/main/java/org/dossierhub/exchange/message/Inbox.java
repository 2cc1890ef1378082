package org.dossierhub.exchange.message;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;

/** Every message the hub has accepted or made; one row for each sender and message id, for ever. */
public interface Inbox {

  Optional<StoredMessage> find(AgencyCode sender, MessageId id);

  Optional<StoredMessage> byReference(UUID reference);

  /**
   * Adds the message with its parts in the caller's transaction; {@link AlreadyThere} when sender
   * and id are taken.
   */
  void add(StoredMessage message);

  List<StoredMessage> ofDossier(UUID dossier);

  /**
   * The messages that carry exactly this content under another id (hazard F13: same content, other
   * id).
   */
  List<MessageId> withContent(AgencyCode sender, Sha256 contentDigest);

  /** Sender and id are taken: a concurrent copy won, its row is to be read again. */
  class AlreadyThere extends RuntimeException {
    private static final long serialVersionUID = 1;

    public AlreadyThere(AgencyCode sender, MessageId id, Throwable cause) {
      super("Message " + id + " of " + sender.value() + " is already there", cause);
    }
  }
}
