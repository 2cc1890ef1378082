package org.dossierhub.exchange.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * Reads the settings from wherever the function finds them, and says everything that is wrong at
 * once.
 */
public final class ReadSettings {
  private final Function<String, Optional<String>> source;
  private final List<String> wrong = new ArrayList<>();

  private ReadSettings(Function<String, Optional<String>> source) {
    this.source = source;
  }

  /** {@link SettingsWrong} when anything is missing or cannot be used. */
  public static Settings from(Function<String, Optional<String>> source) {
    var read = new ReadSettings(source);
    var settings = read.all();
    if (!read.wrong.isEmpty()) {
      throw new SettingsWrong(read.wrong);
    }
    return settings;
  }

  private Settings all() {
    return new Settings(
        new HubSettings(
            agency("hub.code"),
            web("hub.public.url", true),
            port("hub.mutual.port"),
            flag("hub.demo"),
            number("hub.agent.port", HubSettings.USUAL_AGENT_PORT, 1, 65_535)),
        new StorageSettings(folder("hub.data.folder")),
        new TrustSettings(folder("hub.trust.folder"), folder("hub.tls.trust.folder")),
        new SystemKeySettings(file("hub.system.keystore"), secret("hub.system.password.file")),
        new TimestampSettings(web("hub.tsa.url", false)),
        new NetworkSettings(
            hosts("hub.network.allow"),
            find("hub.network.hosts").map(present -> file("hub.network.hosts")),
            proxies("hub.trusted.proxies")),
        verification(),
        new BrokerSettings(
            text("hub.broker.url"),
            text("hub.broker.user"),
            secret("hub.broker.password.file"),
            file("hub.broker.trust")),
        portal(),
        new BootstrapSettings(
            find("hub.bootstrap.password.file").map(p -> secret("hub.bootstrap.password.file"))),
        new MetricsSettings(
            find("hub.metrics.token.file").map(p -> secret("hub.metrics.token.file"))));
  }

  private VerificationSettings verification() {
    var usual = VerificationSettings.usual();
    return new VerificationSettings(
        number("hub.verification.workers", usual.workers(), 1, 64),
        number("hub.verification.heap", usual.heapMegabytes(), 64, 65_536),
        Duration.ofSeconds(
            number("hub.verification.patience", (int) usual.patience().toSeconds(), 1, 600)));
  }

  private PortalSettings portal() {
    return new PortalSettings(
        find("hub.portal.url")
            .map(
                url ->
                    new PortalSettings.Connection(
                        web("hub.portal.url", false),
                        text("hub.portal.user"),
                        secret("hub.portal.password.file"),
                        text("hub.portal.unit"))));
  }

  private Optional<String> find(String name) {
    return source.apply(name).map(String::trim).filter(text -> !text.isEmpty());
  }

  private <T> T required(String name, String wanted, Function<String, T> parse) {
    var text = find(name);
    if (text.isEmpty()) {
      wrong.add(name + " is missing: " + wanted);
      return null;
    }
    try {
      return parse.apply(text.get());
    } catch (IllegalArgumentException e) {
      wrong.add(
          name + " is \"" + text.get() + "\": " + wanted + " is wanted (" + e.getMessage() + ")");
      return null;
    }
  }

  private String text(String name) {
    return required(name, "a text", text -> text);
  }

  private AgencyCode agency(String name) {
    return required(name, "the hub's own agency code", AgencyCode::new);
  }

  private URI web(String name, boolean secure) {
    return required(
        name,
        secure ? "an https address" : "an http or https address",
        text -> address(text, secure));
  }

  private static URI address(String text, boolean secure) {
    try {
      var uri = new URI(text);
      boolean https = "https".equalsIgnoreCase(uri.getScheme());
      if (uri.getHost() == null
          || !(https || (!secure && "http".equalsIgnoreCase(uri.getScheme())))) {
        throw new IllegalArgumentException("scheme or host");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private int port(String name) {
    Integer port = required(name, "a port from 1 to 65535", ReadSettings::portNumber);
    return port == null ? 0 : port;
  }

  private static int portNumber(String text) {
    int port = Integer.parseInt(text);
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("out of range");
    }
    return port;
  }

  private int number(String name, int usual, int least, int most) {
    if (find(name).isEmpty()) {
      return usual;
    }
    Integer number =
        required(
            name,
            "a number from " + least + " to " + most,
            text -> {
              int found = Integer.parseInt(text);
              if (found < least || found > most) {
                throw new IllegalArgumentException("out of range");
              }
              return found;
            });
    return number == null ? usual : number;
  }

  /** Absent means false. */
  private boolean flag(String name) {
    if (find(name).isEmpty()) {
      return false;
    }
    Boolean flag =
        required(
            name,
            "true or false",
            text -> {
              if (!text.matches("true|false")) {
                throw new IllegalArgumentException("neither");
              }
              return Boolean.valueOf(text);
            });
    return Boolean.TRUE.equals(flag);
  }

  private Path folder(String name) {
    return required(name, "an existing folder", text -> existing(text, true));
  }

  private Path file(String name) {
    return required(name, "a readable file", text -> existing(text, false));
  }

  private SecretFile secret(String name) {
    return new SecretFile(file(name));
  }

  private static Path existing(String text, boolean folder) {
    try {
      var path = Path.of(text);
      if (folder ? !Files.isDirectory(path) : !Files.isReadable(path) || Files.isDirectory(path)) {
        throw new IllegalArgumentException(
            folder ? "no such folder" : "no such file, or not readable");
      }
      return path;
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private List<String> hosts(String name) {
    if (find(name).isEmpty()) {
      return List.of();
    }
    List<String> hosts =
        required(name, "host:port entries separated by commas", ReadSettings::hostsAndPorts);
    return hosts == null ? List.of() : hosts;
  }

  /** Absent means nobody is believed. */
  private TrustedProxies proxies(String name) {
    if (find(name).isEmpty()) {
      return TrustedProxies.none();
    }
    return required(
        name, "addresses or networks like 192.0.2.0/24 with commas between", TrustedProxies::parse);
  }

  private static List<String> hostsAndPorts(String text) {
    var entries = List.of(text.split("\\s*,\\s*"));
    for (var entry : entries) {
      if (!entry.matches("[A-Za-z0-9.-]+:\\d{1,5}")) {
        throw new IllegalArgumentException(entry);
      }
    }
    return entries;
  }
}
