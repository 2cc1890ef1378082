package org.dossierhub.signing.pdf;

import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.model.TimestampBinary;
import eu.europa.esig.dss.spi.x509.tsp.TSPSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.dossierhub.signing.timestamp.TimestampAuthority;
import org.dossierhub.signing.verification.TrustAnchors;

/**
 * Time-stamp tokens that were checked before anything is built on them (RFC 3161, 2.4.2): granted,
 * for this digest and nonce, signed by the certificate they name, and that certificate made for it
 * and trusted.
 */
final class CheckedTimestamps implements TSPSource {
  private static final long serialVersionUID = 1;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final transient TimestampAuthority authority;
  private final transient TrustAnchors anchors;

  CheckedTimestamps(TimestampAuthority authority, TrustAnchors anchors) {
    this.authority = authority;
    this.anchors = anchors;
  }

  @Override
  public TimestampBinary getTimeStampResponse(DigestAlgorithm algorithm, byte[] digest) {
    try {
      return new TimestampBinary(token(algorithm, digest).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException("No usable time-stamp: " + e.getMessage(), e);
    }
  }

  private TimeStampToken token(DigestAlgorithm algorithm, byte[] digest) throws IOException {
    var generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    var nonce = new BigInteger(64, RANDOM);
    try {
      var request = generator.generate(new ASN1ObjectIdentifier(algorithm.getOid()), digest, nonce);
      var token = granted(request, authority.timestamp(request.getEncoded()));
      check(token);
      return token;
    } catch (TSPException e) {
      throw new IOException("the answer does not fit the request: " + e.getMessage(), e);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("the authority is not trusted: " + e.getMessage(), e);
    }
  }

  private static TimeStampToken granted(TimeStampRequest request, byte[] answer)
      throws TSPException, IOException {
    var response = new TimeStampResponse(answer);
    response.validate(request);
    if (response.getTimeStampToken() == null) {
      throw new IOException(
          "refused with status " + response.getStatus() + " " + response.getStatusString());
    }
    return response.getTimeStampToken();
  }

  private void check(TimeStampToken token)
      throws TSPException, IOException, GeneralSecurityException, OperatorCreationException {
    var converter = new JcaX509CertificateConverter();
    var enclosed = new ArrayList<X509Certificate>(anchors.intermediates());
    for (var holder : token.getCertificates().getMatches(null)) {
      enclosed.add(converter.getCertificate((X509CertificateHolder) holder));
    }
    var signer = signer(token, converter);
    token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));

    var target = new X509CertSelector();
    target.setCertificate(signer);
    var path =
        new PKIXBuilderParameters(
            anchors.all().stream()
                .map(anchor -> new TrustAnchor(anchor, null))
                .collect(Collectors.toSet()),
            target);
    path.setDate(token.getTimeStampInfo().getGenTime());
    path.setRevocationEnabled(false); // asked when the proofs for later are collected
    path.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(enclosed)));
    CertPathBuilder.getInstance("PKIX").build(path);
  }

  @SuppressWarnings("unchecked") // the selector of Bouncy Castle is raw
  private static X509Certificate signer(TimeStampToken token, JcaX509CertificateConverter converter)
      throws IOException, GeneralSecurityException {
    var found = token.getCertificates().getMatches(token.getSID());
    if (found.size() != 1) {
      throw new IOException("the token does not bring its certificate");
    }
    return converter.getCertificate((X509CertificateHolder) found.iterator().next());
  }
}
