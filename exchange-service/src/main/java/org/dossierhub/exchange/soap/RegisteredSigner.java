package org.dossierhub.exchange.soap;

import java.util.function.Predicate;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.dom.handler.RequestData;
import org.apache.wss4j.dom.validate.Credential;
import org.apache.wss4j.dom.validate.Validator;
import org.dossierhub.exchange.protocol.KnownCertificates;
import org.dossierhub.signing.identity.AgencyCode;

/** Trusts exactly the certificates that are registered, instead of whoever a CA vouches for. */
final class RegisteredSigner implements Validator {
  private final KnownCertificates known;
  private final Predicate<AgencyCode> wanted;

  RegisteredSigner(KnownCertificates known, Predicate<AgencyCode> wanted) {
    this.known = known;
    this.wanted = wanted;
  }

  @Override
  public Credential validate(Credential credential, RequestData data) throws WSSecurityException {
    var certificates = credential.getCertificates();
    if (certificates == null
        || certificates.length == 0
        || known.agencyOf(certificates[0]).filter(wanted).isEmpty()) {
      throw new WSSecurityException(WSSecurityException.ErrorCode.FAILED_AUTHENTICATION);
    }
    return credential;
  }
}
