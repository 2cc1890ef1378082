package org.dossierhub.exchange.soap;

import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPMessage;
import java.io.ByteArrayOutputStream;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.helpers.CastUtils;
import org.apache.cxf.helpers.DOMUtils;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.WSDataRef;
import org.apache.wss4j.dom.engine.WSSecurityEngineResult;
import org.apache.wss4j.dom.handler.WSHandlerConstants;
import org.apache.wss4j.dom.handler.WSHandlerResult;
import org.apache.wss4j.dom.message.token.Timestamp;
import org.dossierhub.signing.identity.Sha256;
import org.w3c.dom.Element;

/**
 * What the signature of an envelope covers: exactly its time-stamp and its body. That WSS4J found a
 * good signature says nothing about where it was found (hazard A23: wrapping).
 *
 * @param refusedFrom when the envelope is too old to be let in: when it expires by its own words,
 *     but not later than by the contract, or an agency could have it remembered for years
 * @param envelope digest over what was signed and by whom; unlike the signature's octets it cannot
 *     be changed by somebody who does not have the key
 */
record Signed(X509Certificate signer, Instant refusedFrom, Sha256 envelope) {
  private static final QName BODY = new QName("http://www.w3.org/2003/05/soap-envelope", "Body");
  private static final QName TIMESTAMP = new QName(WSConstants.WSU_NS, "Timestamp");
  private static final QName HEADER = new QName(BODY.getNamespaceURI(), "Header");
  private static final QName SECURITY = new QName(WSConstants.WSSE_NS, "Security");

  /** Empty when anything is not as the contract says. */
  static Optional<Signed> of(SoapMessage message) {
    List<WSHandlerResult> results =
        CastUtils.cast((List<?>) message.get(WSHandlerConstants.RECV_RESULTS));
    if (results == null || results.size() != 1) {
      return Optional.empty();
    }
    var signatures = results.get(0).getActionResults().get(WSConstants.SIGN);
    var timestamps = results.get(0).getActionResults().get(WSConstants.TS);
    if (signatures == null
        || signatures.size() != 1
        || timestamps == null
        || timestamps.size() != 1) {
      return Optional.empty();
    }
    List<WSDataRef> covered =
        CastUtils.cast((List<?>) signatures.get(0).get(WSSecurityEngineResult.TAG_DATA_REF_URIS));
    var signer =
        (X509Certificate) signatures.get(0).get(WSSecurityEngineResult.TAG_X509_CERTIFICATE);
    var timestamp = (Timestamp) timestamps.get(0).get(WSSecurityEngineResult.TAG_TIMESTAMP);
    if (covered == null
        || signer == null
        || timestamp.getCreated() == null
        || timestamp.getExpires() == null
        || covered.size() != 2
        || !covered.stream()
            .map(WSDataRef::getName)
            .toList()
            .containsAll(List.of(BODY, TIMESTAMP))) {
      return Optional.empty();
    }
    if (!isWhatIsRead(covered, message)) {
      return Optional.empty();
    }
    return Optional.of(new Signed(signer, refusedFrom(timestamp), envelope(signer, covered)));
  }

  private static Instant refusedFrom(Timestamp timestamp) {
    var tooOld = timestamp.getCreated().plusSeconds(WireSecurity.LIFETIME_SECONDS);
    return timestamp.getExpires().isBefore(tooOld) ? timestamp.getExpires() : tooOld;
  }

  private static Sha256 envelope(X509Certificate signer, List<WSDataRef> covered) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(signer.getPublicKey().getEncoded());
    covered.stream()
        .sorted(java.util.Comparator.comparing(ref -> ref.getName().getLocalPart()))
        .forEach(ref -> all.writeBytes(ref.getDigestValue()));
    return Sha256.of(all.toByteArray());
  }

  /**
   * Whether the body of the envelope, and the time-stamp in a security header of it, are these very
   * elements, and nothing else stands where they would be looked for.
   */
  private static boolean isWhatIsRead(List<WSDataRef> covered, SoapMessage message) {
    var envelope = List.of(envelope(message));
    var read = new ArrayList<>(children(envelope, BODY));
    read.addAll(children(children(children(envelope, HEADER), SECURITY), TIMESTAMP));
    return read.size() == covered.size()
        && read.stream()
            .allMatch(
                element ->
                    covered.stream()
                        .anyMatch(ref -> ref.getProtectedElement() == element && !ref.isContent()));
  }

  private static Element envelope(SoapMessage message) {
    try {
      var part = message.getContent(SOAPMessage.class).getSOAPPart();
      return (Element) DOMUtils.getDomElement(part.getEnvelope());
    } catch (SOAPException e) {
      throw new IllegalStateException("An envelope whose signature was checked is none", e);
    }
  }

  private static List<Element> children(List<Element> parents, QName name) {
    var found = new ArrayList<Element>();
    for (var parent : parents) {
      for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
        if (node instanceof Element child
            && name.getLocalPart().equals(child.getLocalName())
            && name.getNamespaceURI().equals(child.getNamespaceURI())) {
          found.add(child);
        }
      }
    }
    return found;
  }
}
