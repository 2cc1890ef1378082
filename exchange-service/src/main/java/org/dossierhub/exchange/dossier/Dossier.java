package org.dossierhub.exchange.dossier;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.message.Applicant;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.ProcedureCode;

/**
 * A dossier (hồ sơ thủ tục hành chính): {@code agency} decides it, {@code submitter} handed it in.
 * Business, fee, signing, delivery and synchronisation are separate states. {@code version} counts
 * the changes of the row.
 */
public record Dossier(
    UUID id,
    DossierCode code,
    AgencyCode agency,
    AgencyCode submitter,
    Optional<ProcedureCode> procedure,
    String subject,
    Optional<Applicant> applicant,
    Instant receivedAt,
    BusinessState business,
    Instant businessSince,
    FeeState fee,
    SigningState signing,
    DeliveryState delivery,
    SynchronisationState synchronisation,
    TrafficLight light,
    int version) {}
