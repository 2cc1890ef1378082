package org.dossierhub.system.neighbour;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this neighbour has taken: one folder per message id with manifest, parts and its receipt. A
 * repeat gets the first receipt again. The ledger line is written before the receipt leaves.
 */
final class TakenMessages {
  /** A part as it arrives. */
  record Arriving(String name, InputStream content) {}

  /** Why a message was not taken. */
  static final class NotTaken extends Exception {
    private static final long serialVersionUID = 1;

    NotTaken(String why) {
      super(why);
    }
  }

  private final Path folder;
  private final Ledger ledger;
  private final SystemIdentity identity;
  private final String agency;
  private final Path roots;

  /**
   * @param roots of those who may seal what is taken
   */
  TakenMessages(Path folder, Ledger ledger, SystemIdentity identity, String agency, Path roots) {
    this.folder = folder;
    this.ledger = ledger;
    this.identity = identity;
    this.agency = agency;
    this.roots = roots;
  }

  synchronized Optional<byte[]> receiptOf(String messageId) throws IOException {
    Path receipt = folder.resolve(messageId).resolve("receipt.xml");
    return Files.exists(receipt) ? Optional.of(Files.readAllBytes(receipt)) : Optional.empty();
  }

  synchronized byte[] take(String channel, byte[] signedManifest, List<Arriving> parts)
      throws NotTaken, IOException {
    String sealedBy = sealedBy(signedManifest);
    var manifest = ManifestForm.read(signedManifest);
    Optional<byte[]> earlier = receiptOf(manifest.id());
    if (earlier.isPresent()) {
      for (Arriving part : parts) {
        part.content().close();
      }
      ledger.write("repeated", Map.of("messageId", manifest.id(), "channel", channel));
      return earlier.get();
    }
    Path message = Files.createDirectories(folder.resolve(manifest.id()));
    if (parts.size() != manifest.parts().size()) {
      throw new NotTaken(
          parts.size() + " parts came, the manifest names " + manifest.parts().size());
    }
    for (int i = 0; i < parts.size(); i++) {
      store(message.resolve("part-" + i), parts.get(i), manifest.parts().get(i));
    }
    write(message.resolve("manifest.xml"), signedManifest);
    byte[] receipt =
        XadesSeal.seal(ManifestForm.receipt(manifest, signedManifest, agency), identity);
    ledger.write(
        "received",
        Map.of(
            "messageId",
            manifest.id(),
            "kind",
            manifest.kind(),
            "sender",
            manifest.sender(),
            "dossier",
            manifest.dossier(),
            "channel",
            channel,
            "sealedBy",
            sealedBy,
            "folder",
            message.toString(),
            "parts",
            String.join(
                ",", manifest.parts().stream().map(ManifestForm.PartLine::sha256).toList())));
    write(message.resolve("receipt.xml"), receipt);
    return receipt;
  }

  private String sealedBy(byte[] manifest) throws NotTaken {
    try {
      return XadesSeal.check(manifest, roots).getSubjectX500Principal().getName();
    } catch (GeneralSecurityException e) {
      throw new NotTaken("The manifest's seal is worth nothing: " + e.getMessage());
    }
  }

  private static void store(Path file, Arriving part, ManifestForm.PartLine expected)
      throws IOException, NotTaken {
    try {
      var digest = new DigestInputStream(part.content(), MessageDigest.getInstance("SHA-256"));
      long size = Files.copy(digest, file, StandardCopyOption.REPLACE_EXISTING);
      digest.close();
      var sha256 = HexFormat.of().formatHex(digest.getMessageDigest().digest());
      if (!part.name().equals(expected.name())
          || size != expected.size()
          || !sha256.equals(expected.sha256())) {
        throw new NotTaken(
            "The part %s with %d bytes and digest %s is not what the manifest says: %s"
                .formatted(part.name(), size, sha256, expected));
      }
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.write(
        temporary,
        bytes,
        StandardOpenOption.CREATE,
        StandardOpenOption.SYNC,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
