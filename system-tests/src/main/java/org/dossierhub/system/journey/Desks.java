package org.dossierhub.system.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The computer of the office: two tokens, the leader's and the one with the agency's seal (SoftHSM2
 * stands for USB tokens), and the signing agent beside them, which takes whichever token a session
 * asks for.
 */
final class Desks {
  private static final Map<String, String> TOKENS =
      Map.of("token-leader", "leader", "token-clerk", "clerk-seal");

  private static final Pattern PAIRING_CODE =
      Pattern.compile("pairing code: (\\S+)", Pattern.CASE_INSENSITIVE);

  private Desks() {}

  /** Makes the tokens if they are not there, starts the agent, and pairs with the code it shows. */
  static SigningAgent open(Installation hub, Path folder, int port) {
    var tokens = folder.resolve("tokens");
    TOKENS.forEach((label, identity) -> provide(hub, tokens, label, identity));
    var command =
        new ArrayList<>(
            List.of(
                OwnProcess.javaProgram(),
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8",
                "-Xmx512m",
                "-cp",
                classPath(hub, "signing-agent"),
                "org.dossierhub.agent.Agent",
                "--hub",
                hub.web().toString(),
                "--hub-trust",
                hub.tlsRootFile().toString(),
                "--module",
                softHsm().toString(),
                "--port",
                Integer.toString(port),
                "--folder",
                folder.resolve("agent").toString(),
                "--pair",
                "--demo-consent"));
    for (String label : TOKENS.keySet()) {
      command.add("--demo-pin-file");
      command.add(label + "=" + tokens.resolve(label + ".pin"));
    }
    var process =
        OwnProcess.start(
            "signing agent",
            command,
            Map.of("SOFTHSM2_CONF", tokens.resolve("softhsm2.conf").toString()),
            folder.resolve("agent.log"));
    process.awaitLine("pairing code: ", Duration.ofSeconds(60));
    var agent = new SigningAgent(process, port, hub.web());
    agent.pair(code(process.output()));
    return agent;
  }

  /** The newest code among what the agent said. */
  static String code(String output) {
    return PAIRING_CODE
        .matcher(output)
        .results()
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new IllegalStateException("The agent shows no pairing code:\n" + output))
        .group(1);
  }

  private static void provide(Installation hub, Path tokens, String label, String identity) {
    var process =
        OwnProcess.java(
            "token " + label,
            classPath(hub, "certs"),
            "org.dossierhub.pki.ProvisionToken",
            List.of(
                "--pki",
                hub.home().resolve("pki").toString(),
                "--tokens",
                tokens.toString(),
                "--identity",
                identity,
                "--label",
                label),
            tokens.resolveSibling(label + ".log"));
    if (process.await(Duration.ofSeconds(60)) != 0) {
      throw new IllegalStateException(
          "The token " + label + " could not be made:\n" + process.output());
    }
  }

  /**
   * The PKCS#11 library that plays the token's driver: where the environment says it was unpacked,
   * or where Debian installs it.
   */
  static Path softHsm() {
    return Stream.of(
            System.getenv("SOFTHSM2_MODULE"),
            "/usr/lib/softhsm/libsofthsm2.so",
            "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
        .filter(Objects::nonNull)
        .map(Path::of)
        .filter(Files::isReadable)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "SoftHSM2, which plays the officials' tokens, is not installed (Debian: apt-get install softhsm2)."));
  }

  private static String classPath(Installation hub, String module) {
    var target = hub.checkout().resolve(module).resolve("target");
    try (var jars = Files.list(target)) {
      var jar =
          jars.filter(
                  file ->
                      file.getFileName().toString().matches(module + "-[\\d.]+(-SNAPSHOT)?\\.jar"))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalStateException(module + " is not built; ./hub build does it."));
      return jar + java.io.File.pathSeparator + target.resolve("lib") + "/*";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
