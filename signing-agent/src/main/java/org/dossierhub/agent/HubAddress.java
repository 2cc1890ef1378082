package org.dossierhub.agent;

import java.net.URI;
import java.util.Locale;

/**
 * A hub this computer works with: an https address without path. Its origin (RFC 6454) is the only
 * web origin that may ask for signatures on its documents.
 */
record HubAddress(URI url) {
  HubAddress {
    if (!"https".equals(url.getScheme())
        || url.getHost() == null
        || url.getUserInfo() != null
        || url.getQuery() != null
        || url.getFragment() != null
        || !(url.getPath().isEmpty() || url.getPath().equals("/"))) {
      throw new IllegalArgumentException("A hub is named as https://host[:port]/, not as " + url);
    }
  }

  static HubAddress of(String text) {
    return new HubAddress(URI.create(text.strip()));
  }

  /** As a browser writes it in the header Origin: small letters, no default port. */
  String origin() {
    var host = url.getHost().toLowerCase(Locale.ROOT);
    return "https://"
        + host
        + (url.getPort() == -1 || url.getPort() == 443 ? "" : ":" + url.getPort());
  }

  boolean sameOriginAs(HubAddress other) {
    return origin().equals(other.origin());
  }

  URI signingSession(String token, String part) {
    return URI.create(origin() + "/api/v1/signing-sessions/" + token + part);
  }

  @Override
  public String toString() {
    return origin();
  }
}
