package org.dossierhub.exchange.soap;

import java.math.BigInteger;
import java.security.Principal;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate that carries the issuer and serial number of one and everything else of another.
 */
final class SameNameOtherKey extends X509Certificate {
  private static final long serialVersionUID = 1;

  private final transient X509Certificate named;
  private final transient X509Certificate body;

  SameNameOtherKey(X509Certificate named, X509Certificate body) {
    this.named = named;
    this.body = body;
  }

  @Override
  public X500Principal getIssuerX500Principal() {
    return named.getIssuerX500Principal();
  }

  @Override
  public BigInteger getSerialNumber() {
    return named.getSerialNumber();
  }

  @Override
  public byte[] getEncoded() throws CertificateEncodingException {
    return body.getEncoded();
  }

  @Override
  public PublicKey getPublicKey() {
    return body.getPublicKey();
  }

  @Override
  public void checkValidity() throws CertificateExpiredException, CertificateNotYetValidException {
    body.checkValidity();
  }

  @Override
  public void checkValidity(Date date)
      throws CertificateExpiredException, CertificateNotYetValidException {
    body.checkValidity(date);
  }

  @Override
  public int getVersion() {
    return body.getVersion();
  }

  @Override
  @Deprecated
  @SuppressWarnings("deprecation")
  public Principal getIssuerDN() {
    return named.getIssuerDN();
  }

  @Override
  @Deprecated
  @SuppressWarnings("deprecation")
  public Principal getSubjectDN() {
    return body.getSubjectDN();
  }

  @Override
  public Date getNotBefore() {
    return body.getNotBefore();
  }

  @Override
  public Date getNotAfter() {
    return body.getNotAfter();
  }

  @Override
  public byte[] getTBSCertificate() throws CertificateEncodingException {
    return body.getTBSCertificate();
  }

  @Override
  public byte[] getSignature() {
    return body.getSignature();
  }

  @Override
  public String getSigAlgName() {
    return body.getSigAlgName();
  }

  @Override
  public String getSigAlgOID() {
    return body.getSigAlgOID();
  }

  @Override
  public byte[] getSigAlgParams() {
    return body.getSigAlgParams();
  }

  @Override
  public boolean[] getIssuerUniqueID() {
    return body.getIssuerUniqueID();
  }

  @Override
  public boolean[] getSubjectUniqueID() {
    return body.getSubjectUniqueID();
  }

  @Override
  public boolean[] getKeyUsage() {
    return body.getKeyUsage();
  }

  @Override
  public int getBasicConstraints() {
    return body.getBasicConstraints();
  }

  @Override
  public void verify(PublicKey key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void verify(PublicKey key, String provider) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String toString() {
    return body.toString();
  }

  @Override
  public boolean hasUnsupportedCriticalExtension() {
    return body.hasUnsupportedCriticalExtension();
  }

  @Override
  public Set<String> getCriticalExtensionOIDs() {
    return body.getCriticalExtensionOIDs();
  }

  @Override
  public Set<String> getNonCriticalExtensionOIDs() {
    return body.getNonCriticalExtensionOIDs();
  }

  @Override
  public byte[] getExtensionValue(String oid) {
    return body.getExtensionValue(oid);
  }
}
