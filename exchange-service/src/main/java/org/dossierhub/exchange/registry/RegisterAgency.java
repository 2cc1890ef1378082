package org.dossierhub.exchange.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * An agency joins the exchange, with the certificates of its system.
 *
 * <p>Refuses with ALREADY_REGISTERED, ADDRESS_NEEDED, ADDRESS_IS_LOCAL, and what {@link
 * AddCertificate} refuses with.
 */
@ApplicationScoped
public class RegisterAgency {
  private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");

  private final Agencies agencies;
  private final Registry registry;
  private final AddCertificate addCertificate;
  private final AgencyAddress address;

  /** For the container's proxy. */
  protected RegisterAgency() {
    this(null, null, null, null);
  }

  @Inject
  public RegisterAgency(
      Agencies agencies, Registry registry, AddCertificate addCertificate, AgencyAddress address) {
    this.agencies = agencies;
    this.registry = registry;
    this.addCertificate = addCertificate;
    this.address = address;
  }

  /** It takes part from that day on, in the time of Viet Nam; at once when absent. */
  public Agency register(
      AgencyCode code,
      String name,
      Channel channel,
      Optional<URI> address,
      Optional<LocalDate> from,
      List<X509Certificate> certificates,
      String actor)
      throws RegistryRefused {
    if (agencies.byCode(code).isPresent()) {
      throw new RegistryRefused(
          "ALREADY_REGISTERED",
          "Cơ quan " + code + " đã được đăng ký.",
          "Agency " + code + " is registered already");
    }
    this.address.check(channel, address);
    for (var certificate : certificates) {
      addCertificate.check(code, certificate);
    }
    var now = registry.now();
    var agency =
        new Agency(
            code,
            name.strip(),
            channel,
            address,
            now,
            from.map(day -> day.atStartOfDay(VIETNAM).toInstant()).orElse(now),
            Optional.empty(),
            Optional.empty());
    registry.change(
        () -> {
          agencies.add(agency);
          certificates.forEach(certificate -> addCertificate.write(code, certificate));
        },
        "AGENCY_REGISTERED",
        code,
        channel
            + " "
            + agency.name()
            + " from "
            + agency.validFrom()
            + ", "
            + certificates.size()
            + " certificate(s)",
        actor);
    registry.tellCertificatesChanged(code);
    return agency;
  }
}
