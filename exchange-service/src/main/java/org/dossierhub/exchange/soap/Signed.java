package org.dossierhub.exchange.soap;

import java.io.ByteArrayOutputStream;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.helpers.CastUtils;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.ws.security.wss4j.DefaultCryptoCoverageChecker;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.WSDataRef;
import org.apache.wss4j.dom.engine.WSSecurityEngineResult;
import org.apache.wss4j.dom.handler.WSHandlerConstants;
import org.apache.wss4j.dom.handler.WSHandlerResult;
import org.apache.wss4j.dom.message.token.Timestamp;
import org.dossierhub.signing.identity.Sha256;

/**
 * What the signature of an envelope covers: exactly its time-stamp and its body. That WSS4J found a
 * good signature says nothing about where it was found (hazard A23: wrapping).
 *
 * @param envelope digest over what was signed and by whom; unlike the signature's octets it cannot
 *     be changed by somebody who does not have the key
 */
record Signed(X509Certificate signer, Instant expires, Sha256 envelope) {
  private static final QName BODY = new QName("http://www.w3.org/2003/05/soap-envelope", "Body");
  private static final QName TIMESTAMP = new QName(WSConstants.WSU_NS, "Timestamp");
  private static final DefaultCryptoCoverageChecker COVERAGE = coverage();

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
        || timestamp.getExpires() == null
        || covered.size() != 2
        || !covered.stream()
            .map(WSDataRef::getName)
            .toList()
            .containsAll(List.of(BODY, TIMESTAMP))) {
      return Optional.empty();
    }
    try {
      COVERAGE.handleMessage(message);
    } catch (Fault notCovered) {
      return Optional.empty();
    }
    return Optional.of(new Signed(signer, timestamp.getExpires(), envelope(signer, covered)));
  }

  private static Sha256 envelope(X509Certificate signer, List<WSDataRef> covered) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(signer.getPublicKey().getEncoded());
    covered.stream()
        .sorted(java.util.Comparator.comparing(ref -> ref.getName().getLocalPart()))
        .forEach(ref -> all.writeBytes(ref.getDigestValue()));
    return Sha256.of(all.toByteArray());
  }

  private static DefaultCryptoCoverageChecker coverage() {
    var checker = new DefaultCryptoCoverageChecker();
    checker.setSignBody(true);
    checker.setSignTimestamp(true);
    checker.setSignAddressingHeaders(false);
    return checker;
  }
}
