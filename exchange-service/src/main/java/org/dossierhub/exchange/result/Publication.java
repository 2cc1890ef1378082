package org.dossierhub.exchange.result;

import java.time.Instant;
import org.dossierhub.signing.identity.Sha256;

/** That a result was given to the public: under which name, as which bytes, when. */
public record Publication(PublicToken token, Sha256 digest, Instant at) {}
