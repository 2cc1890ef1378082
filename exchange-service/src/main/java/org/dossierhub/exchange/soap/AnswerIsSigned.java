package org.dossierhub.exchange.soap;

import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor;

/**
 * An agency's answer counts only when body and time-stamp are signed; WSS4J alone lets a bare fault
 * through, and a refusal ends a delivery for good.
 */
final class AnswerIsSigned extends AbstractSoapInterceptor {

  AnswerIsSigned() {
    super(Phase.PRE_PROTOCOL);
    addAfter(WSS4JInInterceptor.class.getName());
  }

  @Override
  public void handleMessage(SoapMessage message) {
    if (Signed.of(message).isEmpty()) {
      throw new Fault(new SecurityException("The answer is not signed as the contract says"));
    }
  }
}
