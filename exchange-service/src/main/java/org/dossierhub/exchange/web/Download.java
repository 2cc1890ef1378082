package org.dossierhub.exchange.web;

import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Bytes as a file to be saved, never shown by the browser as a page of ours (hazard A25). */
final class Download {

  private Download() {}

  static Response of(Object entity, String mediaType, String name) {
    return Response.ok(entity, mediaType)
        .header("Content-Disposition", disposition("attachment", name))
        .build();
  }

  /** A PDF the hub itself keeps, shown inside a page of the desk. */
  static Response shown(InputStream pdf, String name) {
    return Response.ok(pdf, "application/pdf")
        .header("Content-Disposition", disposition("inline", name))
        .build();
  }

  /** RFC 6266: a plain name for old programs, the real one in UTF-8. */
  static String disposition(String how, String name) {
    var cleaned = Templates.clean(name).replaceAll("[\\\\/:*?\"<>|\\n\\t]", "-");
    var plain = cleaned.replaceAll("[^A-Za-z0-9._-]", "_");
    return how
        + "; filename=\""
        + plain
        + "\"; filename*=UTF-8''"
        + URLEncoder.encode(cleaned, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
