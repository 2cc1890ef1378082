package org.dossierhub.exchange.soap;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.stream.XMLStreamException;
import org.apache.cxf.binding.soap.Soap12;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.helpers.DOMUtils;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.io.CacheSizeExceededException;
import org.apache.cxf.phase.Phase;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.dossierhub.exchange.intake.RejectionReason;
import org.dossierhub.exchange.protocol.Caller;
import org.dossierhub.exchange.protocol.ObjectFactory;
import org.dossierhub.exchange.protocol.Refusal;
import org.dossierhub.exchange.protocol.RefusalFault;
import org.dossierhub.exchange.protocol.Refusals;
import org.dossierhub.exchange.protocol.WireRefusal;
import org.dossierhub.exchange.work.Correlation;

/**
 * The one place where a SOAP fault is made. Whatever went wrong on the way in leaves as the fault
 * {@code Refusal}; inner messages of the libraries stay in the log.
 */
final class RefusalFaults extends AbstractSoapInterceptor {
  private static final Logger LOG = Correlation.logger(RefusalFaults.class);
  private static final JAXBContext CONTEXT = context();

  RefusalFaults() {
    super(Phase.SETUP);
  }

  @Override
  public void handleMessage(SoapMessage message) {
    var outcome = message.getContent(Exception.class);
    message.setVersion(Soap12.getInstance()); // also for whoever asked in SOAP 1.1
    message.setContent(
        Exception.class,
        fault(
            isStillArriving(message) && isUnreadable(outcome)
                ? Refusals.of(WireRefusal.MALFORMED).getFaultInfo()
                : refusal(outcome)));
  }

  /** Until OneAgency has let it in, nothing is read but the question itself. */
  private static boolean isStillArriving(SoapMessage message) {
    return message.getExchange() != null
        && message.getExchange().getInMessage().get(Caller.class) == null;
  }

  /** The library found no package where one was announced; a line that broke is TryAgainLater. */
  private static boolean isUnreadable(Exception outcome) {
    if (outcome instanceof Fault && outcome.getCause() instanceof IOException) {
      LOG.log(Level.INFO, "Package not readable: {0}", outcome.getMessage());
      return true;
    }
    return false;
  }

  static Refusal refusal(Throwable outcome) {
    for (var e = outcome; e != null; e = e.getCause()) {
      if (e instanceof RefusalFault refused) {
        return refused.getFaultInfo();
      }
      if (e instanceof WSSecurityException security) {
        var flaw = EnvelopeFlaw.of(security);
        LOG.log(
            Level.WARNING,
            "WS-Security header refused, {0}: {1}",
            new Object[] {flaw, e.getMessage()});
        return flaw.refusal().getFaultInfo();
      }
      if (e instanceof CacheSizeExceededException) {
        return Refusals.of(RejectionReason.LIMIT_EXCEEDED, "a part is larger than 1 GB")
            .getFaultInfo();
      }
      if (e instanceof XMLStreamException || e instanceof JAXBException) {
        LOG.log(Level.INFO, "Request not readable: {0}", e.getMessage());
        return Refusals.of(WireRefusal.MALFORMED).getFaultInfo();
      }
    }
    if (outcome instanceof Fault fault && isTheSenders(fault)) {
      LOG.log(Level.INFO, "Request refused: {0}", fault.getMessage());
      return malformed(fault).getFaultInfo();
    }
    return Refusals.of(outcome).getFaultInfo();
  }

  private static RefusalFault malformed(Fault fault) {
    return Soap12.getInstance().getMustUnderstand().equals(fault.getFaultCode())
        ? Refusals.of(
            WireRefusal.MALFORMED,
            "phong bì có một tiêu đề mustUnderstand ngoài giao ước; chỉ wsse:Security được phép",
            "the envelope has a header with mustUnderstand that is not in the contract; only wsse:Security is")
        : Refusals.of(WireRefusal.MALFORMED);
  }

  private static boolean isTheSenders(Fault fault) {
    var code = fault.getFaultCode();
    return code != null
        && (code.equals(Fault.FAULT_CODE_CLIENT)
            || code.equals(Soap12.getInstance().getSender())
            || code.equals(Soap12.getInstance().getVersionMismatch())
            || code.equals(Soap12.getInstance().getMustUnderstand()));
  }

  private static SoapFault fault(Refusal refusal) {
    var version = Soap12.getInstance();
    var fault =
        new SoapFault(
            refusal.getReasonVi(),
            Refusals.isToBeRepeated(refusal) ? version.getReceiver() : version.getSender());
    fault.setLang("vi");
    try {
      var detail = DOMUtils.createDocument();
      var holder = detail.createElement("detail");
      CONTEXT.createMarshaller().marshal(new ObjectFactory().createRefusal(refusal), holder);
      fault.setDetail(holder);
    } catch (JAXBException e) {
      throw new IllegalStateException("A refusal cannot be written", e);
    }
    return fault;
  }

  private static JAXBContext context() {
    try {
      return JAXBContext.newInstance(ObjectFactory.class);
    } catch (JAXBException e) {
      throw new IllegalStateException("The wire types have no JAXB context", e);
    }
  }
}
