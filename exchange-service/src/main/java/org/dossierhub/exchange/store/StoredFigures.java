package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dossierhub.exchange.audit.AuditLog;
import org.dossierhub.exchange.health.Figure;
import org.dossierhub.exchange.health.Figures;

/** What the database knows: waiting work, waiting deliveries, the unsealed end of the audit log. */
@ApplicationScoped
class StoredFigures implements Figures {
  private final Database database;
  private final AuditLog audit;

  /** For the container's proxy. */
  protected StoredFigures() {
    this(null, null);
  }

  @Inject
  StoredFigures(Database database, AuditLog audit) {
    this.database = database;
    this.audit = audit;
  }

  @Override
  public List<Figure> read() {
    var all = new ArrayList<Figure>();
    database.write(
        h -> {
          h.createQuery(
                  "select kind, count(*) filter (where set_aside_at is null) as waiting,"
                      + " count(*) filter (where set_aside_at is not null) as aside,"
                      + " count(*) filter (where failures > 0 and set_aside_at is null) as failing,"
                      + " coalesce(extract(epoch from clock_timestamp() - min(added_at)"
                      + " filter (where set_aside_at is null)), 0) as oldest"
                      + " from outbox group by kind")
              .map(
                  (row, context) -> {
                    var kind = Map.of("kind", row.getString("kind"));
                    all.add(gauge("hub_work_waiting", "Work that waits.", kind, row.getLong(2)));
                    all.add(
                        gauge(
                            "hub_work_set_aside",
                            "Work that waits for a person.",
                            kind,
                            row.getLong(3)));
                    all.add(
                        gauge(
                            "hub_work_failing",
                            "Waiting work whose last attempt failed unexpectedly.",
                            kind,
                            row.getLong(4)));
                    all.add(
                        gauge(
                            "hub_work_oldest_seconds",
                            "Age of the oldest work that waits.",
                            kind,
                            row.getDouble(5)));
                    return kind;
                  })
              .list();
          h.createQuery(
                  "select lane, count(*) from outbox where kind = 'DELIVER_MESSAGE' group by lane")
              .map(
                  (row, context) ->
                      all.add(
                          gauge(
                              "hub_deliveries_waiting",
                              "Messages on their way to an agency, those set aside included.",
                              Map.of("agency", row.getString(1)),
                              row.getLong(2))))
              .list();
          all.add(
              gauge(
                  "hub_audit_unsealed",
                  "Entries of the audit log that are not chained yet.",
                  Map.of(),
                  h.createQuery("select count(*) from audit_to_seal").mapTo(Long.class).one()));
        });
    audit
        .counted()
        .forEach(
            (action, count) ->
                all.add(
                    Figure.counter(
                        "hub_events",
                        "What this node wrote into the audit log since it started, by action.",
                        Map.of("action", action),
                        count)));
    return all;
  }

  private static Figure gauge(String name, String help, Map<String, String> labels, double value) {
    return Figure.gauge(name, help, labels, value);
  }
}
