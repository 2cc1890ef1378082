package org.dossierhub.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A person, agency, system or authority of the development PKI: its private key and its certificate
 * chain (RFC 5280), its own certificate first, the trust anchor last.
 */
public record Identity(String name, PrivateKey key, List<X509Certificate> chain) {
  public Identity {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("An identity needs a certificate: " + name);
    }
  }

  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** The name and the subject only: a key must not end up in a log. */
  @Override
  public String toString() {
    return name + " (" + certificate().getSubjectX500Principal() + ")";
  }
}
