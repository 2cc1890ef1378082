package org.dossierhub.exchange.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * An agency ceases: from now on it neither sends nor receives; its name and dossiers stay. Refuses
 * with UNKNOWN_AGENCY, AGENCY_CLOSED.
 */
@ApplicationScoped
public class CloseAgency {
  private final Agencies agencies;
  private final Registry registry;

  /** For the container's proxy. */
  protected CloseAgency() {
    this(null, null);
  }

  @Inject
  public CloseAgency(Agencies agencies, Registry registry) {
    this.agencies = agencies;
    this.registry = registry;
  }

  public void close(AgencyCode code, String actor) throws RegistryRefused {
    var agency = registry.requiredOpen(code);
    registry.change(
        () -> agencies.close(code, registry.now()), "AGENCY_CLOSED", code, agency.name(), actor);
    registry.tellCertificatesChanged(code);
  }
}
