package org.dossierhub.exchange.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.agency.AgencyCertificate;
import org.dossierhub.exchange.agency.Succession;
import org.dossierhub.exchange.agency.Withdrawal;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.registry.AddCertificate;
import org.dossierhub.exchange.registry.ChangeAgency;
import org.dossierhub.exchange.registry.CloseAgency;
import org.dossierhub.exchange.registry.RegisterAgency;
import org.dossierhub.exchange.registry.RegistryRefused;
import org.dossierhub.exchange.registry.WithdrawCertificate;
import org.dossierhub.exchange.staff.AccountRefused;
import org.dossierhub.exchange.staff.PemCertificate;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.CertificateSubject;

/**
 * {@code /admin/agencies}: the agencies of the exchange; the code is the key, posting one twice
 * changes nothing.
 */
@Path("/admin/agencies")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@ForAdministrators
public class AgencyResource {
  @Inject CurrentAccount current;
  @Inject Agencies agencies;
  @Inject RegisterAgency registerAgency;
  @Inject ChangeAgency changeAgency;
  @Inject AddCertificate addCertificate;
  @Inject WithdrawCertificate withdrawCertificate;
  @Inject CloseAgency closeAgency;
  @Inject Clock clock;

  @GET
  public String list() {
    var all = Json.createArrayBuilder();
    agencies.all().forEach(agency -> all.add(json(agency)));
    return all.build().toString();
  }

  @GET
  @Path("/{code}")
  public String one(@PathParam("code") String code) {
    return json(agency(code)).build().toString();
  }

  /** 201 for a new agency, 200 for one that was there and now is as asked. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response save(InputStream in) throws BodyRefused, RegistryRefused {
    var body = Body.read(in);
    var code = body.value("code", "an agency code", AgencyCode::new);
    var name = body.text("name");
    var channel = body.value("channel", "a channel", Channel::valueOf);
    Optional<URI> address = body.optional("address", "an address", URI::create);
    var there = agencies.byCode(code);
    if (there.isEmpty()) {
      registerAgency.register(code, name, channel, address, body.date("from"), List.of(), actor());
    } else if (!(there.get().name().equals(name)
        && there.get().channel() == channel
        && there.get().address().equals(address))) {
      changeAgency.change(code, name, channel, address, actor());
    }
    return Response.status(there.isEmpty() ? 201 : 200).entity(one(code.value())).build();
  }

  /** 201 for a new certificate, 200 for one the agency has already. */
  @POST
  @Path("/{code}/certificates")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response addCertificate(@PathParam("code") String code, InputStream in)
      throws BodyRefused, RegistryRefused, AccountRefused {
    var agency = agency(code);
    var certificate = certificate(Body.read(in));
    boolean there =
        agencies
            .certificate(CertificateId.of(certificate))
            .filter(known -> known.agency().equals(agency.code()))
            .filter(known -> known.withdrawnAt().isEmpty())
            .isPresent();
    if (!there) {
      addCertificate.add(agency.code(), certificate, actor());
    }
    return Response.status(there ? 200 : 201).entity(one(code)).build();
  }

  /** The certificate speaks for the agency no longer; it stays in the list. */
  @POST
  @Path("/{code}/certificates/withdraw")
  @Consumes(MediaType.APPLICATION_JSON)
  public String withdrawCertificate(@PathParam("code") String code, InputStream in)
      throws BodyRefused, RegistryRefused {
    var agency = agency(code);
    var body = Body.read(in);
    var serial = body.value("serial", "a serial number in decimal digits", BigInteger::new);
    Optional<String> issuer = body.optional("issuer");
    var order =
        new WithdrawCertificate.Order(
            body.optional("at", "a time (2031-03-04T02:15:00Z)", Instant::parse),
            body.value("reason", "a reason", Withdrawal.Reason::valueOf),
            body.optional("note").orElse(""));
    var ids =
        agencies.certificatesOf(agency.code()).stream()
            .map(AgencyCertificate::id)
            .filter(id -> id.serial().equals(serial))
            .filter(id -> issuer.map(id.issuer()::equals).orElse(true))
            .distinct()
            .toList();
    if (ids.size() != 1) {
      throw new RegistryRefused(
          "UNKNOWN_CERTIFICATE",
          "Không có, hoặc có nhiều hơn một, chứng thư với số sê-ri này.",
          "There is none, or more than one, with this serial number; name the issuer");
    }
    withdrawCertificate.withdraw(agency.code(), ids.get(0), order, actor());
    return one(code);
  }

  /** The agency ends now or after a last day, with or without a successor. */
  @POST
  @Path("/{code}/close")
  @Consumes(MediaType.APPLICATION_JSON)
  public String close(@PathParam("code") String code, InputStream in)
      throws BodyRefused, RegistryRefused {
    var agency = agency(code);
    var body = Body.read(in);
    var successor = body.optional("successor", "an agency code", AgencyCode::new);
    Optional<Succession> succession = Optional.empty();
    if (successor.isPresent()) {
      succession =
          Optional.of(
              new Succession(
                  successor.get(),
                  body.value("policy", "FORWARD or REFUSE", Succession.Policy::valueOf),
                  body.text("basis")));
    }
    closeAgency.close(agency.code(), body.date("lastDay"), succession, actor());
    return one(code);
  }

  static X509Certificate certificate(Body body) throws BodyRefused, AccountRefused {
    return PemCertificate.first(body.text("pem").getBytes(StandardCharsets.US_ASCII));
  }

  private String actor() {
    return current.required().username();
  }

  private Agency agency(String code) {
    try {
      return agencies.byCode(new AgencyCode(code)).orElseThrow(NotFoundException::new);
    } catch (IllegalArgumentException e) {
      throw new NotFoundException(e);
    }
  }

  private JsonObjectBuilder json(Agency agency) {
    var certificates = Json.createArrayBuilder();
    agencies.certificatesOf(agency.code()).forEach(c -> add(certificates, c));
    var json =
        Json.createObjectBuilder()
            .add("code", agency.code().value())
            .add("name", agency.name())
            .add("channel", agency.channel().name())
            .add("open", agency.openAt(clock.instant()))
            .add("from", agency.validFrom().toString())
            .add("certificates", certificates);
    agency.address().ifPresent(address -> json.add("address", address.toString()));
    agency.closedAt().ifPresent(end -> json.add("end", end.toString()));
    agency
        .succession()
        .ifPresent(
            s ->
                json.add(
                    "succession",
                    Json.createObjectBuilder()
                        .add("successor", s.successor().value())
                        .add("policy", s.policy().name())
                        .add("basis", s.basis())));
    var predecessors = Json.createArrayBuilder();
    agencies.predecessorsOf(agency.code()).forEach(p -> predecessors.add(p.code().value()));
    json.add("predecessors", predecessors);
    return json;
  }

  private static void add(JsonArrayBuilder certificates, AgencyCertificate known) {
    var json = json(known.certificate()).add("withdrawn", known.withdrawnAt().isPresent());
    known
        .withdrawal()
        .ifPresent(
            w ->
                json.add("withdrawnAt", w.at().toString())
                    .add("reason", w.reason().name())
                    .add("note", w.note()));
    certificates.add(json);
  }

  static JsonObjectBuilder json(X509Certificate certificate) {
    var id = CertificateId.of(certificate);
    return Json.createObjectBuilder()
        .add("issuer", id.issuer())
        .add("serial", id.serial().toString())
        .add("subject", CertificateSubject.of(certificate).display())
        .add("notBefore", certificate.getNotBefore().toInstant().toString())
        .add("notAfter", certificate.getNotAfter().toInstant().toString());
  }
}
