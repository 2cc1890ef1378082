package org.dossierhub.exchange.agency;

import java.util.List;
import java.util.Optional;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * The list of codes of provinces and ministries, old names included: documents keep the codes of
 * their time.
 */
public interface AdministrativeUnits {

  Optional<AdministrativeUnit> byCode(AgencyCode code);

  List<AdministrativeUnit> all();

  int addMissing(List<AdministrativeUnit> units);
}
