package org.dossierhub.exchange.following;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds messages by whatever somebody has in hand; quickly among millions. */
public interface MessageTraces {

  /** The newest first, those of a dossier in their order. */
  List<FoundMessage> find(Sought sought, Reach reach, int atMost);

  Optional<FoundMessage> one(UUID reference, Reach reach);

  /** What was tried to bring it to its recipient, the oldest first. */
  List<Attempts> attempts(UUID delivery);

  /** What is not done yet about these subjects (a delivery, a message). */
  List<Waiting> waiting(List<UUID> subjects);
}
