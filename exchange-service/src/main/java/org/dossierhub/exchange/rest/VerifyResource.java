package org.dossierhub.exchange.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityPart;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.dossierhub.exchange.verification.IssueReport;
import org.dossierhub.exchange.verification.UploadRefused;
import org.dossierhub.exchange.verification.UploadVerdict;
import org.dossierhub.exchange.verification.VerifyUpload;
import org.dossierhub.signing.report.ReportFormat;

/**
 * {@code POST /verify}: a file in, the verdict out, as JSON or as a sealed report; nothing of the
 * file is kept.
 */
@RequestScoped
@Path("/verify")
@OneFile
public class VerifyResource {
  private static final String PDF = "application/pdf";

  /** JSON first: the answer for whoever has no wish. */
  private static final List<Variant> FORMS =
      Variant.mediaTypes(
              MediaType.APPLICATION_JSON_TYPE,
              MediaType.valueOf(PDF),
              MediaType.TEXT_HTML_TYPE,
              MediaType.APPLICATION_XML_TYPE)
          .build();

  @Inject private VerifyUpload verifyUpload;
  @Inject private IssueReport issueReport;

  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Produces({
    MediaType.APPLICATION_JSON,
    PDF + ";qs=0.5",
    MediaType.TEXT_HTML + ";qs=0.5",
    MediaType.APPLICATION_XML + ";qs=0.5"
  })
  public Response verify(
      @Context Request request,
      @QueryParam("lang") @DefaultValue("vi") String language,
      List<EntityPart> parts)
      throws UploadRefused, IOException {
    var form = request.selectVariant(FORMS);
    if (form == null) {
      throw new NotAcceptableException();
    }
    if (!List.of("vi", "en").contains(language)) {
      throw new BadRequestException("lang is vi or en");
    }
    for (var part : parts) {
      if (part.getName().equals("file")) {
        try (var content = part.getContent()) {
          var name = UploadedName.shown(part.getFileName());
          var verdict =
              form.getMediaType().isCompatible(MediaType.APPLICATION_XML_TYPE)
                  ? verifyUpload.examine(name, content)
                  : verifyUpload.verify(name, content);
          return answer(verdict, form.getMediaType(), new Locale(language));
        }
      }
    }
    throw new BadRequestException("The form has no part named file");
  }

  private Response answer(UploadVerdict verdict, MediaType form, Locale language)
      throws UploadRefused {
    if (form.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
      return Response.ok(VerdictJson.write(verdict), MediaType.APPLICATION_JSON_TYPE)
          .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
          .build();
    }
    var format = ReportFormat.named(form.getSubtype()).orElseThrow();
    return Response.ok(
            issueReport.issue(verdict.report(), verdict.proofs(), format, language),
            format.mediaType())
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        // what a stranger's file made us write is never shown as a page of ours
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"bao-cao-kiem-tra." + format.extension() + "\"")
        .build();
  }
}
