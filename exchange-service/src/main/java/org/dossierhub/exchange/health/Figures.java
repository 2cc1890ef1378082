package org.dossierhub.exchange.health;

import java.util.List;

/**
 * Numbers about one part of the hub; a bean of the package that owns them. Asked at each scrape.
 */
public interface Figures {

  List<Figure> read();
}
