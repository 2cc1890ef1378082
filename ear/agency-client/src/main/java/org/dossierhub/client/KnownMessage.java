package org.dossierhub.client;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the box knows about one message.
 *
 * @param since when the state was reached
 * @param receiptSigner who signed the hub's receipt, or this agency's for a fetched message; the
 *     signature was verified
 * @param code why it was refused or is open, with the reasons, as the hub or this program gave them
 * @param evidences what the hub has signed about the way of the message, as far as it was fetched
 */
public record KnownMessage(
    Direction direction,
    String id,
    State state,
    Instant since,
    String kind,
    String sender,
    String recipient,
    Optional<String> dossier,
    Optional<String> subject,
    List<Part> parts,
    Path folder,
    Optional<String> receiptSigner,
    Optional<Instant> receivedAt,
    Optional<String> code,
    Optional<String> reasonVi,
    Optional<String> reasonEn,
    List<Evidence> evidences) {

  public KnownMessage {
    parts = List.copyOf(parts);
    evidences = List.copyOf(evidences);
  }

  /** Which way a message went. */
  public enum Direction {
    OUT,
    IN
  }

  /** How far a message is. */
  public enum State {
    /** No receipt yet; nothing was decided. */
    OPEN("còn mở"),
    /** The hub has refused it and kept nothing. */
    REFUSED("bị từ chối"),
    /** The hub's receipt was verified. */
    RECEIPTED("đã có giấy báo nhận"),
    /** Taken back by its sender. */
    WITHDRAWN("đã thu hồi"),
    /** On this disk, and the hub does not know yet. */
    FETCHED("đã tải về, chưa báo nhận"),
    /** The hub has this agency's receipt, or has ended the delivery otherwise. */
    ACKNOWLEDGED("đã báo nhận");

    private final String vietnamese;

    State(String vietnamese) {
      this.vietnamese = vietnamese;
    }

    public String vietnamese() {
      return vietnamese;
    }

    /** Whether nothing is left to do. */
    public boolean isDone() {
      return this == RECEIPTED || this == WITHDRAWN || this == ACKNOWLEDGED;
    }
  }

  /** One file of the message and where it lies. */
  public record Part(String name, String mediaType, long size, String sha256, Path file) {}

  /** One signed statement of the hub; its place in the chain was checked. */
  public record Evidence(int position, String event, Instant at, String detail, String signer) {}
}
