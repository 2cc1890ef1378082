package org.dossierhub.exchange.settings;

import java.net.URI;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * Who the hub is: {@code hub.code}, {@code hub.public.url} (https), {@code hub.mutual.port}
 * (listener that demands client certificates), {@code hub.demo}; and {@code hub.agent.port}, where
 * the signing agent listens on the officials' computers.
 */
public record HubSettings(
    AgencyCode code, URI publicUrl, int mutualPort, boolean demo, int agentPort) {

  /** The port that the signing agent takes unless it is told another. */
  public static final int USUAL_AGENT_PORT = 9797;
}
