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
   * Adds the message with its parts in the caller's transaction; false when sender and id are
   * taken.
   */
  boolean add(StoredMessage message);

  /** Nobody else gets past this call for the same message until the caller's transaction ends. */
  void lock(UUID reference);

  List<StoredMessage> ofDossier(UUID dossier);

  /**
   * The ids under which this sender sent exactly these parts (fault F13: same content, other id).
   */
  List<MessageId> withParts(AgencyCode sender, Sha256 partsDigest);

  /** The part of a message with this name. */
  default Optional<ManifestPart> part(StoredMessage message, String name) {
    return message.manifest().parts().stream().filter(part -> part.name().equals(name)).findFirst();
  }
}
