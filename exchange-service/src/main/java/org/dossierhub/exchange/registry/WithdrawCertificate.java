package org.dossierhub.exchange.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.AgencyCertificate;
import org.dossierhub.exchange.agency.Withdrawal;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;

/**
 * A certificate no longer speaks for its agency, from a stated moment and for a stated reason,
 * which decides about messages in flight (docs/agencies.md). A withdrawal that is still to come can
 * be given anew, and an orderly one can turn out to be a loss.
 *
 * <p>Refuses with UNKNOWN_AGENCY, UNKNOWN_CERTIFICATE, WRONG_DATES (a lost key is withdrawn at
 * once; an orderly change is not dated back).
 */
@ApplicationScoped
public class WithdrawCertificate {
  private final Agencies agencies;
  private final Registry registry;

  /** For the container's proxy. */
  protected WithdrawCertificate() {
    this(null, null);
  }

  @Inject
  public WithdrawCertificate(Agencies agencies, Registry registry) {
    this.agencies = agencies;
    this.registry = registry;
  }

  /** From when on, now when absent, why, and words of whoever asked for it. */
  public record Order(Optional<Instant> at, Withdrawal.Reason reason, String note) {}

  public void withdraw(AgencyCode code, CertificateId id, Order order, String actor)
      throws RegistryRefused {
    registry.required(code);
    var now = registry.now();
    var withdrawal =
        new Withdrawal(order.at().orElse(now), order.reason(), now, order.note().strip());
    boolean dated =
        order.reason() == Withdrawal.Reason.COMPROMISED
            ? !withdrawal.at().isAfter(now)
            : !withdrawal.at().isBefore(now);
    if (!dated) {
      throw new RegistryRefused(
          "WRONG_DATES",
          "Lộ khóa thì ngừng ngay hoặc từ một thời điểm đã qua; thay chứng thư thì từ bây giờ hoặc một"
              + " thời điểm sắp tới.",
          "A lost key is withdrawn from now or from a moment that has passed, a replaced one from now"
              + " or from a moment to come");
    }
    boolean known =
        agencies.certificatesOf(code).stream()
            .anyMatch(certificate -> certificate.id().equals(id) && mayGetAn(order, certificate));
    if (!known) {
      throw new RegistryRefused(
          "UNKNOWN_CERTIFICATE",
          "Cơ quan " + code + " không có chứng thư số này.",
          "Agency " + code + " has no such certificate");
    }
    registry.change(
        () -> agencies.withdrawCertificate(code, id, withdrawal),
        "CERTIFICATE_WITHDRAWN",
        code,
        id + " " + withdrawal.reason() + " at " + withdrawal.at() + said(withdrawal.note()),
        actor);
    registry.tellCertificatesChanged(code);
  }

  private boolean mayGetAn(Order order, AgencyCertificate certificate) {
    return certificate.withdrawnAt().map(registry.now()::isBefore).orElse(true)
        || order.reason() == Withdrawal.Reason.COMPROMISED
            && certificate.withdrawal().get().reason() == Withdrawal.Reason.REPLACED;
  }

  private static String said(String note) {
    return note.isEmpty() ? "" : ": " + note;
  }
}
