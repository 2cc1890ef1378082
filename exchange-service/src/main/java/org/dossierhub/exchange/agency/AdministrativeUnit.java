package org.dossierhub.exchange.agency;

import java.time.LocalDate;
import java.util.Optional;
import org.dossierhub.signing.identity.AgencyCode;

/** A province or ministry with its code, what it became in 2025, and how sure the source is. */
public record AdministrativeUnit(
    AgencyCode code,
    String name,
    String kind,
    Optional<String> successorName,
    Optional<AgencyCode> successorCode,
    Optional<LocalDate> mergedOn,
    String confidence) {}
