package org.dossierhub.signing.xml;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.dossierhub.signing.token.SigningToken;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

/**
 * Signs XML documents with an enveloped XAdES baseline B signature (EN 319 132-1, 6.3): one
 * reference to the whole document, one to the signed properties, exclusive canonicalisation,
 * SHA-256. What is signed of the signature itself is written in canonical form from the start, so
 * the document is canonicalised once and nothing is looked up. Safe for use by many threads.
 */
public final class SignXml {
  private static final String SHA_256 = "http://www.w3.org/2001/04/xmlenc#sha256";
  private static final Base64.Encoder BASE64 = Base64.getEncoder();

  private final Clock clock;

  public SignXml(Clock clock) {
    this.clock = clock;
  }

  /**
   * The document, in canonical form, with one signature as the last child of its root.
   * IllegalArgumentException when it is not XML, has a document type, is signed already or is
   * larger than what {@link VerifiedXml} reads, and when the certificate is not in force.
   */
  public byte[] signEnveloped(byte[] xml, SigningToken token) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var signer = token.certificate();
    expectInForce(signer, now);
    try {
      var document = unsigned(xml);
      var digest = sha256(Xml.canonical(document, Xml.EXCLUSIVE));
      var id = HexFormat.of().formatHex(Arrays.copyOf(digest, 8));
      var properties = signedProperties(id, signer, now);
      var info = signedInfo(id, signer, digest, sha256(utf8(properties)));
      var value = inXmlForm(token.sign(utf8(info)), signer);
      return appended(
          Xml.canonical(document, Xml.INCLUSIVE), signature(id, info, value, token, properties));
    } catch (NotGenuine e) {
      throw new IllegalArgumentException("Cannot be signed: " + e.getMessage(), e);
    }
  }

  private static void expectInForce(X509Certificate signer, Instant now) {
    if (now.isBefore(signer.getNotBefore().toInstant())
        || now.isAfter(signer.getNotAfter().toInstant())) {
      throw new IllegalArgumentException(
          "The certificate of "
              + signer.getSubjectX500Principal()
              + " is in force from "
              + signer.getNotBefore().toInstant()
              + " to "
              + signer.getNotAfter().toInstant()
              + ", now it is "
              + now);
    }
  }

  private static Document unsigned(byte[] xml) throws NotGenuine {
    var document = Xml.parse(xml);
    if (document.getElementsByTagNameNS(Xml.DSIG, "Signature").getLength() > 0) {
      throw new IllegalArgumentException("Cannot be signed: it has a signature already");
    }
    for (var node = document.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeType() == Node.PROCESSING_INSTRUCTION_NODE) {
        throw new IllegalArgumentException(
            "Cannot be signed: a processing instruction beside the root");
      }
    }
    return document;
  }

  /** EN 319 132-1, 5.2: signing time, signing certificate V2, format of what is signed. */
  private static String signedProperties(String id, X509Certificate signer, Instant now) {
    return """
        <xades:SignedProperties xmlns:xades="%1$s" Id="xades-%2$s">\
        <xades:SignedSignatureProperties>\
        <xades:SigningTime>%3$s</xades:SigningTime>\
        <xades:SigningCertificateV2><xades:Cert><xades:CertDigest>\
        <ds:DigestMethod xmlns:ds="%4$s" Algorithm="%5$s"></ds:DigestMethod>\
        <ds:DigestValue xmlns:ds="%4$s">%6$s</ds:DigestValue>\
        </xades:CertDigest></xades:Cert></xades:SigningCertificateV2>\
        </xades:SignedSignatureProperties>\
        <xades:SignedDataObjectProperties>\
        <xades:DataObjectFormat ObjectReference="#content-%2$s">\
        <xades:MimeType>text/xml</xades:MimeType>\
        </xades:DataObjectFormat>\
        </xades:SignedDataObjectProperties>\
        </xades:SignedProperties>"""
        .formatted(
            Xml.XADES, id, now, Xml.DSIG, SHA_256, BASE64.encodeToString(sha256(encoded(signer))));
  }

  private static String signedInfo(
      String id, X509Certificate signer, byte[] content, byte[] properties) {
    return """
        <ds:SignedInfo xmlns:ds="%1$s">\
        <ds:CanonicalizationMethod Algorithm="%2$s"></ds:CanonicalizationMethod>\
        <ds:SignatureMethod Algorithm="%3$s"></ds:SignatureMethod>\
        <ds:Reference Id="content-%4$s" URI=""><ds:Transforms>\
        <ds:Transform Algorithm="%5$s"></ds:Transform>\
        <ds:Transform Algorithm="%2$s"></ds:Transform>\
        </ds:Transforms>\
        <ds:DigestMethod Algorithm="%6$s"></ds:DigestMethod>\
        <ds:DigestValue>%7$s</ds:DigestValue></ds:Reference>\
        <ds:Reference Type="%8$s" URI="#xades-%4$s"><ds:Transforms>\
        <ds:Transform Algorithm="%2$s"></ds:Transform>\
        </ds:Transforms>\
        <ds:DigestMethod Algorithm="%6$s"></ds:DigestMethod>\
        <ds:DigestValue>%9$s</ds:DigestValue></ds:Reference>\
        </ds:SignedInfo>"""
        .formatted(
            Xml.DSIG,
            Xml.EXCLUSIVE,
            SignatureMethod.signedWith(signer.getPublicKey()).uri(),
            id,
            AcceptedShape.ENVELOPED,
            SHA_256,
            BASE64.encodeToString(content),
            AcceptedShape.SIGNED_PROPERTIES,
            BASE64.encodeToString(properties));
  }

  private static String signature(
      String id, String info, byte[] value, SigningToken token, String properties) {
    var certificates =
        token.chain().stream()
            .map(
                certificate ->
                    "<ds:X509Certificate>"
                        + BASE64.encodeToString(encoded(certificate))
                        + "</ds:X509Certificate>")
            .collect(Collectors.joining());
    return """
        <ds:Signature xmlns:ds="%1$s" Id="signature-%2$s">%3$s\
        <ds:SignatureValue>%4$s</ds:SignatureValue>\
        <ds:KeyInfo><ds:X509Data>%5$s</ds:X509Data></ds:KeyInfo>\
        <ds:Object><xades:QualifyingProperties xmlns:xades="%6$s" Target="#signature-%2$s">\
        %7$s\
        </xades:QualifyingProperties></ds:Object></ds:Signature>"""
        .formatted(
            Xml.DSIG, id, info, BASE64.encodeToString(value), certificates, Xml.XADES, properties);
  }

  /** XMLDSIG 1.1, 6.4.3: an ECDSA value is r and s side by side, not the DER of X9.62. */
  private static byte[] inXmlForm(byte[] value, X509Certificate signer) {
    if (signer.getPublicKey() instanceof ECPublicKey key) {
      try {
        var order = key.getParams().getOrder();
        var numbers = StandardDSAEncoding.INSTANCE.decode(order, value);
        return PlainDSAEncoding.INSTANCE.encode(order, numbers[0], numbers[1]);
      } catch (IOException e) {
        throw new IllegalArgumentException("The token gave no ECDSA value", e);
      }
    }
    return value;
  }

  /** In canonical XML without instructions after it, the end tag of the root is the last thing. */
  private static byte[] appended(byte[] canonical, String signature) {
    var end = canonical.length - 1;
    while (canonical[end] != '<') {
      end--;
    }
    var out = new ByteArrayOutputStream(canonical.length + signature.length());
    out.write(canonical, 0, end);
    out.writeBytes(utf8(signature));
    out.write(canonical, end, canonical.length - end);
    return out.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("A certificate without encoding", e);
    }
  }
}
