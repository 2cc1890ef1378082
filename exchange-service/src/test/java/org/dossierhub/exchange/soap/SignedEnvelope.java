package org.dossierhub.exchange.soap;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.wss4j.common.WSEncryptionPart;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.common.util.WSTimeSource;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.engine.WSSConfig;
import org.apache.wss4j.dom.message.WSSecHeader;
import org.apache.wss4j.dom.message.WSSecSignature;
import org.apache.wss4j.dom.message.WSSecTimestamp;
import org.dossierhub.pki.DevelopmentPki;

/** Envelopes as an agency's own software signs them: time-stamp and body, by one identity. */
record SignedEnvelope(DevelopmentPki pki, String identity) {
  private static final String SOAP_12 = "http://www.w3.org/2003/05/soap-envelope";

  X509Certificate certificate() {
    return pki.identity(identity).chain().get(0);
  }

  byte[] of(String envelope, Instant at) throws Exception {
    return of(envelope, at, WireSecurity.LIFETIME_SECONDS);
  }

  /** With what the sender likes as {@code Expires}. */
  byte[] of(String envelope, Instant at, int lifetimeSeconds) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    var document =
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(envelope.getBytes(StandardCharsets.UTF_8)));
    var header = new WSSecHeader(document);
    header.insertSecurityHeader();
    var config = WSSConfig.getNewInstance();
    config.setCurrentTime(
        new WSTimeSource() {
          @Override
          public Instant now() {
            return at;
          }
        });
    var timestamp = new WSSecTimestamp(header);
    timestamp.setIdAllocator(config.getIdAllocator());
    timestamp.setWsTimeSource(config.getCurrentTime());
    timestamp.setTimeToLive(lifetimeSeconds);
    timestamp.build();
    var signature = new WSSecSignature(header);
    signature.setUserInfo("key", "password");
    signature.setKeyIdentifierType(WSConstants.BST_DIRECT_REFERENCE);
    signature.setSignatureAlgorithm(
        certificate().getPublicKey().getAlgorithm().equals("EC")
            ? WireSecurity.ECDSA_SHA256
            : WireSecurity.RSA_SHA256);
    signature.setDigestAlgo("http://www.w3.org/2001/04/xmlenc#sha256");
    signature.setSigCanonicalization("http://www.w3.org/2001/10/xml-exc-c14n#");
    signature.getParts().add(new WSEncryptionPart("Timestamp", WSConstants.WSU_NS, "Element"));
    signature
        .getParts()
        .add(
            new WSEncryptionPart(
                "Body", document.getDocumentElement().getNamespaceURI(), "Element"));
    signature.build(key());
    var out = new ByteArrayOutputStream();
    TransformerFactory.newInstance()
        .newTransformer()
        .transform(new DOMSource(document), new StreamResult(out));
    return out.toByteArray();
  }

  /** What stands in the body of a SOAP 1.2 envelope, signed now. */
  byte[] around(String body) throws Exception {
    return around("", body);
  }

  /** The same with headers of the sender's own. */
  byte[] around(String headers, String body) throws Exception {
    return of(
        "<s:Envelope xmlns:s='%s'><s:Header>%s</s:Header><s:Body>%s</s:Body></s:Envelope>"
            .formatted(SOAP_12, headers, body),
        Instant.now());
  }

  private Merlin key() throws Exception {
    var agency = pki.identity(identity);
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "key",
        agency.key(),
        "password".toCharArray(),
        agency.chain().toArray(X509Certificate[]::new));
    var merlin = new Merlin();
    merlin.setKeyStore(store);
    return merlin;
  }
}
