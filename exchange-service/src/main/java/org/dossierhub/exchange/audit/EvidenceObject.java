package org.dossierhub.exchange.audit;

import java.time.Instant;
import org.dossierhub.signing.identity.Sha256;

/**
 * The signed document about one hand-over of a message, at its place among those of the same
 * message (from 1).
 */
public record EvidenceObject(
    long number, int position, HandOverEvent event, Instant at, Sha256 digest, byte[] document) {}
