package org.dossierhub.exchange.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.regex.Pattern;
import org.dossierhub.exchange.legal.LegalInstruments;
import org.dossierhub.exchange.verification.FindPublishedResult;
import org.dossierhub.exchange.verification.JudgePublishedResult;
import org.dossierhub.exchange.verification.UploadRate;
import org.dossierhub.exchange.verification.UploadRefused;
import org.dossierhub.exchange.work.TryAgainLater;

/** {@code /ket-qua}: a published result as whoever holds its link or QR code sees it. */
@Path("/ket-qua")
@Produces(Page.HTML)
@RequestScoped
@OpenToAll
public class PublicResultPages {
  private static final Pattern LAST_PART = Pattern.compile("(?:.*/)?([A-Za-z0-9_-]{20,64})/?");

  @Inject FindPublishedResult published;
  @Inject JudgePublishedResult judgePublished;
  @Inject LegalInstruments instruments;
  @Inject ReportDownload reports;
  @Inject UploadRate rate;
  @Inject Visit visit;

  /**
   * From the look-up form: a code, or a link somebody pasted; only its last part is used, always on
   * this host.
   */
  @GET
  public Response lookUp(@QueryParam("ma") String codeOrLink) {
    var match = LAST_PART.matcher(codeOrLink == null ? "" : codeOrLink.strip());
    if (!match.matches()) {
      throw new NotFoundException();
    }
    return Response.seeOther(URI.create("/ket-qua/" + match.group(1))).build();
  }

  @GET
  @Path("/{token}")
  public Page result(@PathParam("token") String token) {
    var ours = published.find(token).orElseThrow(NotFoundException::new);
    return Page.of("result")
        .with("ours", ours)
        .with("report", judgePublished.judge(ours))
        .with("basis", instruments.basisOn(ours.date()));
  }

  /** What the page says of the signatures, to be kept. */
  @GET
  @Path("/{token}/bao-cao")
  public Response report(
      @PathParam("token") String token,
      @QueryParam("dang") String form,
      @QueryParam("ngon-ngu") String language)
      throws UploadRefused {
    var ours = published.find(token).orElseThrow(NotFoundException::new);
    rate.take(visit.address());
    var report =
        judgePublished
            .judge(ours)
            .orElseThrow(() -> new TryAgainLater("The published file is not judged yet"));
    return reports.of(report, form, language);
  }

  @GET
  @Path("/{token}/tep")
  @Produces("application/pdf")
  public Response file(@PathParam("token") String token) {
    var registration = published.find(token).orElseThrow(NotFoundException::new);
    return Download.of(
        published.document(token).orElseThrow(NotFoundException::new),
        "application/pdf",
        registration.number() + ".pdf");
  }

  @GET
  @Path("/{token}/qr")
  @Produces("image/png")
  public byte[] qr(@PathParam("token") String token) {
    return published.qr(token).orElseThrow(NotFoundException::new);
  }
}
