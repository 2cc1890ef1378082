package org.dossierhub.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.jcajce.JcaRespID;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Answers what is known about a certificate at a moment (RFC 6960), signed by the authority's
 * delegated responder.
 */
final class OcspResponder {
  /** RFC 8954, 2.1 has 32 octets at most; older clients send a little more. */
  private static final int LONGEST_NONCE = 64;

  private static final Duration GOOD_FOR = Duration.ofHours(1);

  /** One authority that can be asked about. */
  interface Authority {
    Identity identity();

    Identity responder();

    /** What is known of the certificate with this serial number at that moment. */
    CertificateStatus status(BigInteger serial, Instant at);
  }

  private final DigestCalculatorProvider digests;

  OcspResponder() {
    try {
      digests = new JcaDigestCalculatorProviderBuilder().build();
    } catch (OperatorCreationException e) {
      throw new IllegalStateException("This Java has no message digests", e);
    }
  }

  byte[] answer(byte[] request, Collection<? extends Authority> authorities, Instant at) {
    try {
      OCSPReq asked;
      try {
        asked = new OCSPReq(request);
        if (asked.getRequestList().length == 0) {
          return refusal(OCSPRespBuilder.MALFORMED_REQUEST);
        }
      } catch (IOException | IllegalArgumentException | ClassCastException e) {
        return refusal(OCSPRespBuilder.MALFORMED_REQUEST);
      }
      var authority = askedAbout(asked, authorities);
      return authority.isEmpty()
          ? refusal(OCSPRespBuilder.UNAUTHORIZED) // RFC 5019, 2.2.3: not known here
          : answer(asked, authority.get(), at);
    } catch (OCSPException
        | OperatorCreationException
        | CertificateEncodingException
        | IOException e) {
      throw new IllegalStateException("The OCSP answer could not be made", e);
    }
  }

  private byte[] answer(OCSPReq asked, Authority authority, Instant at)
      throws OCSPException, OperatorCreationException, CertificateEncodingException, IOException {
    var responder = authority.responder();
    var builder =
        new BasicOCSPRespBuilder(
            new JcaRespID(
                responder.certificate().getPublicKey(),
                digests.get(org.bouncycastle.cert.ocsp.RespID.HASH_SHA1)));
    // RFC 6960, 4.4.4: what has expired is still answered, from the first day of the authority on.
    var archived =
        new Extensions(
            new Extension(
                OCSPObjectIdentifiers.id_pkix_ocsp_archive_cutoff,
                false,
                new ASN1GeneralizedTime(authority.identity().certificate().getNotBefore())
                    .getEncoded()));
    for (var one : asked.getRequestList()) {
      builder.addResponse(
          one.getCertID(),
          authority.status(one.getCertID().getSerialNumber(), at),
          Date.from(at),
          Date.from(at.plus(GOOD_FOR)),
          archived);
    }
    var nonce = asked.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
    if (nonce != null && nonce.getExtnValue().getOctets().length <= LONGEST_NONCE) {
      builder.setResponseExtensions(new Extensions(nonce));
    }
    var chain = new X509CertificateHolder[] {new JcaX509CertificateHolder(responder.certificate())};
    return new OCSPRespBuilder()
        .build(
            OCSPRespBuilder.SUCCESSFUL,
            builder.build(Issuing.signer(responder.key()), chain, Date.from(at)))
        .getEncoded();
  }

  /** The authority all of whose name and key (never the name alone) every question gives. */
  private Optional<? extends Authority> askedAbout(
      OCSPReq asked, Collection<? extends Authority> authorities)
      throws CertificateEncodingException {
    for (var authority : authorities) {
      var holder = new JcaX509CertificateHolder(authority.identity().certificate());
      Function<CertificateID, Boolean> matches =
          id -> {
            try {
              return id.matchesIssuer(holder, digests);
            } catch (OCSPException e) {
              return false; // a digest algorithm we do not have: nothing can be said to match
            }
          };
      boolean all = true;
      for (var one : asked.getRequestList()) {
        all &= matches.apply(one.getCertID());
      }
      if (all) {
        return Optional.of(authority);
      }
    }
    return Optional.empty();
  }

  private static byte[] refusal(int status) throws OCSPException, IOException {
    return new OCSPRespBuilder().build(status, null).getEncoded();
  }
}
