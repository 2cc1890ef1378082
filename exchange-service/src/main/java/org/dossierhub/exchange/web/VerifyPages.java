package org.dossierhub.exchange.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.dossierhub.exchange.verification.ReportTicket;
import org.dossierhub.exchange.verification.UploadRate;
import org.dossierhub.exchange.verification.UploadRefused;
import org.dossierhub.exchange.verification.VerifyUpload;
import org.dossierhub.exchange.work.TryAgainLater;

/**
 * {@code /kiem-tra}: a citizen uploads a file and reads what it is worth. Nothing of it is kept.
 */
@Path("/kiem-tra")
@Produces(Page.HTML)
@RequestScoped
@OpenToAll
public class VerifyPages {
  @Inject Visit visit;
  @Inject VerifyUpload verifyUpload;
  @Inject UploadRate rate;
  @Inject ReportTicket tickets;
  @Inject ReportDownload reports;

  @GET
  public Page form() {
    return Page.of("verify");
  }

  @POST
  @OneUpload
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  public Response verdict(PostedForm form) throws IOException {
    var file = form.file("file");
    if (file.isEmpty()) {
      return refused("verify.noFile", 422);
    }
    try {
      var verdict = verifyUpload.verify(file.get().name(), file.get().staged());
      return Page.of("verdict")
          .with("report", verdict.report())
          .with("ours", verdict.ours())
          .with("ticket", tickets.of(verdict.report()))
          .answer(200);
    } catch (UploadRefused e) {
      return refused(e);
    } catch (TryAgainLater e) {
      return refused("verify.busy", 503);
    }
  }

  /** The verdict of a page before this one, to be kept. */
  @POST
  @Path("/bao-cao")
  public Response report(PostedForm form) {
    try {
      rate.take(visit.address());
    } catch (UploadRefused e) {
      return refused(e);
    }
    var report = tickets.open(form.text("ket-luan"));
    return report.isEmpty()
        ? refused("report.unknown", 422)
        : reports.of(report.get(), form.text("dang"), form.text("ngon-ngu"));
  }

  private Response refused(UploadRefused why) {
    return Page.of("verify")
        .trouble(visit.language().choose(why.reasonVi(), why.reasonEn()))
        .answer(ProblemPages.statusOf(why));
  }

  private Response refused(String key, int status) {
    return Page.of("verify").trouble(visit.texts().text(key)).answer(status);
  }
}
