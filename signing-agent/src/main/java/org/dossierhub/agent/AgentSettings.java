package org.dossierhub.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How this agent is set up.
 *
 * @param hubTrust PEM file of the roots a hub's TLS certificate must lead to; absent: those of this
 *     Java
 * @param modules PKCS#11 libraries; the only ones ever loaded
 * @param folder for what is remembered: which browsers are paired
 * @param demonstrationPins files by label of the token; empty unless the demonstration consents by
 *     itself
 */
record AgentSettings(
    List<HubAddress> hubs,
    Optional<Path> hubTrust,
    List<Path> modules,
    int port,
    Path folder,
    Map<String, Path> demonstrationPins) {

  AgentSettings {
    hubs = List.copyOf(hubs);
    modules = List.copyOf(modules);
    demonstrationPins = Map.copyOf(demonstrationPins);
    var wrong = new ArrayList<String>();
    if (hubs.isEmpty()) {
      wrong.add("no hub: name at least one, such as --hub https://hub.example/");
    }
    if (hubTrust.isPresent() && !Files.isReadable(hubTrust.get())) {
      wrong.add("the hub's root certificate cannot be read: " + hubTrust.get());
    }
    if (modules.isEmpty()) {
      wrong.add(
          "no token module: none was named and no usual one is installed; name the PKCS#11 library of your token with --module");
    }
    for (var module : modules) {
      if (!Files.isReadable(module)) {
        wrong.add("the token module cannot be read: " + module);
      }
    }
    for (var pin : demonstrationPins.values()) {
      if (!Files.isReadable(pin)) {
        wrong.add("the demonstration PIN cannot be read: " + pin);
      }
    }
    if (port < 0 || port > 65535) {
      wrong.add("no such port: " + port);
    }
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "The signing agent cannot start: " + String.join("; ", wrong));
    }
  }

  boolean isDemonstration() {
    return !demonstrationPins.isEmpty();
  }
}
