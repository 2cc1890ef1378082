package org.dossierhub.exchange.web;

import jakarta.enterprise.context.RequestScoped;

/** What is known about the request a page is made for. {@link Arrival} fills it in. */
@RequestScoped
public class Visit {
  private Language language = Language.VIETNAMESE;
  private String path = "/";
  private String address = "";
  private FormToken formToken = FormToken.fresh();

  void begin(Language language, String path, String address, FormToken formToken) {
    this.language = language;
    this.path = path;
    this.address = address;
    this.formToken = formToken;
  }

  Language language() {
    return language;
  }

  Texts texts() {
    return Texts.in(language);
  }

  /** Path of the page, without host and query. */
  String path() {
    return path;
  }

  /** The network address the request came from. */
  String address() {
    return address;
  }

  FormToken formToken() {
    return formToken;
  }

  /** A new token, after sign-in and sign-out. */
  void renewFormToken() {
    formToken = FormToken.fresh();
  }
}
