package org.dossierhub.system.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.dossierhub.system.document.DemonstrationImages;
import org.dossierhub.system.neighbour.Neighbour;

/**
 * The fictitious province of Bình Minh (H99): its agencies, officials, tokens and neighbours. The
 * administrator enters them on the hub's own administration pages; doing it again changes nothing.
 */
public final class DemonstrationWorld implements AutoCloseable {
  public static final String CONSTRUCTION = "H99.08";
  public static final String JUSTICE = "H99.05";
  public static final String ENVIRONMENT = "H99.21";
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

  private static final Map<String, String> AGENCIES =
      new TreeMap<>(
          Map.of(
              CONSTRUCTION, "Sở Xây dựng tỉnh Bình Minh (hư cấu)",
              JUSTICE, "Sở Tư pháp tỉnh Bình Minh (hư cấu)",
              ENVIRONMENT, "Sở Nông nghiệp và Môi trường tỉnh Bình Minh (hư cấu)",
              COMMUNE, "UBND xã An Hòa, tỉnh Bình Minh (hư cấu)",
              PORTAL, "Cổng Dịch vụ công quốc gia (bản mô phỏng)"));

  /**
   * Username, name, agency, role, and the identity whose certificate is registered for the account.
   */
  private record Official(
      String username, String name, String agency, String role, String identity) {}

  private static final List<Official> OFFICIALS =
      List.of(
          new Official("lanhdao.sxd", LEADER, CONSTRUCTION, "LEADER", "leader"),
          new Official("vanthu.sxd", "Trần Văn Bình", CONSTRUCTION, "CLERK", "clerk-seal"),
          new Official(
              "motcua.sxd", "Lê Thu Cúc", CONSTRUCTION, "ONE_STOP_OFFICER", "one-stop-officer"),
          new Official("lanhdao.stp", "Phạm Quốc Dũng", JUSTICE, "LEADER", "leader-other"),
          new Official("vanthu.stp", "Đỗ Thị Hoa", JUSTICE, "CLERK", "seal-other"),
          new Official("motcua.stp", "Vũ Minh Khang", JUSTICE, "ONE_STOP_OFFICER", null));

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

  /**
   * Enters agencies, certificates, agreements, officials and the demonstration code of the
   * procedure.
   */
  public void register() {
    var administrator = Person.signIn(hub, "quan-tri", secret(hub.secret("bootstrap.password")));
    AGENCIES.forEach((code, name) -> registerAgency(administrator, code, name));
    for (var pair :
        List.of(
            List.of(PORTAL, CONSTRUCTION),
            List.of(PORTAL, ENVIRONMENT),
            List.of(PORTAL, COMMUNE),
            List.of(COMMUNE, CONSTRUCTION))) {
      var agreed =
          Pattern.compile(
              ">"
                  + Pattern.quote(pair.get(0))
                  + "</th><td[^>]*>"
                  + Pattern.quote(pair.get(1))
                  + "</td>");
      if (!agreed.matcher(administrator.open("/quan-tri/thoa-thuan").body()).find()) {
        administrator.fill(
            "/quan-tri/thoa-thuan",
            "/quan-tri/thoa-thuan",
            "ben-gui",
            Map.of(
                "ben-gui",
                pair.get(0),
                "ben-nhan",
                pair.get(1),
                "thu-tuc",
                PROCEDURE,
                "tu",
                Vietnam.today().minusDays(1).toString(),
                "den",
                "",
                "mb",
                "1024",
                "phan",
                "500"));
      }
    }
    OFFICIALS.forEach(official -> registerOfficial(administrator, official));
    giveProcedureItsCode(administrator);
  }

  private void registerAgency(Person administrator, String code, String name) {
    if (administrator.open("/quan-tri/co-quan/" + code).status() != 200) {
      administrator.fill(
          "/quan-tri/co-quan",
          "/quan-tri/co-quan",
          "dia-chi",
          Map.of("ma", code, "ten", name, "kenh", channelOf(code), "dia-chi", addressOf(code)));
    }
    var certificates = new ArrayList<String>();
    if (neighbourIdentity(code) != null) {
      certificates.add(neighbourIdentity(code));
    }
    if (code.equals(CONSTRUCTION)) {
      certificates.add("clerk-seal");
    }
    if (code.equals(JUSTICE)) {
      certificates.add("seal-other");
    }
    for (String identity : certificates) {
      var page = "/quan-tri/co-quan/" + code;
      if (!administrator.open(page).body().contains(serialOf(identity))) {
        administrator.fill(page, page + "/chung-thu", "", Map.of(), pem(identity));
      }
    }
  }

  private static String channelOf(String code) {
    return switch (code) {
      case ENVIRONMENT, PORTAL -> "SOAP";
      case COMMUNE -> "JMS";
      default -> "DESK";
    };
  }

  private String addressOf(String code) {
    return switch (code) {
      case ENVIRONMENT -> "https://127.0.0.1:" + port("push.environment") + "/exchange";
      case PORTAL -> "https://127.0.0.1:" + port("push.portal") + "/exchange";
      default -> "";
    };
  }

  static String neighbourIdentity(String code) {
    return switch (code) {
      case ENVIRONMENT -> "agency-h99-21";
      case COMMUNE -> "agency-h99-151";
      case PORTAL -> "portal-g99-01";
      default -> null;
    };
  }

  private void registerOfficial(Person administrator, Official official) {
    var page = "/quan-tri/tai-khoan/" + official.username();
    if (administrator.open(page).status() != 200) {
      administrator.fill(
          "/quan-tri/tai-khoan",
          "/quan-tri/tai-khoan",
          "co-quan",
          Map.of(
              "username", official.username(),
              "ho-ten", official.name(),
              "co-quan", official.agency(),
              "password", initialPasswordOf(official.username()),
              "vai-tro", official.role()));
    }
    if (official.identity() != null
        && !administrator.open(page).body().contains(serialOf(official.identity()))) {
      administrator.fill(page, page + "/chung-thu", "", Map.of(), pem(official.identity()));
    }
    if (official.role().equals("LEADER")) {
      image(administrator, page, DemonstrationImages.signature(official.name()));
    } else if (official.role().equals("CLERK")) {
      image(
          administrator,
          page,
          DemonstrationImages.seal(
              "TỈNH BÌNH MINH (HƯ CẤU)",
              official.agency().equals(CONSTRUCTION) ? "SỞ XÂY DỰNG" : "SỞ TƯ PHÁP"));
    }
  }

  private static void image(Person administrator, String page, byte[] png) {
    administrator.fill(
        page,
        page + "/anh",
        "",
        Map.of(),
        new WebVisitor.Upload("tep", "anh.png", "image/png", png));
  }

  private void giveProcedureItsCode(Person administrator) {
    var catalogue =
        administrator.open(
            "/thu-tuc?tim="
                + java.net.URLEncoder.encode("Cấp giấy phép xây dựng", StandardCharsets.UTF_8));
    if (catalogue.body().contains(PROCEDURE)) {
      return;
    }
    var link =
        Pattern.compile("href=\"(/quan-tri/thu-tuc/[^\"]+)\">Cấp giấy phép xây dựng[^<]*</a>")
            .matcher(catalogue.body());
    if (!link.find()) {
      throw new IllegalStateException(
          "The catalogue shows the administrator no procedure to give a code to: "
              + catalogue.text());
    }
    administrator.fill(link.group(1), link.group(1), "", Map.of("ma", PROCEDURE));
  }

  private WebVisitor.Upload pem(String identity) {
    try {
      return new WebVisitor.Upload(
          "tep",
          identity + ".pem",
          "application/x-pem-file",
          Files.readAllBytes(hub.identities().resolve(identity + ".crt.pem")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String serialOf(String identity) {
    try (var in = Files.newInputStream(hub.identities().resolve(identity + ".crt.pem"))) {
      var certificate =
          (java.security.cert.X509Certificate)
              java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in);
      return certificate.getSerialNumber().toString(16);
    } catch (IOException | java.security.cert.CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the administrator gives the official, good until the first sign-in. */
  private String initialPasswordOf(String username) {
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
    return OFFICIALS.stream().map(Official::username).toList();
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
      Files.write(
          folder.resolve(LEFT_RUNNING), handles.stream().map(DemonstrationWorld::mark).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    neighbours.clear();
    agent = null;
  }

  /**
   * Number and moment of start, so that a number given to another process since is not taken for
   * ours.
   */
  private static String mark(ProcessHandle process) {
    return process.pid() + " " + process.info().startInstant().map(Object::toString).orElse("-");
  }

  /** Stops what an earlier demonstration left running. */
  public static void stopLeftRunning(Path home) {
    var file = home.resolve("demo").resolve(LEFT_RUNNING);
    if (!Files.exists(file)) {
      return;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        ProcessHandle.of(Long.parseLong(line.split(" ")[0]))
            .filter(process -> mark(process).equals(line))
            .ifPresent(
                process -> {
                  process.destroy();
                  process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
                });
      }
      Files.delete(file);
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
