package org.dossierhub.agent;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.dossierhub.signing.token.PinState;

/**
 * The tokens that are plugged in now, over all configured modules; looked at anew each time, in
 * {@link ReadTokens}.
 */
final class PluggedTokens {
  private static final Logger LOG = System.getLogger(PluggedTokens.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  // PKCS#11 2.40, CK_TOKEN_INFO
  private static final long CKF_TOKEN_INITIALIZED = 0x400;
  private static final long CKF_USER_PIN_COUNT_LOW = 0x10000;
  private static final long CKF_USER_PIN_FINAL_TRY = 0x20000;
  private static final long CKF_USER_PIN_LOCKED = 0x40000;

  private final List<Path> modules;

  PluggedTokens(List<Path> modules) {
    this.modules = List.copyOf(modules);
  }

  List<PluggedToken> now() {
    var asked =
        modules.stream()
            .map(module -> CompletableFuture.supplyAsync(() -> behind(module)))
            .toList();
    return asked.stream().flatMap(each -> each.join().stream()).toList();
  }

  private static List<PluggedToken> behind(Path module) {
    Process reader = null;
    try {
      reader =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xshare:auto",
                  "-XX:TieredStopAtLevel=1",
                  "--add-exports",
                  "jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED",
                  "-cp",
                  absolute(System.getProperty("java.class.path")),
                  ReadTokens.class.getName(),
                  module.toString())
              .redirectError(Redirect.DISCARD)
              .start();
      reader.getOutputStream().close();
      var watched = reader;
      var timer =
          CompletableFuture.runAsync(
              watched::destroyForcibly,
              CompletableFuture.delayedExecutor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      var tokens = read(module, reader);
      timer.cancel(false);
      if (reader.waitFor() != 0) {
        LOG.log(Level.WARNING, "The token module {0} could not be read", module);
      }
      return tokens;
    } catch (IOException | CertificateException | IllegalArgumentException e) {
      LOG.log(Level.WARNING, "The tokens of " + module + " could not be read", e);
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      if (reader != null) {
        reader.destroyForcibly();
      }
    }
  }

  private static List<PluggedToken> read(Path module, Process reader)
      throws IOException, CertificateException {
    var tokens = new ArrayList<PluggedToken>();
    var certificates = CertificateFactory.getInstance("X.509");
    try (var lines =
        new BufferedReader(
            new InputStreamReader(reader.getInputStream(), StandardCharsets.US_ASCII))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var words = line.split(" ");
        if (words[0].equals("TOKEN")) {
          var flags = Long.parseLong(words[3]);
          if ((flags & CKF_TOKEN_INITIALIZED) != 0) {
            tokens.add(
                new PluggedToken(module, text(words[1]), text(words[2]), pin(flags), List.of()));
          }
        } else if (words[0].equals("CERTIFICATE") && !tokens.isEmpty()) {
          var last = tokens.remove(tokens.size() - 1);
          var all = new ArrayList<>(last.certificates());
          all.add(
              (X509Certificate)
                  certificates.generateCertificate(
                      new ByteArrayInputStream(Base64.getDecoder().decode(words[1]))));
          tokens.add(new PluggedToken(module, last.label(), last.serialNumber(), last.pin(), all));
        }
      }
    }
    return tokens;
  }

  private static PinState pin(long flags) {
    if ((flags & CKF_USER_PIN_LOCKED) != 0) {
      return PinState.LOCKED;
    }
    if ((flags & CKF_USER_PIN_FINAL_TRY) != 0) {
      return PinState.FINAL_TRY;
    }
    return (flags & CKF_USER_PIN_COUNT_LOW) != 0 ? PinState.COUNT_LOW : PinState.READY;
  }

  private static String text(String word) {
    var bytes = Base64.getDecoder().decode(word.substring(0, word.length() - 1)); // ends with "."
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String absolute(String classPath) {
    var places = new ArrayList<String>();
    for (var place : classPath.split(File.pathSeparator)) {
      places.add(Path.of(place).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, places);
  }
}
