package org.dossierhub.exchange.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.audit.AuditLog;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * What every change of the register has in common: the transaction, the audit entry, and telling
 * the listeners.
 */
@ApplicationScoped
public class Registry {
  private final Agencies agencies;
  private final AuditLog audit;
  private final Transactions transactions;
  private final Clock clock;
  private final Consumer<AgencyCertificatesChanged> certificatesChanged;

  /** For the container's proxy. */
  protected Registry() {
    this(null, null, null, null, (Consumer<AgencyCertificatesChanged>) null);
  }

  @Inject
  public Registry(
      Agencies agencies,
      AuditLog audit,
      Transactions transactions,
      Clock clock,
      Event<AgencyCertificatesChanged> certificatesChanged) {
    this(
        agencies,
        audit,
        transactions,
        clock,
        (Consumer<AgencyCertificatesChanged>) certificatesChanged::fire);
  }

  public Registry(
      Agencies agencies,
      AuditLog audit,
      Transactions transactions,
      Clock clock,
      Consumer<AgencyCertificatesChanged> certificatesChanged) {
    this.agencies = agencies;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
    this.certificatesChanged = certificatesChanged;
  }

  Instant now() {
    return clock.instant();
  }

  Agency required(AgencyCode code) throws RegistryRefused {
    return agencies
        .byCode(code)
        .orElseThrow(
            () ->
                new RegistryRefused(
                    "UNKNOWN_AGENCY",
                    "Không có cơ quan " + code + ".",
                    "There is no agency " + code));
  }

  /** Its first day may be still to come. */
  Agency requiredNotEnded(AgencyCode code) throws RegistryRefused {
    var agency = required(code);
    if (agency.endedAt(now())) {
      throw closed(code);
    }
    return agency;
  }

  RegistryRefused closed(AgencyCode code) {
    return new RegistryRefused(
        "AGENCY_CLOSED",
        "Cơ quan " + code + " đã ngừng hoạt động.",
        "Agency " + code + " is closed");
  }

  /** Makes the change and writes it down, in one transaction. */
  void change(Runnable change, String action, AgencyCode agency, String detail, String actor) {
    change(
        change, new AuditEntry(now(), actor, action, agency.value(), Optional.of(agency), detail));
  }

  void change(Runnable change, AuditEntry entry) {
    transactions.inOne(
        () -> {
          change.run();
          audit.add(entry);
        });
  }

  /** The same, when the change was still to be made. */
  boolean changeIfNew(BooleanSupplier change, AuditEntry entry) {
    return transactions.inOne(
        () -> {
          boolean made = change.getAsBoolean();
          if (made) {
            audit.add(entry);
          }
          return made;
        });
  }

  /** After the commit: listeners read the register. */
  void tellCertificatesChanged(AgencyCode agency) {
    certificatesChanged.accept(new AgencyCertificatesChanged(agency));
  }
}
