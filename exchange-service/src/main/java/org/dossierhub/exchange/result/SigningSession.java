package org.dossierhub.exchange.result;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.signing.identity.Sha256;

/**
 * Leave for one account to sign one revision of one result once. The token that opens it is known
 * to the browser and the signing agent only; {@code tokenHash} is its SHA-256.
 */
public record SigningSession(
    Sha256 tokenHash,
    UUID account,
    UUID result,
    SigningRole role,
    int revision,
    Sha256 digest,
    Instant opened,
    Instant expires,
    Optional<Instant> served,
    Optional<Instant> used) {}
