package org.dossierhub.agent;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.dossierhub.signing.identity.Sha256;

/**
 * Which browsers may ask. A code of six digits, shown outside the browser and good for ten minutes
 * and five tries, is exchanged once for a token of 256 bits that works from one origin for 180
 * days. Only the token's digest is kept.
 */
final class Pairing {
  private static final Duration CODE_LIVES = Duration.ofMinutes(10);
  private static final Duration PAIRING_LIVES = Duration.ofDays(180);
  private static final int TRIES = 5;
  private static final int CODES_PER_HOUR =
      5; // with five tries each: 25 guesses of a million an hour
  private static final int PAIRINGS = 20;

  /** One paired browser. */
  record Paired(String tokenSha256, String origin, String since) {}

  private record Code(String digits, Instant until, int triesLeft) {}

  private final Path file;
  private final Official official;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final ObjectMapper json = new ObjectMapper();
  private final List<Paired> paired = new ArrayList<>();
  private final Deque<Instant> shown = new ArrayDeque<>();
  private Optional<Code> code = Optional.empty();

  Pairing(Path folder, Official official, Clock clock) throws IOException {
    this.official = official;
    this.clock = clock;
    Files.createDirectories(folder, mode(folder, "rwx------"));
    file = folder.resolve("pairings.json");
    if (Files.exists(file)) {
      paired.addAll(List.of(json.readValue(file.toFile(), Paired[].class)));
    }
  }

  synchronized boolean anybodyFrom(String origin) {
    return paired.stream().anyMatch(p -> p.origin().equals(origin) && lives(p));
  }

  synchronized boolean knows(String origin, String token) {
    var digest = digest(token);
    return paired.stream()
        .filter(p -> p.origin().equals(origin) && lives(p))
        .anyMatch(p -> MessageDigest.isEqual(bytes(p.tokenSha256()), bytes(digest)));
  }

  /** Shows a new code; the one before it is void. */
  synchronized void showCode(String forWhom) {
    var digits = String.format("%06d", random.nextInt(1_000_000));
    code = Optional.of(new Code(digits, clock.instant().plus(CODE_LIVES), TRIES));
    shown.addLast(clock.instant());
    official.showPairingCode(digits.substring(0, 3) + "-" + digits.substring(3), forWhom);
  }

  /**
   * @param typed what the official typed into the page; empty asks for a code to be shown
   * @return the token for this browser
   */
  synchronized String pair(String origin, String typed) throws NotSigned {
    if (code.filter(c -> clock.instant().isBefore(c.until())).isEmpty()) {
      while (!shown.isEmpty()
          && shown.peekFirst().isBefore(clock.instant().minus(Duration.ofHours(1)))) {
        shown.removeFirst();
      }
      if (shown.size() >= CODES_PER_HOUR) {
        throw new NotSigned(Refusal.PAIRING_TOO_OFTEN);
      }
      showCode(origin);
      throw new NotSigned(Refusal.PAIRING_CODE_SHOWN);
    }
    if (typed.isBlank()) {
      throw new NotSigned(Refusal.PAIRING_CODE_SHOWN);
    }
    var current = code.get();
    if (!MessageDigest.isEqual(bytes(current.digits()), bytes(typed.replaceAll("[\\s-]", "")))) {
      if (current.triesLeft() == 1) {
        code = Optional.empty();
        throw new NotSigned(Refusal.PAIRING_CODE_VOID);
      }
      code = Optional.of(new Code(current.digits(), current.until(), current.triesLeft() - 1));
      throw new NotSigned(Refusal.PAIRING_CODE_WRONG);
    }
    code = Optional.empty();
    shown.clear();
    var secret = new byte[32];
    random.nextBytes(secret);
    var token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    paired.removeIf(p -> !lives(p));
    paired.add(new Paired(digest(token), origin, clock.instant().toString()));
    while (paired.size() > PAIRINGS) {
      paired.remove(0);
    }
    save();
    return token;
  }

  private boolean lives(Paired one) {
    return Instant.parse(one.since()).plus(PAIRING_LIVES).isAfter(clock.instant());
  }

  private void save() {
    try {
      var draft =
          Files.createTempFile(file.getParent(), "pairings", ".new", mode(file, "rw-------"));
      json.writeValue(draft.toFile(), paired);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("The pairing could not be kept in " + file, e);
    }
  }

  private static String digest(String token) {
    return Sha256.of(bytes(token)).hex();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static FileAttribute<?>[] mode(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
