package org.dossierhub.exchange.soap;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import jakarta.xml.soap.MessageFactory;
import jakarta.xml.soap.SAAJMetaFactory;
import jakarta.xml.soap.SOAPConstants;
import jakarta.xml.soap.SOAPException;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.exchange.health.Health;
import org.dossierhub.exchange.health.HealthCheck;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.HubStarted;

/**
 * Whether SOAP messages can be made in this process. Their library is looked up anew for each; once
 * that failed while the server was still starting, it failed until the process ended, and every
 * question was refused as malformed. So it is used for the first time by the thread that starts the
 * application, before any other begins, and looked at by health from then on.
 */
@ApplicationScoped
public class SoapMessages implements HealthCheck {
  private static final Logger LOG = Correlation.logger(SoapMessages.class);

  void prove(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) HubStarted started)
      throws SOAPException {
    make();
  }

  @Override
  public String name() {
    return "soap";
  }

  @Override
  public Health.Part check() {
    try {
      make();
      return Health.Part.up(name(), "SOAP messages can be made.");
    } catch (SOAPException | LinkageError | ServiceConfigurationError e) {
      LOG.log(Level.SEVERE, "No SOAP message can be made", e);
      return Health.Part.down(
          name(),
          "No SOAP message can be made until this node is started again; its log says why.");
    }
  }

  private static void make() throws SOAPException {
    // First, since these say why there is none, which newInstance keeps to itself.
    ServiceLoader.load(MessageFactory.class).findFirst();
    ServiceLoader.load(SAAJMetaFactory.class).findFirst();
    MessageFactory.newInstance().createMessage();
    MessageFactory.newInstance(SOAPConstants.SOAP_1_2_PROTOCOL).createMessage();
  }
}
