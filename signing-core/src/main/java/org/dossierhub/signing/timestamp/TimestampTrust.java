package org.dossierhub.signing.timestamp;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * Whose time-stamp tokens are believed (RFC 3161, 2.4.2): those signed by the certificate they
 * name, when that certificate was made for it and leads to an anchor.
 */
public final class TimestampTrust {
  private final List<X509Certificate> anchors;
  private final List<X509Certificate> intermediates;

  public TimestampTrust(
      Collection<X509Certificate> anchors, Collection<X509Certificate> intermediates) {
    this.anchors = List.copyOf(anchors);
    this.intermediates = List.copyOf(intermediates);
  }

  /**
   * When the thing with this digest existed at the latest.
   *
   * @param token DER
   * @throws IOException if the token is about something else, or cannot be believed
   */
  public Instant check(byte[] token, byte[] digest) throws IOException {
    try {
      var read = new TimeStampToken(new CMSSignedData(token));
      check(read);
      var info = read.getTimeStampInfo();
      if (!MessageDigest.isEqual(info.getMessageImprintDigest(), digest)) {
        throw new IOException("the time-stamp is about something else");
      }
      return info.getGenTime().toInstant();
    } catch (CMSException | TSPException e) {
      throw new IOException("not a genuine time-stamp: " + e.getMessage(), e);
    }
  }

  void check(TimeStampToken token) throws IOException, TSPException {
    try {
      var converter = new JcaX509CertificateConverter();
      var enclosed = new ArrayList<>(intermediates);
      for (var holder : token.getCertificates().getMatches(null)) {
        enclosed.add(converter.getCertificate((X509CertificateHolder) holder));
      }
      var signer = signer(token, converter);
      token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));

      var target = new X509CertSelector();
      target.setCertificate(signer);
      var path =
          new PKIXBuilderParameters(
              anchors.stream()
                  .map(anchor -> new TrustAnchor(anchor, null))
                  .collect(Collectors.toSet()),
              target);
      path.setDate(token.getTimeStampInfo().getGenTime());
      path.setRevocationEnabled(false); // asked when the proofs for later are collected
      path.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(enclosed)));
      CertPathBuilder.getInstance("PKIX").build(path);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("the authority is not trusted: " + e.getMessage(), e);
    }
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
