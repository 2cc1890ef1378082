package org.dossierhub.exchange.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A long list in pages of so many rows; one row more than shown is asked for to know whether there
 * is a next page.
 */
final class Rows {
  private static final int FARTHEST = 100_000;

  private final String address;
  private final int offset;
  private final int size;
  private final Map<String, String> filters = new LinkedHashMap<>();

  Rows(String address, int offset, int size) {
    this.address = address;
    this.offset = Math.max(0, Math.min(offset, FARTHEST));
    this.size = size;
  }

  /** Keeps a filter in the links to the other pages. */
  Rows with(String name, String value) {
    if (value != null && !value.isBlank()) {
      filters.put(name, value);
    }
    return this;
  }

  int offset() {
    return offset;
  }

  /**
   * Puts the rows of this page and the links {@code later} (towards the first row) and {@code
   * earlier} on it.
   */
  <T> Page on(Page page, List<T> found, String name) {
    page.with(name, found.subList(0, Math.min(size, found.size())));
    if (offset > 0) {
      page.with("later", link(Math.max(0, offset - size)));
    }
    if (found.size() > size) {
      page.with("earlier", link(offset + size));
    }
    return page;
  }

  private String link(int to) {
    var link = new StringBuilder(address).append("?tu=").append(to);
    filters.forEach(
        (name, value) ->
            link.append('&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return link.toString();
  }
}
