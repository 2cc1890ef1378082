package org.dossierhub.exchange.rest;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import org.dossierhub.exchange.message.AtMost;
import org.dossierhub.exchange.verification.UploadRate;
import org.dossierhub.exchange.verification.UploadRefused;
import org.dossierhub.exchange.verification.VerifyUpload;

/**
 * Stands before a resource that is {@link OneFile}: the parts of a form go to disk before anybody
 * looks at them, and a stranger must not fill it, neither with one file nor with many.
 */
@OneFile
public class OneFileAtMost implements ContainerRequestFilter {
  /** The fields around the file, in bytes. */
  private static final int AROUND = 1024 * 1024;

  @Inject UploadRate rate;
  @Context HttpServletRequest connection;

  @Override
  public void filter(ContainerRequestContext request) {
    try {
      rate.take(connection.getRemoteAddr());
    } catch (UploadRefused tooOften) {
      request.abortWith(new Problems().toResponse(tooOften));
      return;
    }
    request.setEntityStream(
        new AtMost(
            request.getEntityStream(),
            VerifyUpload.AT_MOST + AROUND,
            () -> new ClientErrorException(413)));
  }
}
