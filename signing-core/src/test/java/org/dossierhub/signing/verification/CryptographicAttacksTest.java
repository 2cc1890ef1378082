package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.signing.verification.Verdict.VALID;
import static org.dossierhub.signing.verification.World.NOW;
import static org.dossierhub.signing.verification.World.PKI;
import static org.dossierhub.signing.verification.World.verify;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Test;

/**
 * Hazards A13 and A14: algorithms that are weak or mistaken for others, certificates in a crowd.
 */
class CryptographicAttacksTest {
  private static final byte[] CONTENT = "Biên bản kiểm tra".getBytes(StandardCharsets.UTF_8);

  private static void doesNotPass(String attack, byte[] file) {
    var report = verify(file);
    assertThat(report.verdict()).as(attack + ": " + report.summary()).isNotEqualTo(VALID);
    assertThat(report.signatures()).as(attack).noneMatch(signature -> signature.verdict() == VALID);
  }

  // ---- A13

  /** The public key of the official, taken as the secret of a message authentication code. */
  @Test
  void a13_an_hmac_with_a_public_key_is_no_signature() throws Exception {
    var leader = PKI.identity("leader");
    for (var method :
        List.of(
            "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
            "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")) {
      var factory = XMLSignatureFactory.getInstance("DOM");
      var parser = DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder();
      var document =
          parser.parse(new ByteArrayInputStream("<don>1</don>".getBytes(StandardCharsets.UTF_8)));
      var reference =
          factory.newReference(
              "",
              factory.newDigestMethod(DigestMethod.SHA256, null),
              List.of(factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null)),
              null,
              null);
      var info =
          factory.newSignedInfo(
              factory.newCanonicalizationMethod(
                  CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
              factory.newSignatureMethod(method, null),
              List.of(reference));
      var keys = factory.getKeyInfoFactory();
      var key = keys.newKeyInfo(List.of(keys.newX509Data(List.of(leader.certificate()))));
      var secret = new SecretKeySpec(leader.certificate().getPublicKey().getEncoded(), "HMAC");
      var context = new DOMSignContext(secret, document.getDocumentElement());
      factory.newXMLSignature(info, key).sign(context);
      var out = new ByteArrayOutputStream();
      TransformerFactory.newDefaultInstance()
          .newTransformer()
          .transform(new DOMSource(document), new StreamResult(out));

      doesNotPass(method, out.toByteArray());
    }
  }

  private interface Signing {
    byte[] sign(byte[] toBeSigned) throws Exception;
  }

  /** A signature value of any kind in an otherwise proper CMS. */
  private static byte[] cms(String signer, String algorithm, Signing signing) throws Exception {
    var identity = PKI.identity(signer);
    var bytes = new ByteArrayOutputStream();
    var made =
        new ContentSigner() {
          @Override
          public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new DefaultSignatureAlgorithmIdentifierFinder().find(algorithm);
          }

          @Override
          public OutputStream getOutputStream() {
            return bytes;
          }

          @Override
          public byte[] getSignature() {
            try {
              return signing.sign(bytes.toByteArray());
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          }
        };
    var generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(
        new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
            .build(made, identity.certificate()));
    generator.addCertificates(new JcaCertStore(identity.chain()));
    return generator.generate(new CMSProcessableByteArray(CONTENT), true).getEncoded();
  }

  private static byte[] digestInfo(ASN1ObjectIdentifier digest, String name, byte[] content)
      throws Exception {
    return new DigestInfo(
            new AlgorithmIdentifier(digest, DERNull.INSTANCE),
            MessageDigest.getInstance(name).digest(content))
        .getEncoded();
  }

  /** RFC 8017, 9.2, with as many bytes of padding as wanted and something behind. */
  private static byte[] padded(byte[] info, int padding, int type, int length) {
    var block = new byte[length];
    Arrays.fill(block, (byte) 0x5A);
    block[0] = 0;
    block[1] = (byte) type;
    Arrays.fill(block, 2, 2 + padding, (byte) 0xFF);
    block[2 + padding] = 0;
    System.arraycopy(info, 0, block, 3 + padding, info.length);
    return block;
  }

  private static byte[] raw(String signer, byte[] block) {
    var key = (RSAPrivateKey) PKI.identity(signer).key();
    var value = new BigInteger(1, block).modPow(key.getPrivateExponent(), key.getModulus());
    var bytes = value.toByteArray();
    var result = new byte[block.length];
    int from = Math.max(0, bytes.length - result.length);
    System.arraycopy(
        bytes, from, result, result.length - (bytes.length - from), bytes.length - from);
    return result;
  }

  @Test
  void a13_padding_is_taken_at_its_word() throws Exception {
    var key = (RSAPrivateKey) PKI.identity("citizen").key();
    int length = (key.getModulus().bitLength() + 7) / 8;
    var sha256 = NISTObjectIdentifiers.id_sha256;

    var report =
        verify(
            cms(
                "citizen",
                "SHA256withRSA",
                content -> {
                  var info = digestInfo(sha256, "SHA-256", content);
                  return raw("citizen", padded(info, length - 3 - info.length, 1, length));
                }));
    assertThat(report.verdict()).as("made by hand: " + report.summary()).isEqualTo(VALID);

    doesNotPass(
        "something behind the digest",
        cms(
            "citizen",
            "SHA256withRSA",
            content ->
                raw("citizen", padded(digestInfo(sha256, "SHA-256", content), 8, 1, length))));
    doesNotPass(
        "block of another type",
        cms(
            "citizen",
            "SHA256withRSA",
            content -> {
              var info = digestInfo(sha256, "SHA-256", content);
              return raw("citizen", padded(info, length - 3 - info.length, 2, length));
            }));
    doesNotPass(
        "another digest in the block",
        cms(
            "citizen",
            "SHA256withRSA",
            content -> {
              var info = digestInfo(OIWObjectIdentifiers.idSHA1, "SHA-1", content);
              return raw("citizen", padded(info, length - 3 - info.length, 1, length));
            }));
    doesNotPass("nothing", cms("citizen", "SHA256withRSA", content -> new byte[length]));
    doesNotPass("one", cms("citizen", "SHA256withRSA", content -> one(length)));
  }

  private static byte[] one(int length) {
    var one = new byte[length];
    one[length - 1] = 1;
    return one;
  }

  @Test
  void a13_an_elliptic_signature_of_nothing_is_none() throws Exception {
    for (int[] pair : new int[][] {{0, 0}, {0, 1}, {1, 0}}) {
      var numbers = new ASN1EncodableVector();
      numbers.add(new ASN1Integer(pair[0]));
      numbers.add(new ASN1Integer(pair[1]));

      doesNotPass(
          "r " + pair[0] + ", s " + pair[1],
          cms("company", "SHA256withECDSA", content -> new DERSequence(numbers).getEncoded()));
    }
  }

  /**
   * RFC 5652, 5.4: what is signed are the attributes. Whoever takes them away and puts them where
   * the content stands has a signature over something nobody signed.
   */
  @Test
  void a13_signed_attributes_do_not_become_content() throws Exception {
    var genuine = new CMSSignedData(RawSigner.of("leader").cms(CONTENT, true));
    var signer = genuine.getSignerInfos().getSigners().iterator().next();
    var old = signer.toASN1Structure();
    var data = SignedData.getInstance(genuine.toASN1Structure().getContent());
    var forged =
        new SignedData(
            data.getDigestAlgorithms(),
            new ContentInfo(
                CMSObjectIdentifiers.data, new DEROctetString(signer.getEncodedSignedAttributes())),
            data.getCertificates(),
            null,
            new DERSet(
                new SignerInfo(
                    old.getSID(),
                    old.getDigestAlgorithm(),
                    (org.bouncycastle.asn1.ASN1Set) null,
                    old.getDigestEncryptionAlgorithm(),
                    old.getEncryptedDigest(),
                    null)));

    doesNotPass(
        "attributes as content",
        new ContentInfo(CMSObjectIdentifiers.signedData, forged).getEncoded());
  }

  // ---- A14

  private static X509Certificate certificate(
      KeyPair subject, String name, KeyPair issuer, String issuerName, int serial)
      throws Exception {
    var builder =
        new JcaX509v3CertificateBuilder(
            new X500Name(issuerName),
            BigInteger.valueOf(serial),
            Date.from(NOW.minusSeconds(86_400)),
            Date.from(NOW.plusSeconds(86_400)),
            new X500Name(name),
            subject.getPublic());
    builder.addExtension(
        org.bouncycastle.asn1.x509.Extension.basicConstraints,
        true,
        new org.bouncycastle.asn1.x509.BasicConstraints(true));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate())));
  }

  /** Authorities that vouch for each other: every path leads to every other, and none to trust. */
  private static List<X509Certificate> crowd(int many, boolean oneName) throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    var keys = new ArrayList<KeyPair>();
    int names = oneName ? 1 : many;
    for (int i = 0; i < 12; i++) {
      keys.add(generator.generateKeyPair());
    }
    var all = new ArrayList<X509Certificate>();
    for (int i = 0; i < many; i++) {
      int subject = i % 12;
      int issuer = (i / 12 + i + 1) % 12;
      all.add(
          certificate(
              keys.get(subject),
              "CN=Authority " + (subject % names),
              keys.get(issuer),
              "CN=Authority " + (issuer % names),
              i + 1));
    }
    return all;
  }

  /** What takes longer than a worker is patient is given up by it. */
  @Test
  void a14_a_crowd_of_certificates_that_vouch_for_each_other_is_answered_in_time()
      throws Exception {
    for (boolean oneName : new boolean[] {true, false}) {
      var genuine = new CMSSignedData(RawSigner.of("citizen").cms(CONTENT, true));
      var with = new ArrayList<X509Certificate>(crowd(48, oneName));
      with.addAll(PKI.identity("citizen").chain());
      var crowded =
          CMSSignedData.replaceCertificatesAndCRLs(genuine, new JcaCertStore(with), null, null)
              .getEncoded();
      long start = processorTime();

      var report =
          new VerifyDocument(
                  World.ANCHORS, World.revocationAt(NOW), Clock.fixed(NOW, ZoneOffset.UTC))
              .verify("biên bản.p7m", crowded);

      assertThat(processorTime() - start).isLessThan(10_000_000_000L);
      assertThat(report.signatures()).hasSize(1);
      assertThat(report.signatures().get(0).cryptoIntact()).isTrue();
    }
  }

  private static long processorTime() {
    return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  @Test
  void a14_a_signer_whose_issuers_vouch_for_each_other_does_not_pass() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    var signer = generator.generateKeyPair();
    var first = generator.generateKeyPair();
    var second = generator.generateKeyPair();
    var leaf = certificate(signer, "CN=Người ký", first, "CN=First", 1);
    var circle =
        List.of(
            leaf,
            certificate(first, "CN=First", second, "CN=Second", 2),
            certificate(second, "CN=Second", first, "CN=First", 3));
    var cms = new CMSSignedDataGenerator();
    cms.addSignerInfoGenerator(
        new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
            .build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()), leaf));
    cms.addCertificates(new JcaCertStore(circle));

    doesNotPass("circle", cms.generate(new CMSProcessableByteArray(CONTENT), true).getEncoded());
  }
}
