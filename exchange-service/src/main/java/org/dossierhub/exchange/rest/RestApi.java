package org.dossierhub.exchange.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/**
 * Everything that answers below {@code /api/v1}; the list is explicit, so that the pages of package
 * web stay out of it.
 */
@ApplicationPath("/api/v1")
public class RestApi extends Application {

  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        SigningSessionResource.class,
        VerifyResource.class,
        OneFileAtMost.class,
        PublishedResultResource.class,
        HealthResource.class,
        MetricsResource.class,
        ExchangeResource.class,
        AgenciesOnly.class,
        AdministratorsOnly.class,
        AgencyResource.class,
        AgreementResource.class,
        AccountResource.class,
        ProcedureResource.class,
        Problems.class);
  }
}
