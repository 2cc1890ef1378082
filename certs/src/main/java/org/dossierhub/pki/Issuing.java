package org.dossierhub.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes keys and certificates (RFC 5280) as the declaration wants them, for a PKI made on that day.
 */
record Issuing(LocalDate created, URI baseUrl) {
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final Map<String, ASN1ObjectIdentifier> ATTRIBUTES =
      Map.of(
          "C", BCStyle.C,
          "ST", BCStyle.ST,
          "L", BCStyle.L,
          "O", BCStyle.O,
          "OU", BCStyle.OU,
          "CN", BCStyle.CN,
          "T", BCStyle.T,
          "E", BCStyle.EmailAddress,
          "UID", BCStyle.UID);

  private static final Map<String, Integer> KEY_USAGES =
      Map.of(
          "digitalSignature", KeyUsage.digitalSignature,
          "nonRepudiation", KeyUsage.nonRepudiation,
          "keyEncipherment", KeyUsage.keyEncipherment,
          "dataEncipherment", KeyUsage.dataEncipherment);

  private static final Map<String, KeyPurposeId> PURPOSES =
      Map.of(
          "serverAuth", KeyPurposeId.id_kp_serverAuth,
          "clientAuth", KeyPurposeId.id_kp_clientAuth,
          "emailProtection", KeyPurposeId.id_kp_emailProtection,
          "timeStamping", KeyPurposeId.id_kp_timeStamping,
          "OCSPSigning", KeyPurposeId.id_kp_OCSPSigning);

  static BigInteger randomSerial() {
    return new BigInteger(126, RANDOM)
        .setBit(126); // RFC 5280, 4.1.2.2: positive, at most 20 octets
  }

  static KeyPair newKey(String kind) throws GeneralSecurityException {
    KeyPairGenerator generator;
    if (kind.equals("P-256")) {
      generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
    } else if (kind.matches("RSA-\\d{4}")) {
      generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(Integer.parseInt(kind.substring(4)), RANDOM);
    } else {
      throw new IllegalArgumentException("pki.xml: a key is RSA-bits or P-256, not " + kind);
    }
    return generator.generateKeyPair();
  }

  static ContentSigner signer(PrivateKey key) throws OperatorCreationException {
    return new JcaContentSignerBuilder(
            key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA")
        .build(key);
  }

  /**
   * The certificate of this key, signed by the issuer, or by itself when there is none.
   *
   * @param imitated whose serial number and key identifier it bears instead of its own
   */
  Identity issue(
      Declaration.Entry entry,
      KeyPair key,
      Optional<X509Certificate> imitated,
      Optional<Identity> issuer)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    var subject = name(entry.subject());
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer
                .map(
                    i ->
                        X500Name.getInstance(
                            i.certificate().getSubjectX500Principal().getEncoded()))
                .orElse(subject),
            imitated.map(X509Certificate::getSerialNumber).orElseGet(Issuing::randomSerial),
            day(entry.notBefore()),
            day(entry.notAfter()),
            subject,
            key.getPublic());
    // An impostor writes the genuine key identifiers as well; only the signature gives him away.
    var keyId =
        imitated.isPresent()
            ? keyId(imitated.get())
            : new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key.getPublic());
    builder.addExtension(Extension.subjectKeyIdentifier, false, keyId);
    var issuerKeyId = issuer.isPresent() ? keyId(issuer.get().certificate()) : keyId;
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new AuthorityKeyIdentifier(issuerKeyId.getKeyIdentifier()));
    if (entry.isAuthority()) {
      var path = issuer.isPresent() ? new BasicConstraints(0) : new BasicConstraints(true);
      builder.addExtension(Extension.basicConstraints, true, path);
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      if (!entry.permitted().isEmpty()) {
        builder.addExtension(Extension.nameConstraints, true, permitted(entry.permitted()));
      }
    } else {
      var profile = entry.profile().orElseThrow();
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(
          Extension.keyUsage,
          true,
          new KeyUsage(profile.keyUsage().stream().mapToInt(u -> known(KEY_USAGES, u)).sum()));
      builder.addExtension(
          Extension.extendedKeyUsage,
          profile.critical(),
          new ExtendedKeyUsage(
              profile.extendedKeyUsage().stream()
                  .map(p -> known(PURPOSES, p))
                  .toArray(KeyPurposeId[]::new)));
    }
    if (!entry.addresses().isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              entry.addresses().stream().map(Issuing::address).toArray(GeneralName[]::new)));
    }
    if (entry.hasProfile("ocsp-responder")) {
      // RFC 6960, 4.2.2.2.1: nobody can ask a responder about itself.
      builder.addExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
    } else if (entry.issuer().isPresent()) {
      // An impostor copies the addresses as well: they are the genuine authority's.
      addresses(builder, entry.issuer().get());
    }
    var certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                builder.build(signer(issuer.map(Identity::key).orElse(key.getPrivate()))));
    var chain = new ArrayList<X509Certificate>();
    chain.add(certificate);
    issuer.ifPresent(i -> chain.addAll(i.chain()));
    return new Identity(entry.name(), key.getPrivate(), chain);
  }

  private static SubjectKeyIdentifier keyId(X509Certificate certificate)
      throws GeneralSecurityException {
    return SubjectKeyIdentifier.fromExtensions(
        new JcaX509CertificateHolder(certificate).getExtensions());
  }

  Date day(Period fromCreation) {
    return Date.from(created.plus(fromCreation).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private void addresses(JcaX509v3CertificateBuilder builder, String issuer) throws IOException {
    builder.addExtension(
        Extension.cRLDistributionPoints,
        false,
        new CRLDistPoint(
            new DistributionPoint[] {
              new DistributionPoint(
                  new DistributionPointName(new GeneralNames(uri("crl/" + issuer + ".crl"))),
                  null,
                  null)
            }));
    builder.addExtension(
        Extension.authorityInfoAccess,
        false,
        new AuthorityInformationAccess(
            new AccessDescription[] {
              new AccessDescription(AccessDescription.id_ad_ocsp, uri("ocsp")),
              new AccessDescription(AccessDescription.id_ad_caIssuers, uri("ca/" + issuer + ".crt"))
            }));
  }

  private GeneralName uri(String path) {
    return new GeneralName(
        GeneralName.uniformResourceIdentifier, baseUrl.resolve("/" + path).toString());
  }

  private static X500Name name(List<List<Declaration.Attribute>> rdns) {
    var builder = new X500NameBuilder(BCStyle.INSTANCE);
    for (var rdn : rdns) {
      builder.addMultiValuedRDN(
          rdn.stream()
              .map(
                  a -> {
                    var type = known(ATTRIBUTES, a.type());
                    return new AttributeTypeAndValue(
                        type, BCStyle.INSTANCE.stringToValue(type, a.value()));
                  })
              .toArray(AttributeTypeAndValue[]::new));
    }
    return builder.build();
  }

  private static NameConstraints permitted(List<String> addresses) {
    return new NameConstraints(
        addresses.stream()
            .map(a -> isIp(a) ? new GeneralName(GeneralName.iPAddress, a + "/32") : address(a))
            .map(GeneralSubtree::new)
            .toArray(GeneralSubtree[]::new),
        null);
  }

  private static GeneralName address(String text) {
    return new GeneralName(isIp(text) ? GeneralName.iPAddress : GeneralName.dNSName, text);
  }

  private static boolean isIp(String text) {
    return text.matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
  }

  private static <T> T known(Map<String, T> words, String word) {
    var found = words.get(word);
    if (found == null) {
      throw new IllegalArgumentException(
          "pki.xml: " + word + " is not one of " + new java.util.TreeSet<>(words.keySet()));
    }
    return found;
  }
}
