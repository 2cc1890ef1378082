package org.dossierhub.signing.path;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.CertPolicyId;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PolicyMappings;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certification authority made for one vector: name, key, certificate, and what it issues. */
record TestAuthority(X500Name name, KeyPair key, X509Certificate certificate) {
  static final Instant NOW = Instant.now();
  private static final AtomicInteger SERIAL = new AtomicInteger(1);
  private static final Duration LONG = Duration.ofDays(300);

  /** What a certificate or list says beyond the usual. */
  @FunctionalInterface
  interface Saying {
    void in(X509v3CertificateBuilder certificate) throws Exception;
  }

  /** The same for a list. */
  @FunctionalInterface
  interface ListSaying {
    void in(X509v2CRLBuilder list) throws Exception;
  }

  static TestAuthority root(String name) throws Exception {
    var key = newKey();
    var subject = new X500Name("C=VN,O=Vectors,CN=" + name);
    return new TestAuthority(
        subject, key, issue(subject, key, subject, key, NOW.minus(LONG), NOW.plus(LONG), ca(null)));
  }

  /** Another authority, with the usual extensions and these. */
  TestAuthority authority(String cn, Saying... sayings) throws Exception {
    return authority(new X500Name("C=VN,O=Vectors,CN=" + cn), NOW.minus(LONG), sayings);
  }

  TestAuthority authority(X500Name subject, Instant from, Saying... sayings) throws Exception {
    var theirs = newKey();
    var said = new Saying[sayings.length + 1];
    System.arraycopy(sayings, 0, said, 1, sayings.length);
    said[0] = hasBasicConstraints(sayings) ? certificate -> {} : ca(null);
    return new TestAuthority(
        subject, theirs, issue(name, key, subject, theirs, from, NOW.plus(LONG), said));
  }

  /** Sayings that replace the usual ones of an authority are marked by their type. */
  interface InsteadOfUsual extends Saying {}

  private static boolean hasBasicConstraints(Saying... sayings) {
    for (var saying : sayings) {
      if (saying instanceof InsteadOfUsual) {
        return true;
      }
    }
    return false;
  }

  X509Certificate person(String cn, Saying... sayings) throws Exception {
    return person(
        new X500Name("C=VN,O=Vectors,CN=" + cn), NOW.minus(LONG), NOW.plus(LONG), sayings);
  }

  X509Certificate person(X500Name subject, Instant from, Instant until, Saying... sayings)
      throws Exception {
    return issue(name, key, subject, newKey(), from, until, sayings);
  }

  /** The same authority, signing with a key that is not its own. */
  TestAuthority withForeignKey() throws Exception {
    return new TestAuthority(name, newKey(), certificate);
  }

  X509CRL list(ListSaying... sayings) throws Exception {
    return list(NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(6)), sayings);
  }

  X509CRL list(Instant from, Instant until, ListSaying... sayings) throws Exception {
    var builder = new X509v2CRLBuilder(name, Date.from(from));
    builder.setNextUpdate(Date.from(until));
    // RFC 5280, 5.2.1: by it a delta list finds the list it adds to
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(key.getPublic()));
    for (var saying : sayings) {
      saying.in(builder);
    }
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate());
    // the platform's reading of an indirect list finds no entries of other issuers
    return new JcaX509CRLConverter()
        .setProvider(new BouncyCastleProvider())
        .getCRL(builder.build(signer));
  }

  private static X509Certificate issue(
      X500Name issuer,
      KeyPair issuersKey,
      X500Name subject,
      KeyPair subjectsKey,
      Instant from,
      Instant until,
      Saying... sayings)
      throws Exception {
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            BigInteger.valueOf(SERIAL.getAndIncrement()),
            Date.from(from),
            Date.from(until),
            subject,
            subjectsKey.getPublic());
    for (var saying : sayings) {
      saying.in(builder);
    }
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuersKey.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static KeyPair newKey() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  // ---- what certificates say

  private static Saying ca(Integer pathLength) {
    return certificate -> {
      certificate.addExtension(
          Extension.basicConstraints,
          true,
          pathLength == null ? new BasicConstraints(true) : new BasicConstraints(pathLength));
      certificate.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    };
  }

  static InsteadOfUsual pathLength(int most) {
    return ca(most)::in;
  }

  static InsteadOfUsual noBasicConstraints() {
    return certificate -> {};
  }

  static InsteadOfUsual noAuthority() {
    return certificate ->
        certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
  }

  static InsteadOfUsual usage(int usage) {
    return certificate -> {
      certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      certificate.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
    };
  }

  static Saying policies(String... policies) {
    return certificate -> {
      var said = new PolicyInformation[policies.length];
      for (int i = 0; i < policies.length; i++) {
        said[i] = new PolicyInformation(new ASN1ObjectIdentifier(policies[i]));
      }
      certificate.addExtension(Extension.certificatePolicies, false, new CertificatePolicies(said));
    };
  }

  static Saying mapping(String own, String theirs) {
    return certificate ->
        certificate.addExtension(
            Extension.policyMappings,
            true,
            new PolicyMappings(
                CertPolicyId.getInstance(new ASN1ObjectIdentifier(own)),
                CertPolicyId.getInstance(new ASN1ObjectIdentifier(theirs))));
  }

  /** RFC 5280, 4.2.1.11; null leaves a member out. */
  static Saying constraints(Integer requireExplicit, Integer inhibitMapping) {
    return certificate ->
        certificate.addExtension(
            Extension.policyConstraints,
            true,
            new PolicyConstraints(
                requireExplicit == null ? null : BigInteger.valueOf(requireExplicit),
                inhibitMapping == null ? null : BigInteger.valueOf(inhibitMapping)));
  }

  static Saying inhibitAny(int after) {
    return certificate ->
        certificate.addExtension(
            Extension.inhibitAnyPolicy, true, new org.bouncycastle.asn1.ASN1Integer(after));
  }

  static Saying permitted(GeneralName... bases) {
    return certificate ->
        certificate.addExtension(
            Extension.nameConstraints, true, new NameConstraints(subtrees(bases), null));
  }

  static Saying excluded(GeneralName... bases) {
    return certificate ->
        certificate.addExtension(
            Extension.nameConstraints, true, new NameConstraints(null, subtrees(bases)));
  }

  private static GeneralSubtree[] subtrees(GeneralName... bases) {
    var subtrees = new GeneralSubtree[bases.length];
    for (int i = 0; i < bases.length; i++) {
      subtrees[i] = new GeneralSubtree(bases[i]);
    }
    return subtrees;
  }

  static GeneralName directory(String name) {
    return new GeneralName(new X500Name(name));
  }

  static Saying alternatively(int tag, String name) {
    return certificate ->
        certificate.addExtension(
            Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(tag, name)));
  }

  /**
   * @param issuer of the list, when it is not the issuer of the certificate
   */
  static Saying listAt(String address, X500Name issuer) {
    return certificate ->
        certificate.addExtension(
            Extension.cRLDistributionPoints,
            false,
            new CRLDistPoint(
                new DistributionPoint[] {
                  new DistributionPoint(
                      at(address),
                      null,
                      issuer == null ? null : new GeneralNames(new GeneralName(issuer)))
                }));
  }

  static Saying unknown(boolean critical) {
    return certificate ->
        certificate.addExtension(
            new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.77"), critical, DERNull.INSTANCE);
  }

  private static DistributionPointName at(String address) {
    return new DistributionPointName(
        new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, address)));
  }

  // ---- what lists say

  static ListSaying revoked(X509Certificate certificate) {
    return list ->
        list.addCRLEntry(
            certificate.getSerialNumber(),
            Date.from(NOW.minus(Duration.ofDays(2))),
            CRLReason.keyCompromise);
  }

  static ListSaying number(int number) {
    return list ->
        list.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
  }

  static ListSaying deltaTo(int base) {
    return list ->
        list.addExtension(
            Extension.deltaCRLIndicator, true, new CRLNumber(BigInteger.valueOf(base)));
  }

  /** An entry of a delta list that takes a hold back. */
  static ListSaying noLongerRevoked(X509Certificate certificate) {
    return list ->
        list.addCRLEntry(
            certificate.getSerialNumber(),
            Date.from(NOW.minus(Duration.ofHours(1))),
            CRLReason.removeFromCRL);
  }

  static ListSaying onHold(X509Certificate certificate) {
    return list ->
        list.addCRLEntry(
            certificate.getSerialNumber(),
            Date.from(NOW.minus(Duration.ofDays(2))),
            CRLReason.certificateHold);
  }

  /** The list says for which addresses, and for whose certificates, it is. */
  static ListSaying scope(
      String address, boolean onlyPeople, boolean onlyAuthorities, boolean indirect) {
    return list ->
        list.addExtension(
            Extension.issuingDistributionPoint,
            true,
            new IssuingDistributionPoint(
                address == null ? null : at(address),
                onlyPeople,
                onlyAuthorities,
                null,
                indirect,
                false));
  }

  /** An entry of an indirect list: the certificate is of another issuer than the list. */
  static ListSaying revokedFor(X500Name issuer, X509Certificate certificate) {
    return list -> {
      var extensions = new org.bouncycastle.asn1.x509.ExtensionsGenerator();
      extensions.addExtension(
          Extension.reasonCode, false, CRLReason.lookup(CRLReason.keyCompromise));
      extensions.addExtension(
          Extension.certificateIssuer, true, new GeneralNames(new GeneralName(issuer)));
      list.addCRLEntry(
          certificate.getSerialNumber(),
          Date.from(NOW.minus(Duration.ofDays(2))),
          extensions.generate());
    };
  }
}
