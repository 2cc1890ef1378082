package org.dossierhub.exchange.dossier;

import java.util.Optional;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * What to look for among the dossiers of one agency: words in code, subject or applicant; a state;
 * a traffic light; a page of rows.
 */
public record DossierSearch(
    AgencyCode agency,
    Optional<String> words,
    Optional<BusinessState> state,
    Optional<TrafficLight> light,
    int offset,
    int atMost) {

  public static DossierSearch newestOf(AgencyCode agency, int atMost) {
    return new DossierSearch(
        agency, Optional.empty(), Optional.empty(), Optional.empty(), 0, atMost);
  }
}
