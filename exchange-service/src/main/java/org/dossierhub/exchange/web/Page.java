package org.dossierhub.exchange.web;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A page to be shown: a template and what it shows. {@link PageWriter} adds what every page has.
 */
final class Page {
  static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";

  private final String template;
  private final Map<String, Object> shown = new LinkedHashMap<>();

  private Page(String template) {
    this.template = template;
  }

  static Page of(String template) {
    return new Page(template);
  }

  /** Values may be absent ({@code null} or an empty Optional); templates say what to do then. */
  Page with(String name, Object value) {
    shown.put(name, value);
    return this;
  }

  /** One sentence above the page about what just went wrong. */
  Page trouble(String sentence) {
    return with("trouble", sentence);
  }

  /** One sentence above the page about what was just done. */
  Page done(String sentence) {
    return with("done", sentence);
  }

  String template() {
    return template;
  }

  Map<String, Object> shown() {
    return shown;
  }

  /** The page as an answer with another status than 200. */
  Response answer(int status) {
    return Response.status(status).type(HTML).entity(this).build();
  }
}
