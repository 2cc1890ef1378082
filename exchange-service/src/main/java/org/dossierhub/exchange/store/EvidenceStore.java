package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.dossierhub.exchange.audit.Evidence;
import org.dossierhub.exchange.audit.EvidenceLog;

/** Evidence in PostgreSQL, where a trigger refuses any change of a row. */
@ApplicationScoped
public class EvidenceStore implements EvidenceLog {
  private final Database database;

  /** For the container's proxy. */
  protected EvidenceStore() {
    this(null);
  }

  @Inject
  public EvidenceStore(Database database) {
    this.database = database;
  }

  @Override
  public void add(Evidence evidence) {
    database.writeTogether(
        "insert into evidence (message, kind, at, detail, document)"
            + " values (:message, :kind, :at, :detail, :document)",
        Map.of(
            "message", evidence.message(),
            "kind", evidence.kind().name(),
            "at", evidence.at(),
            "detail", evidence.detail(),
            "document", evidence.document()));
  }

  @Override
  public void addUnlessThere(Evidence evidence, Set<Evidence.Kind> kinds) {
    database.write(
        h ->
            h.createQuery("select 1 from message where reference = :message for no key update")
                .bind("message", evidence.message())
                .mapTo(Integer.class)
                .one());
    if (ofMessage(evidence.message()).stream().map(Evidence::kind).noneMatch(kinds::contains)) {
      add(evidence);
    }
  }

  @Override
  public List<Evidence> ofMessage(UUID message) {
    return database.read(
        h ->
            h.createQuery("select * from evidence where message = :message order by id")
                .bind("message", message)
                .map(
                    (row, context) ->
                        new Evidence(
                            Rows.uuid(row, "message"),
                            Evidence.Kind.valueOf(row.getString("kind")),
                            Rows.instant(row, "at"),
                            row.getString("detail"),
                            row.getBytes("document")))
                .list());
  }
}
