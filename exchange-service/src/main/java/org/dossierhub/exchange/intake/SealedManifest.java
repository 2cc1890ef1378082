package org.dossierhub.exchange.intake;

import java.security.cert.X509Certificate;
import org.dossierhub.exchange.message.Manifest;
import org.dossierhub.signing.identity.Sha256;

/**
 * A manifest whose signature holds and whose signer is a registered agency; {@code content} is what
 * the signature covers.
 */
record SealedManifest(Manifest manifest, byte[] signed, byte[] content, X509Certificate signer) {

  /** Says whether two messages with one id are one message. */
  Sha256 contentDigest() {
    return Sha256.of(content);
  }
}
