package org.dossierhub.system;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.wss4j.common.WSEncryptionPart;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.message.WSSecHeader;
import org.apache.wss4j.dom.message.WSSecSignature;
import org.apache.wss4j.dom.message.WSSecTimestamp;
import org.dossierhub.system.journey.Installation;
import org.dossierhub.system.neighbour.SystemIdentity;

/**
 * A client of the SOAP line that no library keeps from mistakes: it signs what it is given and
 * writes the bytes of HTTP itself.
 */
record RawExchange(Installation hub, SystemIdentity identity) {
  static final String PACKAGE =
      "multipart/related; type=\"application/xop+xml\"; start=\"<root>\";"
          + " start-info=\"application/soap+xml\"; boundary=\"line\"";
  static final String ENVELOPE = "application/soap+xml; charset=UTF-8";
  private static final String SOAP_12 = "http://www.w3.org/2003/05/soap-envelope";
  private static final Pattern CODE = Pattern.compile("<(?:\\w+:)?code>([A-Z_]+)<");

  static RawExchange of(Installation hub, String identity) {
    return new RawExchange(hub, SystemIdentity.open(hub.identities(), identity));
  }

  /** Status line, headers and body, as they came. */
  record Answer(String text) {
    int status() {
      return text.isEmpty() ? 0 : Integer.parseInt(text.split(" ", 3)[1]);
    }

    /** The code of the refusal; empty when there is none. */
    String code() {
      var code = CODE.matcher(text);
      return code.find() ? code.group(1) : "";
    }
  }

  /** An attachment and its Content-ID. */
  record Attachment(String id, byte[] content) {}

  Answer posts(String contentType, byte[] body) throws IOException {
    var head =
        "POST /soap/exchange HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + (contentType == null ? "" : "Content-Type: " + contentType + "\r\n")
            + ("Content-Length: " + body.length + "\r\n\r\n");
    return writes(head, body);
  }

  /** Anything at all, then waits for what comes back until the hub closes the line. */
  Answer writes(String head, byte[] body) throws IOException {
    return writes(
        line -> {
          line.write(head.getBytes(StandardCharsets.UTF_8));
          line.write(body);
        });
  }

  interface Writing {
    void to(java.io.OutputStream line) throws IOException;
  }

  Answer writes(Writing writing) throws IOException {
    SSLContext tls = identity.tls(hub.tlsRoots());
    try (var socket = tls.getSocketFactory().createSocket("localhost", hub.port("server.mutual"))) {
      socket.setSoTimeout(120_000);
      var answer = new ByteArrayOutputStream();
      try {
        var out = socket.getOutputStream();
        writing.to(out);
        out.flush();
      } catch (IOException closedMeanwhile) {
        // The answer may be there all the same.
      }
      try {
        socket.getInputStream().transferTo(answer);
      } catch (IOException closed) {
        if (answer.size() == 0) {
          throw closed;
        }
      }
      return new Answer(answer.toString(StandardCharsets.UTF_8));
    }
  }

  /** An envelope of SOAP 1.2 around this body, signed now. */
  byte[] signed(String body) throws Exception {
    return signed(body, Duration.ZERO);
  }

  /** The same by a sender whose clock is so much ahead. */
  byte[] signed(String body, Duration ahead) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    var document =
        factory
            .newDocumentBuilder()
            .parse(
                new ByteArrayInputStream(
                    ("<s:Envelope xmlns:s='%s'><s:Header/><s:Body>%s</s:Body></s:Envelope>")
                        .formatted(SOAP_12, body)
                        .getBytes(StandardCharsets.UTF_8)));
    var header = new WSSecHeader(document);
    header.insertSecurityHeader();
    var timestamp = new WSSecTimestamp(header);
    timestamp.setTimeToLive(300);
    timestamp.setWsTimeSource(() -> Instant.now().plus(ahead).truncatedTo(ChronoUnit.MILLIS));
    timestamp.build();
    var signature = new WSSecSignature(header);
    signature.setUserInfo(identity.alias(), new String(identity.password()));
    signature.setKeyIdentifierType(WSConstants.BST_DIRECT_REFERENCE);
    signature.setSignatureAlgorithm("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256");
    signature.setDigestAlgo("http://www.w3.org/2001/04/xmlenc#sha256");
    signature.setSigCanonicalization("http://www.w3.org/2001/10/xml-exc-c14n#");
    signature.getParts().add(new WSEncryptionPart("Timestamp", WSConstants.WSU_NS, "Element"));
    signature.getParts().add(new WSEncryptionPart("Body", SOAP_12, "Element"));
    var crypto = new Merlin();
    crypto.setKeyStore(identity.store());
    signature.build(crypto);
    var out = new ByteArrayOutputStream();
    TransformerFactory.newInstance()
        .newTransformer()
        .transform(new DOMSource(document), new StreamResult(out));
    return out.toByteArray();
  }

  /** The XOP package around an envelope with this body. */
  byte[] packed(String body, List<Attachment> attached) throws Exception {
    var out = new ByteArrayOutputStream();
    line(out, "--line\r\nContent-Type: application/xop+xml; charset=UTF-8;");
    line(out, " type=\"application/soap+xml\"\r\nContent-ID: <root>\r\n\r\n");
    out.writeBytes(signed(body));
    for (var one : attached) {
      line(out, "\r\n--line\r\nContent-Type: application/octet-stream\r\n");
      line(out, "Content-ID: <" + one.id() + ">\r\n\r\n");
      out.writeBytes(one.content());
    }
    line(out, "\r\n--line--\r\n");
    return out.toByteArray();
  }

  private static void line(ByteArrayOutputStream out, String line) {
    out.writeBytes(line.getBytes(StandardCharsets.UTF_8));
  }

  static String question(String name, String content) {
    return "<%s xmlns='urn:dossierhub:exchange:1'>%s</%s>".formatted(name, content, name);
  }

  static String part(String name, String id) {
    return ("<part><name>%s</name><mediaType>text/plain</mediaType><content><xop:Include"
            + " xmlns:xop='http://www.w3.org/2004/08/xop/include' href='cid:%s'/></content></part>")
        .formatted(name, id);
  }
}
