package org.dossierhub.signing.pdf;

import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.signing.token.Pkcs12Token;

/** The people of the development PKI, made once for all tests of this package. */
final class People {
  static final DevelopmentPki PKI = DevelopmentPki.inMemory();

  private People() {}

  static Pkcs12Token token(String name) {
    var identity = PKI.identity(name);
    return Pkcs12Token.of(identity.key(), identity.chain());
  }
}
