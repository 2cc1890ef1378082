package org.dossierhub.exchange.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Locale;
import org.dossierhub.exchange.account.Accounts;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.settings.HubSettings;
import org.dossierhub.exchange.staff.Administration;

/**
 * Lets a request through to its page or not: what the browser says about where it comes from must
 * be this hub, and the account must hold a role the page is {@link OnlyFor}. A page that says
 * nothing about its visitors has none.
 */
@ApplicationScoped
public class Doorkeeper implements ContainerRequestFilter {
  @Inject CurrentAccount current;
  @Inject Accounts accounts;
  @Inject Administration administration;
  @Inject Session session;
  @Inject HubSettings hub;
  @Context ResourceInfo page;

  @Override
  public void filter(ContainerRequestContext request) {
    if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
      refuseForeignPages(request);
    }
    if (isOpenToAll()) {
      return;
    }
    var onlyFor = onlyFor();
    if (onlyFor == null) {
      throw new ForbiddenException("Neither @OpenToAll nor @OnlyFor: " + page.getResourceMethod());
    }
    session.needAnswer();
    var account = current.required();
    if (!page.getResourceClass().isAnnotationPresent(BeforePasswordChange.class)
        && accounts.secrets(account.username()).map(Accounts.Secrets::mustBeChanged).orElse(true)) {
      request.abortWith(Response.seeOther(URI.create("/tai-khoan")).build());
      return;
    }
    if (onlyFor.value().length > 0 && !account.mayActAs(onlyFor.value())) {
      throw new ForbiddenException(
          account.username() + " holds none of the roles for " + request.getUriInfo().getPath());
    }
    if (isOfWholeHub() && !administration.ofWholeHub(account)) {
      throw new ForbiddenException(account.username() + " does not administer the whole hub");
    }
  }

  /**
   * A second lock besides {@link FormToken}: current browsers say which site a request comes from.
   */
  private void refuseForeignPages(ContainerRequestContext request) {
    var site = request.getHeaderString("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      throw new ForbiddenException("A form of another site (" + site + ") was sent here.");
    }
    var origin = request.getHeaderString("Origin");
    if (origin != null) {
      // Behind a proxy the request itself may say another host than the browser knows.
      if (!origin.equals(originOf(hub.publicUrl()))) {
        throw new ForbiddenException("A form of " + Templates.clean(origin) + " was sent here.");
      }
    }
  }

  /** As browsers write it: small letters, no port where it is the usual one (RFC 6454, 6.2). */
  static String originOf(URI address) {
    var host = address.getScheme() + "://" + address.getHost();
    boolean usual = address.getPort() == -1 || address.getPort() == 443;
    return (usual ? host : host + ":" + address.getPort()).toLowerCase(Locale.ROOT);
  }

  private boolean isOpenToAll() {
    return page.getResourceMethod().isAnnotationPresent(OpenToAll.class)
        || !page.getResourceMethod().isAnnotationPresent(OnlyFor.class)
            && page.getResourceClass().isAnnotationPresent(OpenToAll.class);
  }

  private boolean isOfWholeHub() {
    return page.getResourceMethod().isAnnotationPresent(OfWholeHub.class)
        || page.getResourceClass().isAnnotationPresent(OfWholeHub.class);
  }

  private OnlyFor onlyFor() {
    var onMethod = page.getResourceMethod().getAnnotation(OnlyFor.class);
    return onMethod != null ? onMethod : page.getResourceClass().getAnnotation(OnlyFor.class);
  }
}
