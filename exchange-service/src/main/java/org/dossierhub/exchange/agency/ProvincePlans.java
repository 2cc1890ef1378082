package org.dossierhub.exchange.agency;

import java.util.List;

/** The founding plans the catalogue was taken from. */
public interface ProvincePlans {

  List<ProvincePlan> all();

  int addMissing(List<ProvincePlan> plans);
}
