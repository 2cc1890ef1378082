package org.dossierhub.exchange.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.Agency;
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
import org.dossierhub.signing.identity.CertificateSubject;

/**
 * {@code /quan-tri/co-quan}: the agencies of the exchange and the certificates of their systems.
 */
@Path("/quan-tri/co-quan")
@Produces(Page.HTML)
@RequestScoped
@OnlyFor(Role.ADMINISTRATOR)
@OfWholeHub
public class AgencyAdministration {
  private static final List<Channel> CHANNELS =
      Arrays.stream(Channel.values()).filter(Channel::isWayToAgencies).toList();

  @Inject Visit visit;
  @Inject Session session;
  @Inject CurrentAccount current;
  @Inject Agencies agencies;
  @Inject RegisterAgency registerAgency;
  @Inject ChangeAgency changeAgency;
  @Inject AddCertificate addCertificate;
  @Inject WithdrawCertificate withdrawCertificate;
  @Inject CloseAgency closeAgency;
  @Inject Clock clock;

  @GET
  public Page list() {
    return Page.of("admin-agencies")
        .with("agencies", agencies.all().stream().map(this::shown).toList())
        .with("channels", CHANNELS);
  }

  /** Adds the agency, or changes name, channel and address of one that is there. */
  @POST
  public Response save(PostedForm form) {
    var code = code(form.text("ma"));
    var name = form.text("ten");
    var channel = channel(form.text("kenh"));
    var address = form.optional("dia-chi").map(AgencyAdministration::address);
    boolean there = agencies.byCode(code).isPresent();
    try {
      if (there) {
        changeAgency.change(code, name, channel, address, actor());
      } else {
        registerAgency.register(code, name, channel, address, form.date("tu"), List.of(), actor());
      }
    } catch (RegistryRefused e) {
      return (there ? page(agency(code.value())) : list()).trouble(sentence(e)).answer(422);
    }
    return back(code, visit.texts().text("agency.saved", name));
  }

  @GET
  @Path("/{code}")
  public Page one(@PathParam("code") String code) {
    return page(agency(code));
  }

  @POST
  @Path("/{code}/chung-thu")
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  public Response addCertificate(@PathParam("code") String code, PostedForm form) {
    var agency = agency(code);
    try {
      var certificate =
          PemCertificate.first(form.file("tep").map(PostedFile::small).orElse(new byte[0]));
      addCertificate.add(agency.code(), certificate, actor());
      return back(
          agency.code(),
          visit.texts().text("certificate.added", CertificateSubject.of(certificate).commonName()));
    } catch (AccountRefused e) {
      return page(agency).trouble(ProblemPages.sentenceOf(e, visit.language())).answer(422);
    } catch (RegistryRefused e) {
      return page(agency).trouble(sentence(e)).answer(422);
    }
  }

  @POST
  @Path("/{code}/chung-thu/thu-hoi")
  public Response withdrawCertificate(@PathParam("code") String code, PostedForm form) {
    var agency = agency(code);
    try {
      withdrawCertificate.withdraw(
          agency.code(),
          AccountAdministration.certificateId(form.text("issuer"), form.text("serial")),
          new WithdrawCertificate.Order(
              form.time("tu-luc"),
              choice(Withdrawal.Reason.values(), form.text("ly-do"), "a reason"),
              form.text("ghi-chu")),
          actor());
    } catch (RegistryRefused e) {
      return page(agency).trouble(sentence(e)).answer(422);
    }
    return back(agency.code(), visit.texts().text("certificate.removed"));
  }

  @POST
  @Path("/{code}/dong")
  public Response close(@PathParam("code") String code, PostedForm form) {
    var agency = agency(code);
    try {
      closeAgency.close(agency.code(), form.date("den"), succession(form), actor());
    } catch (RegistryRefused e) {
      return page(agency).trouble(sentence(e)).answer(422);
    }
    return back(agency.code(), visit.texts().text("agency.saved", agency.name()));
  }

  /** An agency and whether it takes part today. */
  public record Shown(Agency agency, String state) {
    public String tone() {
      return state.equals("open") ? "good" : state.equals("ended") ? "bad" : "warn";
    }
  }

  private Shown shown(Agency agency) {
    var now = clock.instant();
    var state =
        agency.endedAt(now)
            ? "ended"
            : !agency.openAt(now) ? "notYet" : agency.closedAt().isPresent() ? "ending" : "open";
    return new Shown(agency, state);
  }

  private Optional<Succession> succession(PostedForm form) {
    return form.optional("ke-thua")
        .map(AgencyAdministration::code)
        .map(
            heir ->
                new Succession(
                    heir,
                    choice(Succession.Policy.values(), form.text("chinh-sach"), "a policy"),
                    form.optional("can-cu")
                        .orElseThrow(() -> new BadRequestException("The decision is missing"))));
  }

  private Page page(Agency agency) {
    return Page.of("admin-agency")
        .with("shown", shown(agency))
        .with("agency", agency)
        .with("predecessors", agencies.predecessorsOf(agency.code()))
        .with(
            "heirs",
            agencies.all().stream()
                .filter(other -> !other.code().equals(agency.code()))
                .filter(other -> !other.endedAt(clock.instant()))
                .toList())
        .with("channels", CHANNELS)
        .with(
            "certificates",
            ShownCertificate.ofAgency(agencies.certificatesOf(agency.code()), clock));
  }

  private Agency agency(String code) {
    return agencies.byCode(code(code)).orElseThrow(NotFoundException::new);
  }

  private Response back(AgencyCode code, String news) {
    session.news(news);
    return Response.seeOther(URI.create("/quan-tri/co-quan/" + code.value())).build();
  }

  private String actor() {
    return current.required().username();
  }

  private String sentence(RegistryRefused refused) {
    return visit.language().choose(refused.vietnamese(), refused.english());
  }

  private static AgencyCode code(String text) {
    return AccountAdministration.agency(text);
  }

  private static Channel channel(String text) {
    return choice(CHANNELS.toArray(Channel[]::new), text, "a channel");
  }

  private static <E extends Enum<E>> E choice(E[] all, String text, String what) {
    return Arrays.stream(all)
        .filter(one -> one.name().equals(text))
        .findFirst()
        .orElseThrow(() -> new BadRequestException("Not " + what));
  }

  private static URI address(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("Not an address", e);
    }
  }
}
