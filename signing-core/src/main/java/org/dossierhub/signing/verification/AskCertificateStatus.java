package org.dossierhub.signing.verification;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CRLReason;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Asks whether a certificate is revoked now, first by OCSP and then by CRL. For certificates that
 * are trusted because they are registered, such as those of agencies' systems: no document and no
 * earlier time is judged here, {@link VerifyDocument} does that. Only answers that the issuer, or a
 * responder it named, signed and that are fresh count.
 */
public final class AskCertificateStatus {
  private static final Logger LOG = Logger.getLogger(AskCertificateStatus.class.getName());

  /** Clocks differ; an answer from the near future is no forgery. */
  private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(10);

  /** For answers that do not say until when they are good. */
  private static final Duration FRESH = Duration.ofHours(24);

  private final List<X509Certificate> authorities;
  private final RevocationSource source;
  private final Clock clock;

  public AskCertificateStatus(TrustAnchors anchors, RevocationSource source, Clock clock) {
    this.authorities =
        Stream.concat(anchors.all().stream(), anchors.intermediates().stream()).toList();
    this.source = source;
    this.clock = clock;
  }

  /** Takes as long as the source takes: never to be called while a sender waits. */
  public CertificateStatus ask(X509Certificate certificate) {
    var issuer = issuerOf(certificate);
    if (issuer.isEmpty()) {
      return unknown("the issuer is not among the trusted authorities");
    }
    try {
      return byOcsp(certificate, issuer.get())
          .or(() -> byCrl(certificate, issuer.get()))
          .orElseGet(() -> unknown("neither OCSP nor CRL gave a genuine and fresh answer"));
    } catch (IllegalArgumentException e) {
      LOG.log(Level.WARNING, "The addresses in a certificate cannot be read", e);
      return unknown("the certificate's own addresses cannot be read");
    }
  }

  private CertificateStatus unknown(String why) {
    var now = clock.instant();
    return new CertificateStatus(CertificateStatus.Kind.UNKNOWN, now, now, Optional.empty(), why);
  }

  private CertificateStatus status(Date asOf, Optional<Instant> revoked, String from) {
    return new CertificateStatus(
        revoked.isPresent() ? CertificateStatus.Kind.REVOKED : CertificateStatus.Kind.GOOD,
        clock.instant(),
        asOf.toInstant(),
        revoked,
        from);
  }

  /** By key, not by name alone (hazard A14). */
  private Optional<X509Certificate> issuerOf(X509Certificate certificate) {
    return authorities.stream()
        .filter(a -> a.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
        .filter(authority -> isSignedBy(certificate, authority))
        .findFirst();
  }

  private static boolean isSignedBy(X509Certificate certificate, X509Certificate authority) {
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false; // of another key with the same name
    }
  }

  private Optional<CertificateStatus> byOcsp(X509Certificate certificate, X509Certificate issuer) {
    for (var responder : responders(certificate)) {
      try {
        var id =
            new CertificateID(
                new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
                new JcaX509CertificateHolder(issuer),
                certificate.getSerialNumber());
        var request = new OCSPReqBuilder().addRequest(id).build().getEncoded();
        var answer = source.ocsp(responder, request);
        if (answer.isPresent()) {
          var status = read(answer.get(), id, issuer, responder);
          if (status.isPresent()) {
            return status;
          }
        }
      } catch (IOException
          | OCSPException
          | OperatorCreationException
          | GeneralSecurityException
          | RuntimeException e) {
        LOG.log(Level.WARNING, "The OCSP answer of " + responder + " cannot be used", e);
      }
    }
    return Optional.empty();
  }

  private Optional<CertificateStatus> read(
      byte[] answer, CertificateID id, X509Certificate issuer, URI responder)
      throws IOException, OCSPException, OperatorCreationException, GeneralSecurityException {
    var response = new OCSPResp(answer);
    if (response.getStatus() != OCSPResp.SUCCESSFUL
        || !(response.getResponseObject() instanceof BasicOCSPResp basic)
        || !isGenuine(basic, issuer)) {
      LOG.log(Level.WARNING, "What {0} answers is no genuine OCSP answer", responder);
      return Optional.empty();
    }
    for (var single : basic.getResponses()) {
      if (single.getCertID().equals(id) && isFresh(single)) {
        var said = single.getCertStatus();
        if (said == org.bouncycastle.cert.ocsp.CertificateStatus.GOOD) {
          return Optional.of(status(single.getThisUpdate(), Optional.empty(), "OCSP " + responder));
        }
        if (said instanceof RevokedStatus revoked) {
          return Optional.of(
              status(
                  single.getThisUpdate(),
                  Optional.of(revoked.getRevocationTime().toInstant()),
                  "OCSP " + responder));
        }
      }
    }
    return Optional.empty();
  }

  /** RFC 6960, 4.2.2.2: signed by the issuer, or by one it issued a certificate for just that. */
  private boolean isGenuine(BasicOCSPResp answer, X509Certificate issuer)
      throws OCSPException, OperatorCreationException, GeneralSecurityException {
    if (isSignedBy(answer, issuer)) {
      return true;
    }
    for (X509CertificateHolder holder : answer.getCerts()) {
      var responder = new JcaX509CertificateConverter().getCertificate(holder);
      var usages = responder.getExtendedKeyUsage();
      if (isSignedBy(responder, issuer)
          && usages != null
          && usages.contains(KeyPurposeId.id_kp_OCSPSigning.getId())
          && !clock.instant().isBefore(responder.getNotBefore().toInstant())
          && !clock.instant().isAfter(responder.getNotAfter().toInstant())
          && isSignedBy(answer, responder)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSignedBy(BasicOCSPResp answer, X509Certificate signer)
      throws OperatorCreationException {
    try {
      return answer.isSignatureValid(
          new JcaContentVerifierProviderBuilder().build(signer.getPublicKey()));
    } catch (OCSPException e) {
      return false; // a key of another kind
    }
  }

  private boolean isFresh(SingleResp single) {
    return isFresh(
        single.getThisUpdate().toInstant(),
        Optional.ofNullable(single.getNextUpdate()).map(Date::toInstant));
  }

  private boolean isFresh(Instant from, Optional<Instant> until) {
    var now = clock.instant();
    return !from.isAfter(now.plus(CLOCK_DIFFERENCE))
        && until.orElse(from.plus(FRESH)).isAfter(now.minus(CLOCK_DIFFERENCE));
  }

  private Optional<CertificateStatus> byCrl(X509Certificate certificate, X509Certificate issuer) {
    var lists = new ArrayList<byte[]>();
    for (var point : distributionPoints(certificate)) {
      source.crl(point).ifPresent(lists::add);
    }
    lists.addAll(source.importedLists());
    for (var list : lists) {
      try {
        var crl =
            (X509CRL)
                CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(list));
        if (!crl.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
            || !isWhole(crl)
            || !isFresh(
                crl.getThisUpdate().toInstant(),
                Optional.ofNullable(crl.getNextUpdate()).map(Date::toInstant))) {
          continue;
        }
        crl.verify(issuer.getPublicKey());
        var entry = Optional.ofNullable(crl.getRevokedCertificate(certificate.getSerialNumber()));
        return Optional.of(
            status(
                crl.getThisUpdate(),
                entry
                    .filter(e -> e.getRevocationReason() != CRLReason.REMOVE_FROM_CRL)
                    .map(e -> e.getRevocationDate().toInstant()),
                "CRL of " + crl.getThisUpdate().toInstant()));
      } catch (GeneralSecurityException | RuntimeException e) {
        LOG.log(Level.WARNING, "A certificate revocation list cannot be used", e);
      }
    }
    return Optional.empty();
  }

  /** RFC 5280, 5.2.4 and 5.2.5: no delta, and not about some certificates or reasons only. */
  private static boolean isWhole(X509CRL crl) {
    if (crl.getExtensionValue(Extension.deltaCRLIndicator.getId()) != null) {
      return false;
    }
    var value = crl.getExtensionValue(Extension.issuingDistributionPoint.getId());
    if (value == null) {
      return true;
    }
    var part = IssuingDistributionPoint.getInstance(ASN1OctetString.getInstance(value).getOctets());
    return !part.onlyContainsAttributeCerts()
        && !part.onlyContainsCACerts()
        && !part.isIndirectCRL()
        && part.getOnlySomeReasons() == null;
  }

  private static List<URI> responders(X509Certificate certificate) {
    var value = certificate.getExtensionValue(Extension.authorityInfoAccess.getId());
    if (value == null) {
      return List.of();
    }
    return Stream.of(
            AuthorityInformationAccess.getInstance(ASN1OctetString.getInstance(value).getOctets())
                .getAccessDescriptions())
        .filter(access -> access.getAccessMethod().equals(AccessDescription.id_ad_ocsp))
        .flatMap(access -> address(access.getAccessLocation()).stream())
        .toList();
  }

  private static List<URI> distributionPoints(X509Certificate certificate) {
    var value = certificate.getExtensionValue(Extension.cRLDistributionPoints.getId());
    if (value == null) {
      return List.of();
    }
    return Stream.of(
            CRLDistPoint.getInstance(ASN1OctetString.getInstance(value).getOctets())
                .getDistributionPoints())
        .filter(point -> point.getReasons() == null && point.getCRLIssuer() == null)
        .map(point -> point.getDistributionPoint())
        .filter(name -> name != null && name.getType() == DistributionPointName.FULL_NAME)
        .flatMap(name -> Stream.of(GeneralNames.getInstance(name.getName()).getNames()))
        .flatMap(name -> address(name).stream())
        .toList();
  }

  private static Optional<URI> address(GeneralName name) {
    return name.getTagNo() == GeneralName.uniformResourceIdentifier
        ? Optional.of(URI.create(name.getName().toString()))
        : Optional.empty();
  }
}
