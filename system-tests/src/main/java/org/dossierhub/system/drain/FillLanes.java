package org.dossierhub.system.drain;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.dossierhub.system.drain.ManyAgencies.Letter;
import org.dossierhub.system.drain.ManyAgencies.Member;
import org.dossierhub.system.journey.Installation;
import org.dossierhub.system.neighbour.BulkSender;
import org.dossierhub.system.neighbour.ManifestForm;
import org.dossierhub.system.neighbour.SystemIdentity;
import org.dossierhub.system.neighbour.XadesSeal;

/**
 * Sends messages with one part of 10 kB through the hub's ordinary door over JMS, all senders at
 * once, each its own in their order.
 */
public final class FillLanes {
  private static final int BYTES = 10_000;
  private static final byte[] PATTERN = new byte[BYTES];

  static {
    new Random(BYTES).nextBytes(PATTERN);
  }

  private final Installation hub;
  private final ManyAgencies agencies;

  public FillLanes(Installation hub, ManyAgencies agencies) {
    this.hub = hub;
    this.agencies = agencies;
  }

  /**
   * @param until as {@link System#nanoTime}: what is not sent by then is left out
   * @return those with a receipt
   */
  public List<Letter> send(List<Letter> letters, long until) throws InterruptedException {
    var senders = agencies.members().stream().filter(member -> !member.overSoap()).toList();
    var threads = Executors.newFixedThreadPool(senders.size());
    try {
      var tasks = new ArrayList<Callable<List<String>>>();
      for (var sender : senders) {
        var own = letters.stream().filter(one -> one.sender().equals(sender.code())).toList();
        tasks.add(() -> send(sender, own, until));
      }
      var receipted = new java.util.HashSet<String>();
      for (var task : threads.invokeAll(tasks)) {
        receipted.addAll(task.get());
      }
      return letters.stream().filter(letter -> receipted.contains(letter.id())).toList();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A sender failed: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private List<String> send(Member sender, List<Letter> letters, long until)
      throws JMSException, InterruptedException, IOException {
    var identity = SystemIdentity.open(hub.identities(), sender.identity());
    var password = Files.readString(agencies.password(sender)).strip();
    try (var line = new BulkSender(hub.broker(), sender.code(), password)) {
      return line.send(letters, letter -> seal(letter, identity), until);
    }
  }

  private static BulkSender.Sealed seal(Letter letter, SystemIdentity identity) {
    var id = UUID.fromString(letter.id());
    var part = PATTERN.clone(); // equal parts would be stored once
    ByteBuffer.wrap(part)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits());
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(part);
      var manifest =
          new ManifestForm(
              letter.id(),
              "DOSSIER",
              letter.sender(),
              letter.recipient(),
              letter.dossier(),
              "",
              Instant.now().toString(),
              "Đề nghị (đo hiệu năng)",
              "Ngô Đức Hạnh",
              List.of(
                  new ManifestForm.PartLine(
                      "tai-lieu.bin",
                      "application/octet-stream",
                      BYTES,
                      HexFormat.of().formatHex(digest))));
      return new BulkSender.Sealed(
          letter.id(), XadesSeal.seal(manifest.xml(), identity), "tai-lieu.bin", part);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
