package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.message.Inbox;
import org.dossierhub.exchange.message.MalformedXml;
import org.dossierhub.exchange.message.ManifestPart;
import org.dossierhub.exchange.message.ManifestXml;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.Sha256;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Messages and their parts in PostgreSQL. */
@ApplicationScoped
public class InboxStore implements Inbox {
  private final Database database;

  /** For the container's proxy. */
  protected InboxStore() {
    this(null);
  }

  @Inject
  public InboxStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<StoredMessage> find(AgencyCode sender, MessageId id) {
    return database.read(
        h ->
            h.createQuery("select * from message where sender = :sender and message_id = :id")
                .bind("sender", sender)
                .bind("id", id)
                .map(InboxStore::message)
                .findOne());
  }

  @Override
  public Optional<StoredMessage> byReference(UUID reference) {
    return database.read(
        h ->
            h.createQuery("select * from message where reference = :reference")
                .bind("reference", reference)
                .map(InboxStore::message)
                .findOne());
  }

  @Override
  public boolean add(StoredMessage message) {
    if (database.read(h -> addRow(h, message)) == 0) {
      return false;
    }
    int position = 0;
    for (var part : message.manifest().parts()) {
      addPart(message.reference(), position++, part);
    }
    return true;
  }

  private static int addRow(Handle h, StoredMessage message) {
    var manifest = message.manifest();
    return h.createUpdate(
            "insert into message (reference, sender, message_id, kind, recipient, dossier, arrived_by,"
                + " received_at, manifest, content, content_sha256, parts_sha256, receipt, signer_issuer,"
                + " signer_serial) values (:reference, :sender,"
                + " :id, :kind, :recipient, cast(:dossier as uuid), :arrivedBy, :receivedAt, :manifest, :content, :digest,"
                + " :partsDigest, :receipt,"
                + " cast(:issuer as text), cast(:serial as numeric)) on conflict (sender, message_id) do nothing")
        .bind("reference", message.reference())
        .bind("sender", manifest.sender())
        .bind("id", manifest.id())
        .bind("kind", manifest.kind().name())
        .bind("recipient", manifest.recipient())
        .bind("dossier", message.dossier().orElse(null))
        .bind("arrivedBy", message.arrivedBy().name())
        .bind("receivedAt", message.receivedAt())
        .bind("manifest", message.signedManifest())
        .bind("content", message.content())
        .bind("digest", message.contentDigest())
        .bind("partsDigest", manifest.partsDigest().map(Sha256::hex).orElse(null))
        .bind("receipt", message.receipt().orElse(null))
        .bind("issuer", message.signer().map(CertificateId::issuer).orElse(null))
        .bind("serial", message.signer().map(CertificateId::serial).orElse(null))
        .execute();
  }

  private void addPart(UUID message, int position, ManifestPart part) {
    database.writeTogether(
        "insert into message_part (message, position, name, media_type, size, sha256)"
            + " values (:message, :position, :name, :mediaType, :size, :sha256)",
        Map.of(
            "message", message,
            "position", position,
            "name", part.name(),
            "mediaType", part.mediaType(),
            "size", part.size(),
            "sha256", part.sha256()));
  }

  @Override
  public void lock(UUID reference) {
    // Rows that refer to the message may be written meanwhile.
    database.write(
        h ->
            h.createQuery("select 1 from message where reference = :reference for no key update")
                .bind("reference", reference)
                .mapTo(Integer.class)
                .one());
  }

  @Override
  public List<StoredMessage> ofDossier(UUID dossier) {
    return database.read(
        h ->
            h.createQuery("select * from message where dossier = :dossier order by received_at")
                .bind("dossier", dossier)
                .map(InboxStore::message)
                .list());
  }

  @Override
  public List<MessageId> withParts(AgencyCode sender, Sha256 partsDigest) {
    return database.read(
        h ->
            h.createQuery(
                    "select message_id from message where sender = :sender and parts_sha256 = :digest")
                .bind("sender", sender)
                .bind("digest", partsDigest)
                .mapTo(MessageId.class)
                .list());
  }

  private static Optional<CertificateId> signer(ResultSet row) throws SQLException {
    var issuer = row.getString("signer_issuer");
    return issuer == null
        ? Optional.empty()
        : Optional.of(
            new CertificateId(issuer, row.getBigDecimal("signer_serial").toBigIntegerExact()));
  }

  private static StoredMessage message(ResultSet row, StatementContext context)
      throws SQLException {
    try {
      var content = row.getBytes("content");
      return new StoredMessage(
          Rows.uuid(row, "reference"),
          ManifestXml.readAgain(content),
          row.getBytes("manifest"),
          content,
          Channel.valueOf(row.getString("arrived_by")),
          Rows.optionalUuid(row, "dossier"),
          Rows.instant(row, "received_at"),
          Optional.ofNullable(row.getBytes("receipt")),
          signer(row));
    } catch (MalformedXml e) {
      throw new IllegalStateException(
          "Stored message " + row.getString("reference") + " cannot be read", e);
    }
  }
}
