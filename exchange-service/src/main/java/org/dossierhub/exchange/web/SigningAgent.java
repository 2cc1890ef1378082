package org.dossierhub.exchange.web;

/**
 * Where the signing agent listens on an official's own computer; loopback, so no certificate is
 * involved.
 */
final class SigningAgent {
  static final String ADDRESS = "http://127.0.0.1:9797";

  private SigningAgent() {}
}
