package org.dossierhub.agent;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.PropertiesDefaultProvider;

/** Starts the signing agent: {@code --hub https://hub.example/ --module /path/to/pkcs11.so}. */
@Command(
    name = "signing-agent",
    mixinStandardHelpOptions = true,
    description = "Ký bằng thiết bị ký số (USB token) trên máy của bạn / signs at your desk.",
    sortOptions = false)
public final class Agent implements Callable<Integer> {
  private static final int SETTINGS_WRONG = 2;
  private static final int PORT_TAKEN = 3;

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description = "Properties file with the options below, by their names without the dashes.")
  private Path settings;

  @Option(
      names = "--hub",
      split = ",",
      paramLabel = "URL",
      description = "Hub whose pages may ask and whose documents may be signed; may be repeated.")
  private List<String> hubs = new ArrayList<>();

  @Option(
      names = "--hub-trust",
      paramLabel = "PEM",
      description = "Roots that a hub's TLS certificate must lead to; default: those of this Java.")
  private Path hubTrust;

  @Option(
      names = "--module",
      split = ",",
      paramLabel = "FILE",
      description =
          "PKCS#11 library of your token; may be repeated. Default: the usual ones that are installed.")
  private List<Path> modules = new ArrayList<>();

  @Option(
      names = "--port",
      defaultValue = "9797",
      description = "Port on 127.0.0.1 (${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description =
          "Where paired browsers are remembered; default: .dossier-hub/signing-agent in your home.")
  private Path folder = Path.of(System.getProperty("user.home"), ".dossier-hub", "signing-agent");

  @Option(
      names = "--pair",
      description = "Show a pairing code now, also when a browser is paired already.")
  private boolean pair;

  @Option(
      names = "--demo-pin-file",
      split = ",",
      paramLabel = "[LABEL=]FILE",
      description =
          "Demonstration only, with --demo-consent: take the PIN of this token, or of all, from a file.")
  private List<String> demoPinFiles = new ArrayList<>();

  @Option(
      names = "--demo-consent",
      description = "Demonstration only, with --demo-pin-file: consent to everything.")
  private boolean demoConsent;

  public static void main(String[] arguments) throws IOException {
    // Read by the JDK when the first server is made: a caller who stalls does not keep a thread.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    var command = new CommandLine(new Agent());
    var file = settingsFile(arguments);
    if (file.isPresent()) {
      var properties = new Properties();
      try (InputStream in = Files.newInputStream(file.get())) {
        properties.load(in);
      } catch (IOException e) {
        System.err.println("The settings cannot be read: " + file.get());
        System.exit(SETTINGS_WRONG);
      }
      command.setDefaultValueProvider(new PropertiesDefaultProvider(properties));
    }
    var code = command.execute(arguments);
    if (code != 0 || command.isUsageHelpRequested() || command.isVersionHelpRequested()) {
      System.exit(code);
    }
  }

  /** Returns when the agent listens; it does so until the process ends. */
  @Override
  public Integer call() throws IOException {
    AgentSettings chosen;
    try {
      chosen = settings();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return SETTINGS_WRONG;
    }
    var official = official(chosen);
    if (official.isEmpty()) {
      System.err.println(
          "The signing agent cannot ask you: there is neither a desktop nor a terminal.");
      return SETTINGS_WRONG;
    }
    try {
      start(chosen, official.get(), pair);
      return 0;
    } catch (BindException e) {
      System.err.println(
          "Port "
              + chosen.port()
              + " on 127.0.0.1 is taken, perhaps by another signing agent; stop that or choose --port.");
      return PORT_TAKEN;
    }
  }

  static AgentServer start(AgentSettings settings, Official official, boolean showCode)
      throws IOException {
    var clock = Clock.systemUTC();
    var pairing = new Pairing(settings.folder(), official, clock);
    var signSession =
        new SignSession(
            new HubClient(settings.hubTrust()),
            new PluggedTokens(settings.modules()),
            official,
            clock);
    var server = new AgentServer(settings.hubs(), pairing, signSession, settings.port());
    System.out.println(
        "Phần mềm ký Dossier Hub / signing agent: http://127.0.0.1:"
            + server.port()
            + " for "
            + settings.hubs()
            + ", tokens through "
            + settings.modules());
    var unpaired = settings.hubs().stream().filter(h -> !pairing.anybodyFrom(h.origin())).toList();
    if (showCode || !unpaired.isEmpty()) {
      pairing.showCode((unpaired.isEmpty() ? settings.hubs() : unpaired).get(0).origin());
    }
    return server;
  }

  private AgentSettings settings() {
    if (demoConsent == demoPinFiles.isEmpty()) {
      throw new IllegalArgumentException("--demo-consent and --demo-pin-file belong together.");
    }
    Map<String, Path> pins = new LinkedHashMap<>();
    for (var text : demoPinFiles) {
      var equals = text.indexOf('=');
      pins.put(
          equals < 0 ? OfficialInDemonstration.ANY_TOKEN : text.substring(0, equals),
          Path.of(text.substring(equals + 1)));
    }
    return new AgentSettings(
        hubs.stream().map(HubAddress::of).toList(),
        Optional.ofNullable(hubTrust),
        modules.isEmpty() ? UsualModules.installed() : modules,
        port,
        folder,
        pins);
  }

  private static Optional<Official> official(AgentSettings settings) {
    if (settings.isDemonstration()) {
      return Optional.of(new OfficialInDemonstration(settings.demonstrationPins(), System.out));
    }
    if (!GraphicsEnvironment.isHeadless()) {
      return Optional.of(new OfficialAtWindow(Clock.systemUTC()));
    }
    return Optional.ofNullable(System.console()).map(OfficialAtConsole::new);
  }

  private static Optional<Path> settingsFile(String[] arguments) {
    var at = Arrays.asList(arguments).indexOf("--settings");
    return at >= 0 && at + 1 < arguments.length
        ? Optional.of(Path.of(arguments[at + 1]))
        : Optional.empty();
  }
}
