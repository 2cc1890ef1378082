package org.dossierhub.pki;

import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;

/**
 * The certificates, revocation answers and time-stamps of the fictitious world in {@code pki.xml}.
 */
public final class DevelopmentPki {
  private DevelopmentPki() {}

  /** The PKI kept in this folder, made there when it is not there yet. */
  public static DevelopmentPki openOrCreate(Path folder, URI baseUrl) {
    throw new UnsupportedOperationException("issued in the next commit");
  }

  /** A PKI that lives as long as this object; its addresses are never contacted. */
  public static DevelopmentPki inMemory() {
    throw new UnsupportedOperationException("issued in the next commit");
  }

  public Identity identity(String name) {
    throw new UnsupportedOperationException("issued in the next commit");
  }

  public Collection<X509Certificate> governmentAnchors() {
    throw new UnsupportedOperationException("issued in the next commit");
  }

  public Collection<X509Certificate> publicAnchors() {
    throw new UnsupportedOperationException("issued in the next commit");
  }

  public Collection<X509Certificate> intermediates() {
    throw new UnsupportedOperationException("issued in the next commit");
  }

  /**
   * The certificate revocation list (RFC 5280) of this authority as it stands at that moment, DER.
   */
  public byte[] crl(String authority, Instant at) {
    throw new UnsupportedOperationException("issued in the next commit");
  }

  /** The answer (RFC 6960) of the responder of the authority that is asked about, DER. */
  public byte[] ocspAnswer(byte[] request, Instant at) {
    throw new UnsupportedOperationException("issued in the next commit");
  }

  /** The time-stamp response (RFC 3161) for this request, DER. */
  public byte[] timestampAnswer(byte[] request, Instant at) {
    throw new UnsupportedOperationException("issued in the next commit");
  }
}
