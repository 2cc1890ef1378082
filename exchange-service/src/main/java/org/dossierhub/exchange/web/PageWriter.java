package org.dossierhub.exchange.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.settings.Settings;
import org.dossierhub.exchange.work.TryAgainLater;

/**
 * Turns a {@link Page} into HTML, adding what every page has: language, navigation, who is signed
 * in, the form token.
 */
@ApplicationScoped
public class PageWriter implements MessageBodyWriter<Page> {
  private final Templates templates = new Templates();

  @Inject Visit visit;
  @Inject CurrentAccount current;
  @Inject StaticAssets assets;
  @Inject Session session;
  @Inject Agencies agencies;
  @Inject Settings settings;

  @Override
  public boolean isWriteable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
    return type == Page.class;
  }

  @Override
  public void writeTo(
      Page page,
      Class<?> type,
      Type generic,
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    headers.putSingle("Content-Type", Page.HTML);
    out.write(html(page).getBytes(StandardCharsets.UTF_8));
  }

  String html(Page page) {
    var shown = new HashMap<>(page.shown());
    shown.put("lang", visit.language().tag());
    shown.put("path", visit.path());
    shown.put("formToken", visit.formToken().fieldValue());
    shown.put("demo", settings.hub().demo());
    shown.put("unsure", session.isUnknown());
    try {
      shown.put(
          "me",
          current.signedIn().map(me -> Me.of(me, agencies.byCode(me.agency()).map(Agency::name))));
      session.takeNews().ifPresent(news -> shown.putIfAbsent("done", news));
    } catch (TryAgainLater away) {
      if (!page.template().equals(ProblemPages.TEMPLATE)) {
        throw away;
      }
      // The page that says so must not fail for the same reason.
      shown.put("unsure", true);
    }
    shown.put("asset", assets.addresses());
    return templates.render(page.template(), shown, visit.texts());
  }
}
