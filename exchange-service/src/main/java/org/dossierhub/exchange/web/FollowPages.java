package org.dossierhub.exchange.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.audit.Evidence;
import org.dossierhub.exchange.delivery.InterveneInDelivery;
import org.dossierhub.exchange.evidence.PackMessage;
import org.dossierhub.exchange.following.FollowMessage;
import org.dossierhub.exchange.following.Sought;
import org.dossierhub.exchange.following.TimeLine;
import org.dossierhub.exchange.following.Waiting;
import org.dossierhub.exchange.staff.Administration;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;

/**
 * {@code /theo-doi}: one search box, and behind each message what happened to it, why it waits and
 * what comes next. Everybody sees the messages of the own agency, the hub's own administrators and
 * auditors all; the former may set a delivery aside or have it sent again.
 */
@Path("/theo-doi")
@Produces(Page.HTML)
@RequestScoped
@OnlyFor({Role.LEADER, Role.CLERK, Role.ONE_STOP_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR})
public class FollowPages {
  private static final int MOST = 50;
  private static final int SHORTEST_REASON = 10;
  private static final int LONGEST_REASON = 1000;

  @Inject Visit visit;
  @Inject Session session;
  @Inject CurrentAccount current;
  @Inject FollowMessage followMessage;
  @Inject InterveneInDelivery intervene;
  @Inject PackMessage packMessage;
  @Inject Administration administration;
  @Inject Agencies agencies;

  @GET
  public Response search(@QueryParam("tim") @DefaultValue("") String words) {
    var page = Page.of("follow").with("words", words.strip());
    if (words.isBlank()) {
      return page.answer(200);
    }
    var sought = Sought.in(words);
    if (sought.isEmpty()) {
      return page.trouble(visit.texts().text("follow.notRecognised")).answer(200);
    }
    var found = followMessage.find(current.required(), sought.get(), MOST);
    if (found.size() == 1) {
      return Response.seeOther(URI.create("/theo-doi/" + found.get(0).reference())).build();
    }
    return page.with("soughtAs", visit.texts().text("follow.as." + kind(sought.get())))
        .with("most", found.size() == MOST)
        .with("inOrder", sought.get() instanceof Sought.ADossier)
        .with("found", found)
        .answer(200);
  }

  private static String kind(Sought sought) {
    return sought.getClass().getSimpleName();
  }

  /** A step as the page tells it. */
  public record Told(
      Instant at,
      String label,
      Optional<String> actor,
      String detail,
      Optional<Instant> until,
      Optional<Integer> evidence) {}

  /** Whose certificate signed the manifest; the serial number in hexadecimal digits. */
  public record Signer(String serial, String issuer) {
    static Signer of(CertificateId id) {
      return new Signer(id.serial().toString(16), id.issuer());
    }
  }

  /** What waits, with who may do something about it. */
  public record Stuck(Waiting waiting, boolean delivery) {}

  @GET
  @Path("/{message}")
  public Page one(@PathParam("message") UUID reference) {
    var line = timeLine(reference);
    var manifest = line.message().manifest();
    return Page.of("follow-message")
        .with("found", line.found())
        .with("signer", line.message().signer().map(Signer::of))
        .with("senderName", name(manifest.sender()))
        .with("recipientName", name(manifest.recipient()))
        .with("parts", manifest.parts())
        .with("deliveries", line.deliveries())
        .with("steps", line.steps().stream().map(this::told).toList())
        .with(
            "waiting",
            line.waiting().stream()
                .map(
                    w ->
                        new Stuck(
                            w,
                            line.deliveries().stream()
                                .anyMatch(d -> d.id().toString().equals(w.subject()))))
                .toList())
        .with("missing", line.missing())
        .with("overtakenBy", line.overtakenBy())
        .with("mayIntervene", administration.ofWholeHub(current.required()));
  }

  private Told told(TimeLine.Step step) {
    var key = step.source() == TimeLine.Source.VERDICT ? "short." : "step.";
    var label =
        visit.texts().has(key + step.what()) ? visit.texts().text(key + step.what()) : step.what();
    if (step.source() == TimeLine.Source.VERDICT) {
      label = visit.texts().text("step.VERDICT", label);
    }
    return new Told(step.at(), label, step.actor(), step.detail(), step.until(), step.evidence());
  }

  private Optional<String> name(AgencyCode code) {
    return agencies.byCode(code).map(Agency::name);
  }

  @GET
  @Path("/{message}/bang-chung/{place}")
  public Response evidence(@PathParam("message") UUID reference, @PathParam("place") int place) {
    var evidence =
        followMessage
            .evidence(current.required(), reference, place)
            .orElseThrow(NotFoundException::new);
    var type = type(evidence);
    return Download.of(
        evidence.document(), type[0], "bang-chung-" + reference + "-" + place + "." + type[1]);
  }

  private static String[] type(Evidence evidence) {
    return switch (evidence.kind()) {
      case MANIFEST_VERIFIED -> new String[] {"application/pkix-cert", "cer"};
      case DOCUMENTS_JUDGED -> new String[] {MediaType.APPLICATION_JSON, "json"};
      case DELIVERY_REFUSED -> new String[] {MediaType.TEXT_PLAIN, "txt"};
      default -> new String[] {MediaType.APPLICATION_XML, "xml"};
    };
  }

  @GET
  @Path("/{message}/ban-ke")
  public Response manifest(@PathParam("message") UUID reference) {
    return Download.of(
        timeLine(reference).message().signedManifest(),
        MediaType.APPLICATION_XML,
        "ban-ke-" + reference + ".xml");
  }

  /** The message with everything that proves its way, in one file. */
  @GET
  @Path("/{message}/chung-cu")
  public Response pack(@PathParam("message") UUID reference) {
    var message = timeLine(reference).message();
    return Download.of(
        packMessage.pack(message), PackMessage.MEDIA_TYPE, PackMessage.fileName(message));
  }

  /** What setting aside or sending again would do, before it is done. */
  @GET
  @Path("/{message}/can-thiep/{delivery}")
  @OnlyFor(Role.ADMINISTRATOR)
  @OfWholeHub
  public Page preview(@PathParam("message") UUID reference, @PathParam("delivery") UUID delivery) {
    return previewed(timeLine(reference), delivery);
  }

  @POST
  @Path("/{message}/can-thiep/{delivery}")
  @OnlyFor(Role.ADMINISTRATOR)
  @OfWholeHub
  public Response act(
      @PathParam("message") UUID reference, @PathParam("delivery") UUID delivery, PostedForm form) {
    var line = timeLine(reference);
    var page = previewed(line, delivery);
    var reason = form.text("ly-do");
    if (reason.length() < SHORTEST_REASON || reason.length() > LONGEST_REASON) {
      return page.trouble(visit.texts().text("follow.reasonMissing")).answer(422);
    }
    boolean again = form.text("viec").equals("gui-lai");
    var actor = current.required().username();
    boolean done =
        again
            ? intervene.sendAgain(delivery, reason, actor)
            : intervene.setAside(delivery, reason, actor);
    if (!done) {
      return page.trouble(visit.texts().text("follow.faster")).answer(409);
    }
    session.news(visit.texts().text(again ? "follow.sentAgain" : "follow.setAside"));
    return Response.seeOther(URI.create("/theo-doi/" + reference)).build();
  }

  private Page previewed(TimeLine line, UUID delivery) {
    var preview =
        line.deliveries().stream()
            .filter(d -> d.id().equals(delivery))
            .findFirst()
            .flatMap(d -> intervene.preview(d.id()))
            .orElseThrow(NotFoundException::new);
    return Page.of("follow-intervene")
        .with("found", line.found())
        .with("preview", preview)
        .with("missing", line.missing())
        .with("overtakenBy", line.overtakenBy());
  }

  private TimeLine timeLine(UUID reference) {
    return followMessage
        .timeLine(current.required(), reference)
        .orElseThrow(NotFoundException::new);
  }
}
