package org.dossierhub.exchange.rest;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.exchange.account.NotSignedIn;
import org.dossierhub.exchange.desk.DeskRefused;
import org.dossierhub.exchange.protocol.RefusalFault;
import org.dossierhub.exchange.registry.RegistryRefused;
import org.dossierhub.exchange.staff.AccountRefused;
import org.dossierhub.exchange.verification.UploadRefused;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.TryAgainLater;

/**
 * The one place where an exception becomes an answer of the REST API; what nobody expected is
 * logged here, once.
 */
public class Problems implements ExceptionMapper<Throwable> {
  private static final Logger log = Correlation.logger(Problems.class);

  @Override
  public Response toResponse(Throwable thrown) {
    if (thrown instanceof RefusalFault refused) {
      return RefusalJson.answer(refused.getFaultInfo());
    }
    if (thrown instanceof DeskRefused refused) {
      var status =
          switch (refused.refusal().kind()) {
            case UNKNOWN -> 404;
            case FORBIDDEN -> 403;
            case INVALID -> 422;
            case CONFLICT -> 409;
            case GONE -> 410;
            case TOO_LARGE -> 413;
            case LATER -> 503;
          };
      return answer(
          status, new Problem(refused.refusal().code(), refused.reasonVi(), refused.reasonEn()));
    }
    if (thrown instanceof UploadRefused refused) {
      return answer(
          refused.limit() == UploadRefused.Limit.TOO_OFTEN ? 429 : 413,
          new Problem(refused.code(), refused.reasonVi(), refused.reasonEn()));
    }
    if (thrown instanceof BodyRefused refused) {
      return answer(400, refused.problem());
    }
    if (thrown instanceof AccountRefused refused) {
      return answer(
          refused.reason() == AccountRefused.Reason.NOT_YOURS ? 403 : 422,
          new Problem(
              refused.reason().name(), refused.reason().vietnamese(), refused.reason().english()));
    }
    if (thrown instanceof RegistryRefused refused) {
      return answer(422, new Problem(refused.code(), refused.vietnamese(), refused.english()));
    }
    if (thrown instanceof NotSignedIn) {
      return answer(
          401, new Problem("NOT_SIGNED_IN", "Cần đăng nhập.", "Somebody has to be signed in."));
    }
    if (thrown instanceof TryAgainLater) {
      log.log(Level.WARNING, "A request has to come again: {0}", thrown.getMessage());
      return answer(
          503,
          new Problem(
              "TRY_AGAIN_LATER",
              "Hệ thống đang bận, hãy thử lại sau ít phút.",
              "Something the hub needs is away; try again in a moment."));
    }
    if (thrown instanceof WebApplicationException http) {
      return ofHttp(http.getResponse().getStatus());
    }
    log.log(Level.SEVERE, "A request to the REST API failed", thrown);
    return answer(
        500,
        new Problem("FAULT", "Hệ thống gặp lỗi.", "The hub made a mistake; it is in the log."));
  }

  private static Response ofHttp(int status) {
    return answer(
        status,
        switch (status) {
          case 400 ->
              new Problem("BAD_REQUEST", "Yêu cầu không đúng dạng.", "The request is malformed.");
          case 404 ->
              new Problem(
                  "NOT_FOUND", "Không có địa chỉ này.", "There is nothing at this address.");
          case 405 ->
              new Problem("NOT_ALLOWED", "Không hỗ trợ phương thức này.", "No such method here.");
          case 406, 415 ->
              new Problem("MEDIA_TYPE", "Không hỗ trợ kiểu nội dung này.", "Not this media type.");
          case 413 ->
              new Problem(
                  "TOO_LARGE", "Tệp vượt giới hạn cho phép.", "The file exceeds the limit.");
          default ->
              new Problem(
                  "HTTP_" + status, "Không thực hiện được yêu cầu.", "The request was not served.");
        });
  }

  static Response answer(int status, Problem problem) {
    var response = Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(problem);
    if (status == 503 || status == 429) {
      response.header("Retry-After", "60");
    }
    return response.header("Cache-Control", "no-store").build();
  }
}
