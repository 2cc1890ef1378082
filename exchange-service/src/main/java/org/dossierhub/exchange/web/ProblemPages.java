package org.dossierhub.exchange.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.exchange.account.NotSignedIn;
import org.dossierhub.exchange.desk.DeskRefused;
import org.dossierhub.exchange.staff.AccountRefused;
import org.dossierhub.exchange.verification.UploadRefused;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.TryAgainLater;

/**
 * The one place where what went wrong becomes a page; what nobody expected is logged here, once,
 * with a reference.
 */
@ApplicationScoped
public class ProblemPages implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Correlation.logger(ProblemPages.class);

  static final String TEMPLATE = "problem";

  @Inject Visit visit;
  @Context ContainerRequestContext request;

  @Override
  public Response toResponse(Throwable thrown) {
    if (thrown instanceof NotSignedIn) {
      return signInFirst();
    }
    if (thrown instanceof DeskRefused refused) {
      return page(
          statusOf(refused), visit.language().choose(refused.reasonVi(), refused.reasonEn()));
    }
    if (thrown instanceof AccountRefused refused) {
      return page(422, sentenceOf(refused, visit.language()));
    }
    if (thrown instanceof UploadRefused refused) {
      return page(
          statusOf(refused), visit.language().choose(refused.reasonVi(), refused.reasonEn()));
    }
    if (thrown instanceof TryAgainLater) {
      LOG.log(Level.WARNING, "A page could not be served now", thrown);
      return page(503, null);
    }
    if (thrown instanceof WebApplicationException http) {
      var answer = http.getResponse();
      return answer.getStatus() < 400 ? answer : page(answer.getStatus(), null);
    }
    var reference = UUID.randomUUID().toString();
    LOG.log(Level.SEVERE, "A page failed, reference " + reference, thrown);
    return show(500, null).with("reference", reference).answer(500);
  }

  static int statusOf(DeskRefused refused) {
    return switch (refused.refusal().kind()) {
      case UNKNOWN -> 404;
      case FORBIDDEN -> 403;
      case INVALID -> 422;
      case CONFLICT -> 409;
      case GONE -> 410;
      case TOO_LARGE -> 413;
      case LATER -> 503;
    };
  }

  static int statusOf(UploadRefused refused) {
    return refused.limit() == UploadRefused.Limit.TOO_OFTEN ? 429 : 413;
  }

  static String sentenceOf(AccountRefused refused, Language language) {
    return language.choose(refused.reason().vietnamese(), refused.reason().english());
  }

  private Response signInFirst() {
    var address =
        request.getMethod().equals("GET")
            ? "/dang-nhap?tiep=" + URLEncoder.encode(visit.path(), StandardCharsets.UTF_8)
            : "/dang-nhap";
    return Response.seeOther(URI.create(address)).build();
  }

  private Response page(int status, String sentence) {
    return show(status, sentence).answer(status);
  }

  private Page show(int status, String sentence) {
    var texts = visit.texts();
    var key = "problem." + (texts.has("problem." + status) ? status : status < 500 ? 400 : 500);
    return Page.of(TEMPLATE)
        .with("status", String.valueOf(status))
        .with("heading", texts.text(key))
        .with("sentence", sentence == null ? texts.text(key + ".text") : sentence);
  }
}
