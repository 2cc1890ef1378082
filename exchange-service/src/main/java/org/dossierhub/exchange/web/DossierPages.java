package org.dossierhub.exchange.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.desk.DeskRefused;
import org.dossierhub.exchange.desk.DiscardDraft;
import org.dossierhub.exchange.desk.Draft;
import org.dossierhub.exchange.desk.LookUpResults;
import org.dossierhub.exchange.desk.PrepareResult;
import org.dossierhub.exchange.desk.ReplaceDraft;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.DocumentVerdicts;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.dossier.DossierSearch;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.dossier.KeptProofs;
import org.dossierhub.exchange.dossier.TrafficLight;
import org.dossierhub.exchange.evidence.PackMessage;
import org.dossierhub.exchange.message.Inbox;
import org.dossierhub.exchange.message.Payload;
import org.dossierhub.exchange.message.Payloads;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.exchange.progress.MoveDossier;
import org.dossierhub.exchange.progress.MoveRefused;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.verification.Proof;

/**
 * {@code /ho-so}: the dossiers of the account's own agency. A dossier of another agency, and
 * everything below it, is as absent as one that does not exist.
 */
@Path("/ho-so")
@Produces(Page.HTML)
@RequestScoped
@OnlyFor({Role.LEADER, Role.CLERK, Role.ONE_STOP_OFFICER, Role.AUDITOR})
public class DossierPages {
  private static final int ROWS = 30;

  @Inject Visit visit;
  @Inject Session session;
  @Inject CurrentAccount current;
  @Inject Dossiers dossiers;
  @Inject Inbox inbox;
  @Inject PackMessage pack;
  @Inject Payloads payloads;
  @Inject DossierView view;
  @Inject MoveDossier moveDossier;
  @Inject PrepareResult prepareResult;
  @Inject ReplaceDraft replaceDraft;
  @Inject DiscardDraft discardDraft;
  @Inject LookUpResults lookUpResults;
  @Inject DocumentVerdicts verdicts;
  @Inject ReportDownload reports;
  @Inject KeptProofs proofs;

  @GET
  public Page list(
      @QueryParam("tim") @DefaultValue("") String words,
      @QueryParam("trang-thai") @DefaultValue("") String state,
      @QueryParam("den") @DefaultValue("") String light,
      @QueryParam("tu") @DefaultValue("0") int offset) {
    var wantedState =
        Arrays.stream(BusinessState.values())
            .filter(s -> String.valueOf(s.code()).equals(state))
            .findFirst();
    var wantedLight =
        Arrays.stream(TrafficLight.values()).filter(x -> x.name().equals(light)).findFirst();
    var rows =
        new Rows("/ho-so", offset, ROWS)
            .with("tim", words)
            .with("trang-thai", state)
            .with("den", light);
    var found =
        dossiers.search(
            new DossierSearch(
                current.required().agency(),
                Optional.of(words.strip()).filter(text -> !text.isEmpty()),
                wantedState,
                wantedLight,
                rows.offset(),
                ROWS + 1));
    return rows.on(Page.of("dossiers"), found, "dossiers")
        .with("words", words)
        .with("state", wantedState)
        .with("light", wantedLight)
        .with("states", List.of(BusinessState.values()))
        .with("lights", List.of(TrafficLight.values()));
  }

  @GET
  @Path("/{id}")
  public Page detail(@PathParam("id") UUID id) throws DeskRefused {
    return page(current.required(), own(id));
  }

  /** A file of the dossier, by its place in the message it came with; always as a download. */
  @GET
  @Path("/{id}/tep/{message}/{index}")
  public Response file(
      @PathParam("id") UUID id, @PathParam("message") UUID reference, @PathParam("index") int index)
      throws IOException {
    var parts = message(own(id), reference).manifest().parts();
    if (index < 0 || index >= parts.size()) {
      throw new NotFoundException();
    }
    var part = parts.get(index);
    return Download.of(
        payloads.open(new Payload(part.sha256(), part.size())),
        MediaType.APPLICATION_OCTET_STREAM,
        part.name());
  }

  /** A changed page of a file of the dossier, as it was signed or as it is now. */
  @GET
  @Path("/{id}/tep/{message}/{index}/hinh/{position}")
  public Response picture(
      @PathParam("id") UUID id,
      @PathParam("message") UUID reference,
      @PathParam("index") int index,
      @PathParam("position") int position) {
    var dossier = own(id);
    var parts = message(dossier, reference).manifest().parts();
    if (index < 0 || index >= parts.size()) {
      throw new NotFoundException();
    }
    var verdict =
        proofs
            .about(dossier.agency(), reference, parts.get(index).name())
            .orElseThrow(NotFoundException::new);
    return verdict.proofs().stream()
        .filter(proof -> proof.position() == position && proof.kind().isPicture())
        .findFirst()
        .flatMap(proof -> proofs.content(dossier.agency(), verdict.report(), position))
        .map(png -> Response.ok(png, "image/png").build())
        .orElseThrow(NotFoundException::new);
  }

  /** The stored verdict about a file of the dossier, to be kept. */
  @GET
  @Path("/{id}/tep/{message}/{index}/bao-cao")
  public Response report(
      @PathParam("id") UUID id,
      @PathParam("message") UUID reference,
      @PathParam("index") int index,
      @QueryParam("dang") String form,
      @QueryParam("ngon-ngu") String language) {
    var dossier = own(id);
    var parts = message(dossier, reference).manifest().parts();
    if (index < 0 || index >= parts.size()) {
      throw new NotFoundException();
    }
    var name = parts.get(index).name();
    return verdicts.ofMessage(reference).stream()
        .filter(verdict -> verdict.part().equals(name))
        .findFirst()
        .map(
            verdict ->
                reports.of(verdict.report(), restingOn(dossier, reference, name), form, language))
        .orElseThrow(NotFoundException::new);
  }

  /** What the verdict about a part rests on and was not deleted since. */
  private List<Proof> restingOn(Dossier dossier, UUID message, String part) {
    var found = new ArrayList<Proof>();
    for (var verdict : proofs.about(dossier.agency(), message, part).stream().toList()) {
      for (var kept : verdict.proofs()) {
        if (!kept.kind().isPicture()) {
          proofs
              .content(dossier.agency(), verdict.report(), kept.position())
              .ifPresent(bytes -> found.add(new Proof(kept.kind(), kept.label(), bytes)));
        }
      }
    }
    return found;
  }

  @GET
  @Path("/{id}/thu/{message}/ban-ke")
  public Response manifest(@PathParam("id") UUID id, @PathParam("message") UUID reference) {
    var message = message(own(id), reference);
    return Download.of(
        message.signedManifest(),
        MediaType.APPLICATION_XML,
        "ban-ke-" + message.manifest().id().value() + ".xml");
  }

  @GET
  @Path("/{id}/thu/{message}/bien-nhan")
  public Response receipt(@PathParam("id") UUID id, @PathParam("message") UUID reference) {
    var message = message(own(id), reference);
    return Download.of(
        message.receipt().orElseThrow(NotFoundException::new),
        MediaType.APPLICATION_XML,
        "bien-nhan-" + message.manifest().id().value() + ".xml");
  }

  /** A message with everything that proves its way, in one file. */
  @GET
  @Path("/{id}/thu/{message}/chung-cu")
  public Response evidence(@PathParam("id") UUID id, @PathParam("message") UUID reference) {
    var message = message(own(id), reference);
    return Download.of(pack.pack(message), PackMessage.MEDIA_TYPE, PackMessage.fileName(message));
  }

  /** The latest revision of a result of this dossier. */
  @GET
  @Path("/{id}/ket-qua/{result}")
  public Response result(@PathParam("id") UUID id, @PathParam("result") UUID resultId)
      throws DeskRefused {
    var account = current.required();
    var result = lookUpResults.one(account, resultId);
    if (!result.dossierId().equals(own(id).id())) {
      throw new NotFoundException();
    }
    return Download.of(
        lookUpResults.document(account, resultId), "application/pdf", result.title() + ".pdf");
  }

  @POST
  @Path("/{id}/trang-thai")
  @OnlyFor(Role.ONE_STOP_OFFICER)
  public Response move(@PathParam("id") UUID id, PostedForm form) throws DeskRefused {
    var account = current.required();
    var dossier = own(id);
    if (!form.text("phien-ban").equals(String.valueOf(dossier.version()))) {
      return page(account, dossier).trouble(visit.texts().text("dossier.faster")).answer(409);
    }
    var to = state(form.text("sang"));
    try {
      moveDossier.move(dossier.id(), to, form.optional("ly-do"), account.username());
    } catch (MoveRefused e) {
      return page(account, own(id))
          .trouble(visit.language().choose(e.vietnamese(), e.getMessage()))
          .answer(409);
    }
    session.news(visit.texts().text("dossier.moved", visit.texts().text("business." + to.name())));
    return back(id);
  }

  @POST
  @Path("/{id}/ket-qua")
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @OnlyFor(Role.ONE_STOP_OFFICER)
  public Response prepare(@PathParam("id") UUID id, PostedForm form) throws DeskRefused {
    var account = current.required();
    var dossier = own(id);
    var file = form.file("tep");
    if (file.isEmpty()) {
      return page(account, dossier).trouble(visit.texts().text("prepare.noFile")).answer(422);
    }
    try {
      prepareResult.prepare(
          account,
          dossier.id(),
          new Draft(
              form.text("tieu-de"),
              form.text("ky-hieu"),
              file.get(),
              form.all("noi-nhan").stream().map(DossierPages::agency).toList()));
    } catch (DeskRefused e) {
      return page(account, own(id))
          .trouble(visit.language().choose(e.reasonVi(), e.reasonEn()))
          .answer(ProblemPages.statusOf(e));
    }
    session.news(visit.texts().text("prepare.done"));
    return back(id);
  }

  /** A better draft for a result that was sent back or is not signed yet. */
  @POST
  @Path("/{id}/ket-qua/{result}/thay")
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @OnlyFor(Role.ONE_STOP_OFFICER)
  public Response replaceDraft(
      @PathParam("id") UUID id, @PathParam("result") UUID result, PostedForm form)
      throws DeskRefused {
    var file = form.file("tep");
    if (file.isEmpty()) {
      return page(current.required(), own(id))
          .trouble(visit.texts().text("prepare.noFile"))
          .answer(422);
    }
    return changed(
        id,
        result,
        "prepare.done",
        account ->
            replaceDraft.replace(
                account,
                result,
                new Draft(form.text("tieu-de"), form.text("ky-hieu"), file.get(), List.of())));
  }

  @POST
  @Path("/{id}/ket-qua/{result}/huy")
  @OnlyFor(Role.ONE_STOP_OFFICER)
  public Response discardDraft(
      @PathParam("id") UUID id, @PathParam("result") UUID result, PostedForm form)
      throws DeskRefused {
    return changed(
        id,
        result,
        "draft.discarded",
        account -> discardDraft.discard(account, result, form.text("ly-do")));
  }

  private interface Change {
    void make(Account account) throws DeskRefused;
  }

  private Response changed(UUID id, UUID resultId, String news, Change change) throws DeskRefused {
    var account = current.required();
    if (!lookUpResults.one(account, resultId).dossierId().equals(own(id).id())) {
      throw new NotFoundException();
    }
    try {
      change.make(account);
    } catch (DeskRefused e) {
      return page(account, own(id))
          .trouble(visit.language().choose(e.reasonVi(), e.reasonEn()))
          .answer(ProblemPages.statusOf(e));
    }
    session.news(visit.texts().text(news));
    return back(id);
  }

  private Page page(Account account, Dossier dossier) throws DeskRefused {
    return view.page(account, dossier, visit.language());
  }

  private Dossier own(UUID id) {
    return dossiers.ofAgency(current.required().agency(), id).orElseThrow(NotFoundException::new);
  }

  private StoredMessage message(Dossier dossier, UUID reference) {
    return inbox.ofDossier(dossier.id()).stream()
        .filter(message -> message.reference().equals(reference))
        .findFirst()
        .orElseThrow(NotFoundException::new);
  }

  private static Response back(UUID id) {
    return Response.seeOther(URI.create("/ho-so/" + id)).build();
  }

  private static BusinessState state(String name) {
    return Arrays.stream(BusinessState.values())
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new BadRequestException("Not a dossier status"));
  }

  private static AgencyCode agency(String code) {
    try {
      return new AgencyCode(code);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("Not an agency code", e);
    }
  }
}
