package org.dossierhub.exchange.settings;

import java.net.URI;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * Who the hub is: {@code hub.code}, {@code hub.public.url} (https), {@code hub.mutual.port}
 * (listener that demands client certificates), {@code hub.demo}.
 */
public record HubSettings(AgencyCode code, URI publicUrl, int mutualPort, boolean demo) {}
