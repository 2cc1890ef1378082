package org.dossierhub.exchange.following;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.delivery.Delivery;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.message.MessageKind;
import org.dossierhub.signing.identity.DossierCode;

/**
 * A message in the list of what was found. {@code delivery} is how far it got, absent when its
 * recipient works at a desk here.
 */
public record FoundMessage(
    UUID reference,
    String id,
    MessageKind kind,
    String sender,
    String recipient,
    Optional<DossierCode> dossier,
    Channel arrivedBy,
    Instant receivedAt,
    Optional<Delivery.State> delivery,
    boolean setAside) {}
