package org.dossierhub.exchange.rest;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import java.util.Collections;
import org.dossierhub.exchange.settings.TrustedProxies;
import org.dossierhub.exchange.verification.AnonymousUpload;
import org.dossierhub.exchange.verification.UploadRefused;
import org.dossierhub.exchange.work.TryAgainLater;

/**
 * Stands before a resource that is {@link OneFile}: the parts of a form go to disk before anybody
 * looks at them, and a stranger must not fill it, neither with one file nor with many.
 */
@OneFile
public class OneFileAtMost implements ContainerRequestFilter {
  @Inject AnonymousUpload upload;
  @Inject TrustedProxies proxies;
  @Context HttpServletRequest connection;

  @Override
  public void filter(ContainerRequestContext request) {
    try {
      request.setEntityStream(
          upload.begin(address(), request.getEntityStream(), ClientErrorException::new));
    } catch (UploadRefused tooOften) {
      request.abortWith(new Problems().toResponse(tooOften));
    } catch (TryAgainLater busy) {
      request.abortWith(new Problems().toResponse(busy));
    }
  }

  private String address() {
    return proxies.visitor(
        connection.getRemoteAddr(), Collections.list(connection.getHeaders(TrustedProxies.HEADER)));
  }
}
