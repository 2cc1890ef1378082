package org.dossierhub.exchange.rest;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import org.dossierhub.exchange.message.AtMost;
import org.dossierhub.exchange.verification.VerifyUpload;

/**
 * Stands before a resource that is {@link OneFile}: the parts of a form go to disk before anybody
 * looks at them, and a stranger must not fill it.
 */
@OneFile
public class OneFileAtMost implements ContainerRequestFilter {
  /** The fields around the file, in bytes. */
  private static final int AROUND = 1024 * 1024;

  @Override
  public void filter(ContainerRequestContext request) {
    request.setEntityStream(
        new AtMost(
            request.getEntityStream(),
            VerifyUpload.AT_MOST + AROUND,
            () -> new ClientErrorException(413)));
  }
}
