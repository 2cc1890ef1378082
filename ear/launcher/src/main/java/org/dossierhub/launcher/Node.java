package org.dossierhub.launcher;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * One of the application servers of an installation. They share everything but their process, their
 * domain folder and their ports; the first alone is what most installations have.
 */
enum Node {
  FIRST("server", "domain", Ports.Use.HTTPS, Ports.Use.MUTUAL, Ports.Use.ADMIN),
  SECOND("server-2", "domain-2", Ports.Use.HTTPS_2, Ports.Use.MUTUAL_2, Ports.Use.ADMIN_2);

  static final String SETTING = "hub.server.nodes";

  final String part;
  final String domain;
  final Ports.Use https;
  final Ports.Use mutual;
  final Ports.Use admin;

  Node(String part, String domain, Ports.Use https, Ports.Use mutual, Ports.Use admin) {
    this.part = part;
    this.domain = domain;
    this.https = https;
    this.mutual = mutual;
    this.admin = admin;
  }

  /** Whether the operator wants it: {@code hub.server.nodes}, 1 unless set. */
  boolean isWanted(Settings settings) throws Obstacle {
    var wanted = settings.get(SETTING).orElse("1").strip();
    if (Stream.of(values()).noneMatch(node -> wanted.equals(node.count()))) {
      throw new Obstacle("%s is \"%s\"; one machine runs 1 or 2 nodes.".formatted(SETTING, wanted));
    }
    return ordinal() < Integer.parseInt(wanted);
  }

  private String count() {
    return String.format(Locale.ROOT, "%d", ordinal() + 1);
  }
}
