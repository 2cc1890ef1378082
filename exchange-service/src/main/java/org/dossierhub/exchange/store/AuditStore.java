package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.audit.AuditLog;
import org.dossierhub.signing.identity.AgencyCode;

/** The audit log in PostgreSQL, where a trigger refuses any change of a row. */
@ApplicationScoped
public class AuditStore implements AuditLog {
  private final Database database;
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  /** For the container's proxy. */
  protected AuditStore() {
    this(null);
  }

  @Inject
  public AuditStore(Database database) {
    this.database = database;
  }

  @Override
  public void add(AuditEntry entry) {
    var values = new HashMap<String, Object>();
    values.put("at", entry.at());
    values.put("actor", entry.actor());
    values.put("action", entry.action());
    values.put("subject", entry.subject());
    values.put("agency", entry.agency().map(AgencyCode::value).orElse(null));
    values.put("detail", entry.detail());
    database.writeTogether(
        "insert into audit_log (at, actor, action, subject, agency, detail)"
            + " values (:at, :actor, :action, :subject, :agency, :detail)",
        values);
    counts.computeIfAbsent(entry.action(), action -> new LongAdder()).increment();
  }

  @Override
  public Map<String, Long> counted() {
    return counts.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, count -> count.getValue().sum()));
  }

  @Override
  public List<AuditEntry> newest(Optional<AgencyCode> agency, int atMost) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from audit_log where cast(:agency as text) is null or agency = :agency"
                        + " order by id desc limit :atMost")
                .bind("agency", agency.map(AgencyCode::value).orElse(null))
                .bind("atMost", atMost)
                .map((row, context) -> NumberedEntry.of(row).entry())
                .list());
  }

  @Override
  public List<AuditEntry> about(String subject) {
    return database.read(
        h ->
            h.createQuery("select * from audit_log where subject = :subject order by id")
                .bind("subject", subject)
                .map((row, context) -> NumberedEntry.of(row).entry())
                .list());
  }
}
