package org.dossierhub.exchange.soap;

import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.phase.Phase;

/**
 * Leaves attachments on the line until {@link Attached} reads them. Otherwise CXF copies all of
 * them to disk before the sender of the envelope is even known, to hang them into a SAAJ tree that
 * nobody looks at.
 */
final class StreamParts extends AbstractSoapInterceptor {

  StreamParts() {
    super(Phase.READ);
  }

  @Override
  public void handleMessage(SoapMessage message) {
    message.put("expandXOPInclude", "false");
  }
}
