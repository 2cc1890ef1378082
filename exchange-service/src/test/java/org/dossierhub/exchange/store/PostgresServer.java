package org.dossierhub.exchange.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.postgresql.ds.PGSimpleDataSource;
import org.tukaani.xz.XZInputStream;

/**
 * A PostgreSQL of the test run: binaries from the class path, data in a temporary folder, a free
 * port of the loopback interface. As root it runs as nobody, since PostgreSQL refuses to run as
 * root. It stops with the JVM.
 */
final class PostgresServer {
  private static final String BINARIES = "/postgres-linux-x86_64.txz";

  private final Path folder;
  private final boolean root = "root".equals(System.getProperty("user.name"));
  private final int port = freePort();

  private PostgresServer(Path folder) {
    this.folder = folder;
  }

  static PostgresServer start() {
    try {
      var server =
          new PostgresServer(
              Files.createTempDirectory(
                  "hub-postgres",
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString("rwxr-xr-x"))));
      server.unpack();
      server.boot();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  PGSimpleDataSource dataSource(String database) {
    var dataSource = new PGSimpleDataSource();
    dataSource.setServerNames(new String[] {"127.0.0.1"});
    dataSource.setPortNumbers(new int[] {port});
    dataSource.setDatabaseName(database);
    dataSource.setUser("hub");
    return dataSource;
  }

  void createDatabase(String name, String template) {
    try (var connection = dataSource("postgres").getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name + " template " + template);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void unpack() throws IOException {
    try (InputStream txz = PostgresServer.class.getResourceAsStream(BINARIES);
        var tar = new TarArchiveInputStream(new XZInputStream(txz))) {
      TarArchiveEntry entry;
      while ((entry = tar.getNextEntry()) != null) {
        var target = folder.resolve("pg").resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(target.getParent());
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(tar, target);
          if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
          }
        }
      }
    }
  }

  private void boot() throws IOException {
    var data = Files.createDirectory(folder.resolve("data"));
    if (root) {
      run(List.of("chown", "nobody:nogroup", data.toString()));
    }
    asOwner(
        "initdb",
        "-D",
        data.toString(),
        "-U",
        "hub",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
        "--locale=C.UTF-8");
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    asOwner(
        "pg_ctl",
        "-D",
        data.toString(),
        "-l",
        data.resolve("log").toString(),
        "-w",
        "-o",
        "-h 127.0.0.1 -p "
            + port
            + " -c unix_socket_directories= -c fsync=off -c max_connections=120",
        "start");
  }

  // Left to a process of its own: the JVM does not wait until the last file is gone.
  private void stop() {
    var data = folder.resolve("data");
    try {
      new ProcessBuilder(
              "sh",
              "-c",
              "kill -QUIT $(head -1 \"$0/postmaster.pid\"); sleep 1; rm -rf \"$1\"",
              data.toString(),
              folder.toString())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void asOwner(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (root) {
      command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
    }
    command.add(folder.resolve("pg/bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private void run(List<String> command) {
    try {
      var process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("out").toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(
            String.join(" ", command) + ": " + Files.readString(folder.resolve("out")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
