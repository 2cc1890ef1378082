package org.dossierhub.exchange.web;

import org.dossierhub.exchange.settings.HubSettings;

/**
 * Where the signing agent listens on an official's own computer; loopback, so no certificate is
 * involved.
 */
final class SigningAgent {

  private SigningAgent() {}

  static String address(HubSettings hub) {
    return "http://127.0.0.1:" + hub.agentPort();
  }
}
