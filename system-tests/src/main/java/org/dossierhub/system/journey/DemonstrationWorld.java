package org.dossierhub.system.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.dossierhub.system.neighbour.Neighbour;

/**
 * The fictitious province of Bình Minh (H99): its agencies, officials, tokens and neighbours, as
 * programs that run and people who sign in.
 */
public final class DemonstrationWorld implements AutoCloseable {
  public static final String CONSTRUCTION = "H99.08";
  public static final String JUSTICE = "H99.05";
  public static final String ENVIRONMENT = "H99.21";

  /** Has no program of its own: it fetches with {@code ./hub fetch}. */
  public static final String HEALTH = "H99.33";

  public static final String COMMUNE = "H99.151";
  public static final String PORTAL = "G99.01";

  /** A procedure code made up for the demonstration; no real procedure has it. */
  public static final String PROCEDURE = "9.999901";

  public static final String APPLICANT = "Ngô Đức Hạnh";
  public static final String LEADER = "Nguyễn Thị Minh An";

  private static final List<String> PORTS =
      List.of(
          "control.environment",
          "control.commune",
          "control.portal",
          "push.environment",
          "push.portal",
          "rest.portal",
          "agent");

  private static final String LEFT_RUNNING = "left-running";

  private final Installation hub;
  private final Path folder;
  private final Properties ports;
  private final Map<String, NeighbourProcess> neighbours = new LinkedHashMap<>();
  private SigningAgent agent;
  private final Map<String, Person> signedIn = new HashMap<>();

  private DemonstrationWorld(Installation hub, Path folder, Properties ports) {
    this.hub = hub;
    this.folder = folder;
    this.ports = ports;
  }

  /**
   * The ports of the neighbours and agents, chosen once; the hub's settings that point it at the
   * portal's stand-in.
   */
  public static void prepare(Path home) {
    prepare(home, 1);
  }

  /** The same for a hub whose server has so many nodes. */
  public static void prepare(Path home, int nodes) {
    try {
      var folder = Files.createDirectories(home.resolve("demo"));
      var chosen = choosePorts(folder.resolve("ports.properties"));
      var password = folder.resolve("portal.password");
      if (!Files.exists(password)) {
        Files.createFile(
            password,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(password, random());
      }
      var settings = home.resolve("hub.properties");
      if (!Files.exists(settings)) {
        Files.writeString(
            settings,
            """
            # Written by the demonstration: a stand-in for the National Portal, and tolerance for loopback addresses.
            hub.demo=true
            hub.server.nodes=%d
            hub.portal.url=http://127.0.0.1:%s
            hub.portal.user=h99
            hub.portal.password.file=%s
            hub.portal.unit=H99
            """
                .formatted(
                    nodes,
                    chosen.getProperty("rest.portal"),
                    password.toString().replace("\\", "\\\\")));
      }
      if (!read(settings).containsKey("hub.agent.port")) {
        Files.writeString(
            settings,
            "hub.agent.port=" + chosen.getProperty("agent") + "\n",
            StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The demonstration cannot be prepared in " + home, e);
    }
  }

  /** Chosen once, so that addresses stay; what a newer demonstration needs is added. */
  private static Properties choosePorts(Path file) throws IOException {
    var ports = Files.exists(file) ? read(file) : new Properties();
    for (var use : PORTS) {
      if (!ports.containsKey(use)) {
        ports.setProperty(use, Integer.toString(freePort(ports)));
      }
    }
    try (var out = Files.newBufferedWriter(file)) {
      ports.store(out, "Loopback ports of the demonstration");
    }
    return ports;
  }

  public static DemonstrationWorld of(Installation hub) {
    try {
      var folder = hub.home().resolve("demo");
      return new DemonstrationWorld(hub, folder, read(folder.resolve("ports.properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Properties read(Path file) throws IOException {
    var properties = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    return properties;
  }

  private static int freePort(Properties taken) throws IOException {
    while (true) {
      try (var socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        if (!taken.containsValue(Integer.toString(socket.getLocalPort()))) {
          return socket.getLocalPort();
        }
      }
    }
  }

  private static String random() {
    var bytes = new byte[18];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  public Installation hub() {
    return hub;
  }

  public Path folder() {
    return folder;
  }

  /** Lets the administrator enter the province; doing it again changes nothing. */
  public void register() {
    var administrator = Person.signIn(hub, "quan-tri", secret(hub.secret("bootstrap.password")));
    new Registration(this, administrator).all();
  }

  /** The certificate of an agency's system in the development PKI; null for those at desks. */
  public static String neighbourIdentity(String code) {
    return switch (code) {
      case ENVIRONMENT -> "agency-h99-21";
      case COMMUNE -> "agency-h99-151";
      case HEALTH -> "agency-h99-33";
      case PORTAL -> "portal-g99-01";
      default -> null;
    };
  }

  /** What the administrator gives the official, good until the first sign-in. */
  String initialPasswordOf(String username) {
    return passwordIn(folder.resolve(username + ".initial-password"));
  }

  /** The password an official of the demonstration chose at the first sign-in. */
  public String passwordOf(String username) {
    return passwordIn(folder.resolve(username + ".password"));
  }

  /** Made at the first question, kept in a file that only its owner can read. */
  private static String passwordIn(Path file) {
    try {
      if (!Files.exists(file)) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, random());
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String secret(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Somebody of the demonstration, signed in. */
  public synchronized Person person(String username) {
    return signedIn.computeIfAbsent(username, this::signIn);
  }

  private Person signIn(String username) {
    if (Files.exists(folder.resolve(username + ".password"))) {
      return Person.signIn(hub, username, passwordOf(username));
    }
    var person = Person.signIn(hub, username, initialPasswordOf(username));
    person.changePassword(initialPasswordOf(username), passwordOf(username));
    return person;
  }

  public WebVisitor citizen() {
    return new WebVisitor(
        hub.web(), org.dossierhub.system.neighbour.SystemIdentity.anonymousTls(hub.tlsRoots()));
  }

  /** Where the signing agent of the demonstration's officials listens. */
  public int agentPort() {
    return port("agent");
  }

  int port(String use) {
    return Integer.parseInt(ports.getProperty(use));
  }

  public NeighbourProcess environment() {
    return neighbour(ENVIRONMENT, port("control.environment"), port("push.environment"), false, 0);
  }

  public NeighbourProcess commune() {
    return neighbour(COMMUNE, port("control.commune"), 0, true, 0);
  }

  public NeighbourProcess portal() {
    return neighbour(
        PORTAL, port("control.portal"), port("push.portal"), false, port("rest.portal"));
  }

  /** The portal's stand-in once more, reaching the hub over another port; it only sends. */
  public NeighbourProcess portalOver(int port) {
    try {
      return NeighbourProcess.start(
          config(
              PORTAL,
              URI.create("https://localhost:" + port + hub.exchange().getPath()),
              freePort(ports),
              0,
              false,
              0,
              folder.resolve("neighbour-" + PORTAL + "-over-" + port)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized NeighbourProcess neighbour(
      String agency, int control, int push, boolean jms, int rest) {
    return neighbours.computeIfAbsent(
        agency,
        code ->
            NeighbourProcess.start(
                config(
                    code,
                    hub.exchange(),
                    control,
                    push,
                    jms,
                    rest,
                    folder.resolve("neighbour-" + code))));
  }

  private Neighbour.Config config(
      String code, URI address, int control, int push, boolean jms, int rest, Path own) {
    return new Neighbour.Config(
        code,
        neighbourIdentity(code),
        hub.identities().toString(),
        hub.tlsRoots().toString(),
        hub.trust().resolve("government").toString(),
        address.toString(),
        control,
        push,
        jms ? hub.broker() : null,
        jms ? hub.secret("broker-" + code + ".password").toString() : null,
        rest,
        "h99",
        folder.resolve("portal.password").toString(),
        own.toString());
  }

  /**
   * The signing agent of the office, with the leader's token and the one that holds the agency's
   * seal.
   */
  public synchronized SigningAgent agent() {
    if (agent == null) {
      agent = Desks.open(hub, folder, port("agent"));
    }
    return agent;
  }

  /** The officials' names to sign in with. */
  public static List<String> usernames() {
    return Official.ALL.stream().map(Official::username).toList();
  }

  /**
   * Lets neighbours and agent go on after this program; {@link #stopLeftRunning} finds them again.
   */
  public synchronized void leaveRunning() {
    var handles = new ArrayList<ProcessHandle>();
    neighbours.values().forEach(neighbour -> handles.add(neighbour.handle()));
    if (agent != null) {
      handles.add(agent.handle());
    }
    try {
      new LeftRunning(folder.resolve(LEFT_RUNNING)).remember(handles);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    neighbours.clear();
    agent = null;
  }

  /** Stops what an earlier demonstration left running. */
  public static void stopLeftRunning(Path home) {
    try {
      new LeftRunning(home.resolve("demo").resolve(LEFT_RUNNING)).stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops neighbours and agent; the hub goes on. */
  @Override
  public void close() {
    if (agent != null) {
      agent.close();
      agent = null;
    }
    neighbours.values().forEach(NeighbourProcess::close);
    neighbours.clear();
  }

  static final Duration SOON = Duration.ofSeconds(90);
}
