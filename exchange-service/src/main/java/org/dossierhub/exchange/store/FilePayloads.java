package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.exchange.message.Payload;
import org.dossierhub.exchange.message.Payloads;
import org.dossierhub.exchange.message.StagedBytes;
import org.dossierhub.exchange.message.StagedPayload;
import org.dossierhub.exchange.message.TooLarge;
import org.dossierhub.exchange.settings.StorageSettings;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.signing.identity.Sha256;

/**
 * Payloads as files: {@code arriving/} while they come, then {@code kept/ab/cd/abcd…} by their
 * digest. Arriving and kept lie on one file system, so that the move between them is one step. What
 * the reaper takes away lies in {@code reaped/} for a while and comes back by itself when it is
 * asked for.
 */
@ApplicationScoped
public class FilePayloads implements Payloads {
  private static final Logger LOG = Correlation.logger(FilePayloads.class);
  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final Path incoming;
  private final Database database;

  /** Folders of kept payloads whose names are on the disk, by the digits they begin with. */
  private final Set<String> durable = ConcurrentHashMap.newKeySet();

  /** For the container's proxy. */
  protected FilePayloads() {
    this.folder = null;
    this.incoming = null;
    this.database = null;
  }

  @Inject
  public FilePayloads(StorageSettings settings, Database database) {
    this.folder = settings.payloads();
    this.incoming = settings.incoming();
    this.database = database;
  }

  @Override
  public StagedPayload stage(InputStream content, long limit) throws IOException, TooLarge {
    if (content instanceof StagedBytes bytes && isArriving(bytes.staged())) {
      if (bytes.staged().size() > limit) {
        throw new TooLarge(limit);
      }
      return bytes.staged();
    }
    if (!Files.isDirectory(arriving())) {
      Files.createDirectories(arriving());
    }
    var file = arriving().resolve(UUID.randomUUID() + ".part");
    try {
      return write(content, limit, file);
    } catch (IOException | TooLarge | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private boolean isArriving(StagedPayload staged) {
    return arriving().equals(staged.file().getParent());
  }

  private static StagedPayload write(InputStream content, long limit, Path file)
      throws IOException, TooLarge {
    var digest = sha256();
    long size = 0;
    try (var out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var buffer = new byte[BUFFER];
      int read;
      while ((read = content.read(buffer)) >= 0) {
        size += read;
        if (size > limit) {
          throw new TooLarge(limit);
        }
        digest.update(buffer, 0, read);
        var rest = ByteBuffer.wrap(buffer, 0, read);
        while (rest.hasRemaining()) {
          out.write(rest);
        }
      }
      out.force(true);
    }
    return new StagedPayload(file, new Sha256(HexFormat.of().formatHex(digest.digest())), size);
  }

  @Override
  public Payload keep(StagedPayload staged) throws IOException {
    var target = kept(staged.sha256());
    makeDurable(staged.sha256());
    if (Files.exists(target)) {
      // Young again: the reaper leaves it alone until the transaction that registers it has ended.
      Files.setLastModifiedTime(target, FileTime.from(Instant.now()));
      Files.deleteIfExists(staged.file());
    } else {
      move(staged, target);
    }
    // The name has to be as durable as the bytes before a receipt speaks of them.
    sync(target.getParent());
    return staged.payload();
  }

  /** Makes the folder, and its name in those above it, once for as long as this node runs. */
  private void makeDurable(Sha256 digest) throws IOException {
    if (durable.contains(digits(digest))) {
      return;
    }
    var leaf = kept(digest).getParent();
    Files.createDirectories(leaf);
    for (var above = leaf.getParent(); !above.equals(folder); above = above.getParent()) {
      sync(above);
    }
    durable.add(digits(digest));
  }

  private void move(StagedPayload staged, Path target) throws IOException {
    try {
      Files.move(staged.file(), target, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      durable.remove(digits(staged.sha256())); // somebody took the folder away
      throw e;
    }
  }

  private static String digits(Sha256 digest) {
    return digest.hex().substring(0, 4);
  }

  private static void sync(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public Payload keep(byte[] content) throws IOException {
    try {
      return keep(stage(new ByteArrayInputStream(content), content.length));
    } catch (TooLarge e) {
      throw new IllegalStateException("An array is never larger than itself", e);
    }
  }

  @Override
  public void discard(StagedPayload staged) {
    try {
      Files.deleteIfExists(staged.file());
    } catch (IOException e) {
      // Not lost: the reaper removes what nobody wanted.
      LOG.log(Level.WARNING, "Cannot remove " + staged.file(), e);
    }
  }

  @Override
  public void register(Payload payload) {
    database.write(
        h ->
            h.createUpdate(
                    "insert into payload (sha256, size) values (:sha256, :size)"
                        + " on conflict (sha256) do update set kept_at = now()")
                .bind("sha256", payload.sha256())
                .bind("size", payload.size())
                .execute());
    // From here on the row is locked and the reaper waits; before, it may have taken the bytes
    // away. Opened, because on a shared file system only that asks the server.
    try (var found = open(payload)) {
      LOG.finest(() -> payload.sha256().hex() + " is there: " + found);
    } catch (IOException e) {
      throw new TryAgainLater("Payload " + payload.sha256().hex() + " cannot be read", e);
    }
  }

  @Override
  public InputStream open(Payload payload) throws IOException {
    var file = kept(payload.sha256());
    try {
      return Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      if (bringBack(payload.sha256())) {
        return Files.newInputStream(file);
      }
      throw new TryAgainLater("Payload " + payload.sha256().hex() + " is not in the store", e);
    }
  }

  /** False when the reaper has not taken it. */
  boolean bringBack(Sha256 digest) throws IOException {
    var file = kept(digest);
    try {
      Files.createDirectories(file.getParent());
      Files.move(reaped(digest), file, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return Files.exists(file); // another node may have been faster
    }
    sync(file.getParent());
    LOG.warning(() -> "Payload " + digest.hex() + " was taken away too early and is back");
    return true;
  }

  /** Puts a kept file where it can still be brought back from. */
  void takeAway(Path keptFile) throws IOException {
    Files.createDirectories(reapedFolder());
    // The time from which it is counted how long it lies there.
    Files.setLastModifiedTime(keptFile, FileTime.from(Instant.now()));
    Files.move(
        keptFile, reapedFolder().resolve(keptFile.getFileName()), StandardCopyOption.ATOMIC_MOVE);
  }

  boolean isKept(Sha256 digest) {
    return Files.exists(kept(digest));
  }

  Path reapedFolder() {
    return folder.resolve("reaped");
  }

  private Path reaped(Sha256 digest) {
    return reapedFolder().resolve(digest.hex());
  }

  Path arriving() {
    return folder.resolve("arriving");
  }

  /** Where parts of SOAP messages come in; whoever reads them removes them, unless he is killed. */
  Path incoming() {
    return incoming;
  }

  Path keptFolder() {
    return folder.resolve("kept");
  }

  private Path kept(Sha256 digest) {
    var hex = digest.hex();
    return keptFolder().resolve(hex.substring(0, 2)).resolve(hex.substring(2, 4)).resolve(hex);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
