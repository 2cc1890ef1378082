package org.dossierhub.signing.verification;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Where the status of certificates comes from. Only the bytes are fetched here; whether they are
 * genuine, fresh and about the right certificate is judged by the verification. Empty means "could
 * not be had", which is never taken for good news.
 */
public interface RevocationSource {

  /** Sends an OCSP request (RFC 6960, DER) and returns the DER answer. */
  Optional<byte[]> ocsp(URI responder, byte[] request);

  /** Fetches a certificate revocation list (RFC 5280, DER). */
  Optional<byte[]> crl(URI distributionPoint);

  /**
   * Certificate revocation lists that are at hand whatever address a certificate names, DER:
   * imported by file, for networks without a way out.
   */
  default Collection<byte[]> importedLists() {
    return List.of();
  }

  /**
   * Nothing can be had: for networks that are closed and for judging from embedded proofs alone.
   */
  static RevocationSource none() {
    return new RevocationSource() {
      @Override
      public Optional<byte[]> ocsp(URI responder, byte[] request) {
        return Optional.empty();
      }

      @Override
      public Optional<byte[]> crl(URI distributionPoint) {
        return Optional.empty();
      }
    };
  }
}
