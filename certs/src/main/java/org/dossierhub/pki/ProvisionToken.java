package org.dossierhub.pki;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes a SoftHSM2 token that stands for an official's USB token (PKCS#11): the key cannot be read
 * out again, the certificate chain lies beside it. For the demonstration and the tests; a real
 * token is filled by its authority.
 *
 * <p>The folder of the tokens holds {@code softhsm2.conf}, {@code tokens/} and, per token, {@code
 * LABEL.pin}. A program that uses the tokens runs with {@code SOFTHSM2_CONF} naming that file.
 */
public final class ProvisionToken {
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final List<String> USUAL_MODULES =
      List.of(
          "/usr/lib/softhsm/libsofthsm2.so",
          "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
          "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
          "/usr/lib64/softhsm/libsofthsm2.so",
          "/usr/lib64/pkcs11/libsofthsm2.so",
          "/usr/local/lib/softhsm/libsofthsm2.so",
          "/opt/homebrew/lib/softhsm/libsofthsm2.so");

  private final Path module;
  private final String program;

  private ProvisionToken(Path module, String program) {
    this.module = module;
    this.program = program;
  }

  /**
   * Uses the SoftHSM2 of this computer, if it has one: the program on the search path, the library
   * that {@code SOFTHSM2_MODULE} names, or where systems usually put it.
   */
  public static Optional<ProvisionToken> withInstalledSoftHsm() {
    var program =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
            .map(folder -> Path.of(folder, "softhsm2-util"))
            .filter(Files::isExecutable)
            .findFirst();
    var module =
        Stream.concat(Stream.ofNullable(System.getenv("SOFTHSM2_MODULE")), USUAL_MODULES.stream())
            .map(Path::of)
            .filter(Files::isReadable)
            .findFirst();
    return program.flatMap(p -> module.map(m -> with(m, p)));
  }

  /** Uses the SoftHSM2 at these places. */
  public static ProvisionToken with(Path module, Path softhsm2Util) {
    return new ProvisionToken(module, softhsm2Util.toString());
  }

  /** The PKCS#11 library to load. */
  public Path module() {
    return module;
  }

  /**
   * {@code --pki F --tokens T --identity NAME --label L [--pin-file P] [--module M --softhsm2-util
   * U]}: makes the token unless it is there already. Without a PIN file a random PIN is made; it is
   * kept in {@code T/L.pin} (owner only).
   */
  public static void main(String[] arguments) throws IOException {
    try {
      var options =
          Options.read(
              arguments,
              "pki",
              "tokens",
              "identity",
              "label",
              "pin-file",
              "module",
              "softhsm2-util");
      var softHsm =
          options.optional("module").isPresent()
              ? with(
                  Path.of(options.required("module")), Path.of(options.required("softhsm2-util")))
              : withInstalledSoftHsm()
                  .orElseThrow(
                      () ->
                          new IllegalStateException(
                              "SoftHSM2 is not installed (Debian: apt-get install softhsm2); --module and"
                                  + " --softhsm2-util name it elsewhere."));
      var pin = Optional.<String>empty();
      if (options.optional("pin-file").isPresent()) {
        pin = Optional.of(Files.readString(Path.of(options.required("pin-file"))).strip());
      }
      var identity =
          DevelopmentPki.open(Path.of(options.required("pki")))
              .identity(options.required("identity"));
      var tokens = Path.of(options.required("tokens"));
      var made = softHsm.provision(identity, tokens, options.required("label"), pin);
      System.out.println(
          (made ? "Made token " : "Kept token ")
              + options.required("label")
              + " for "
              + identity.certificate().getSubjectX500Principal().getName()
              + "; SOFTHSM2_CONF="
              + configuration(tokens)
              + "; module "
              + softHsm.module());
    } catch (IllegalArgumentException | IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  /** The file that {@code SOFTHSM2_CONF} must name for programs that use these tokens. */
  public static Path configuration(Path tokens) {
    return tokens.toAbsolutePath().normalize().resolve("softhsm2.conf");
  }

  /**
   * Where the PIN of this token is kept: in the demonstration only, and readable by its owner only.
   */
  public static Path pinFile(Path tokens, String label) {
    return tokens.toAbsolutePath().normalize().resolve(label + ".pin");
  }

  /**
   * @param pin four to sixteen characters; absent: a random one of eight digits
   * @return whether it was made now; false when it was there, with this certificate
   */
  public boolean provision(Identity identity, Path tokens, String label, Optional<String> pin)
      throws IOException {
    if (!label.matches("[A-Za-z0-9-]{1,32}")) {
      throw new IllegalArgumentException(
          "A token label has letters, digits and -, at most 32: " + label);
    }
    var folder = tokens.toAbsolutePath().normalize();
    PrivateFiles.folder(folder.resolve("tokens"));
    PrivateFiles.write(
        configuration(folder),
        ("directories.tokendir = "
                + folder.resolve("tokens")
                + "\nobjectstore.backend = file\nlog.level = ERROR\n")
            .getBytes(StandardCharsets.UTF_8));
    var holder = folder.resolve(label + ".holder");
    if (Files.exists(pinFile(folder, label)) // written last: the token is complete
        && Files.exists(holder)
        && Files.readString(holder).equals(fingerprint(identity))) {
      return false;
    }
    Files.deleteIfExists(pinFile(folder, label));
    if (Pattern.compile("(?m)^\\s*Label:\\s+" + label + "\\s*$")
        .matcher(util(folder, "--show-slots"))
        .find()) {
      // interrupted, or of a PKI that was made anew
      util(folder, "--delete-token", "--token", label);
    }
    var userPin = pin.orElseGet(() -> String.format("%08d", RANDOM.nextInt(100_000_000)));
    util(
        folder,
        "--init-token",
        "--free",
        "--label",
        label,
        "--pin",
        userPin,
        "--so-pin",
        String.format("%08d", RANDOM.nextInt(100_000_000)));
    var scratch = Files.createTempDirectory("token"); // only its owner can look into it
    try {
      importKeyWithCertificates(folder, identity, label, userPin, scratch);
    } finally {
      PrivateFiles.delete(scratch);
    }
    PrivateFiles.write(holder, fingerprint(identity).getBytes(StandardCharsets.US_ASCII));
    PrivateFiles.write(pinFile(folder, label), userPin.getBytes(StandardCharsets.UTF_8));
    return true;
  }

  private static String fingerprint(Identity identity) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(identity.certificate().getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("No fingerprint of " + identity, e);
    }
  }

  /**
   * By keytool through SunPKCS11, in a process of its own because SoftHSM2 reads SOFTHSM2_CONF from
   * the environment: key and certificates then share the identifier by which SunPKCS11 finds a
   * certificate for a key (without one it does not list the key).
   */
  private void importKeyWithCertificates(
      Path folder, Identity identity, String label, String pin, Path scratch) throws IOException {
    var password = Long.toHexString(RANDOM.nextLong()) + Long.toHexString(RANDOM.nextLong());
    var store = new ByteArrayOutputStream();
    try {
      var p12 = KeyStore.getInstance("PKCS12");
      p12.load(null, null);
      p12.setKeyEntry(
          identity.name(),
          identity.key(),
          password.toCharArray(),
          identity.chain().toArray(Certificate[]::new));
      p12.store(store, password.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "The key of " + identity.name() + " could not be exported", e);
    }
    PrivateFiles.write(scratch.resolve("key.p12"), store.toByteArray());
    PrivateFiles.write(
        scratch.resolve("key.password"), password.getBytes(StandardCharsets.US_ASCII));
    PrivateFiles.write(scratch.resolve("pin"), pin.getBytes(StandardCharsets.UTF_8));
    PrivateFiles.write(
        scratch.resolve("pkcs11.cfg"),
        """
        name = provisioning
        library = %s
        slot = %s
        attributes(*,CKO_PRIVATE_KEY,*) = {
          CKA_SIGN = true
          CKA_SENSITIVE = true
          CKA_EXTRACTABLE = false
        }
        """
            .formatted(module, slot(folder, label))
            .getBytes(StandardCharsets.UTF_8));
    run(
        folder,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-importkeystore",
            "-noprompt",
            "-srckeystore",
            scratch.resolve("key.p12").toString(),
            "-srcstoretype",
            "PKCS12",
            "-srcstorepass:file",
            scratch.resolve("key.password").toString(),
            "-srcalias",
            identity.name(),
            "-destkeystore",
            "NONE",
            "-deststoretype",
            "PKCS11",
            "-deststorepass:file",
            scratch.resolve("pin").toString(),
            "-providerClass",
            "sun.security.pkcs11.SunPKCS11",
            "-providerArg",
            scratch.resolve("pkcs11.cfg").toString()));
  }

  /** SoftHSM2 gives a slot its number when the token is initialised. */
  private String slot(Path folder, String label) throws IOException {
    var slots = util(folder, "--show-slots");
    var found =
        Pattern.compile("(?m)^Slot (\\d+)\\s*$(?:(?!^Slot )[\\s\\S])*?Label:\\s+" + label + "\\s*$")
            .matcher(slots);
    if (!found.find()) {
      throw new IllegalStateException(
          "The token " + label + " is not in " + folder + ":\n" + slots);
    }
    return found.group(1);
  }

  /** By itself the program looks for the library only where it was built for. */
  private String util(Path folder, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--module", module.toString()));
    return run(folder, command);
  }

  private static String run(Path folder, List<String> command) throws IOException {
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.PIPE);
    process.environment().put("SOFTHSM2_CONF", configuration(folder).toString());
    var running = process.start();
    running.getOutputStream().close();
    var output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (running.waitFor() != 0) {
        throw new IllegalStateException(
            Path.of(command.get(0)).getFileName()
                + " "
                + command.get(1)
                + " failed: "
                + output.strip());
      }
    } catch (InterruptedException e) {
      running.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a token was made", e);
    }
    return output;
  }
}
