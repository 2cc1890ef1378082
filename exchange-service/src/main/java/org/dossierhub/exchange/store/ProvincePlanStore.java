package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dossierhub.exchange.agency.ProvincePlan;
import org.dossierhub.exchange.agency.ProvincePlans;

/** The founding plans in PostgreSQL, one row for each figure. */
@ApplicationScoped
public class ProvincePlanStore implements ProvincePlans {
  private final Database database;

  /** For the container's proxy. */
  protected ProvincePlanStore() {
    this(null);
  }

  @Inject
  public ProvincePlanStore(Database database) {
    this.database = database;
  }

  @Override
  public List<ProvincePlan> all() {
    return database.read(
        h ->
            h.createQuery("select province, document from province_plan order by province")
                .map(
                    (row, context) ->
                        new ProvincePlan(
                            row.getString("province"),
                            row.getString("document"),
                            facts(row.getString("province"))))
                .list());
  }

  private Map<String, String> facts(String province) {
    return database.read(
        h -> {
          Map<String, String> facts = new LinkedHashMap<>();
          h.createQuery("select name, value from province_plan_fact where province = :province")
              .bind("province", province)
              .mapToMap()
              .forEach(row -> facts.put((String) row.get("name"), (String) row.get("value")));
          return facts;
        });
  }

  @Override
  public int addMissing(List<ProvincePlan> plans) {
    return database.read(
        h -> {
          int added = 0;
          for (var plan : plans) {
            int here =
                h.createUpdate(
                        "insert into province_plan (province, document) values (:province, :document)"
                            + " on conflict do nothing")
                    .bind("province", plan.province())
                    .bind("document", plan.document())
                    .execute();
            added += here;
            if (here == 1) {
              plan.facts()
                  .forEach(
                      (name, value) ->
                          h.createUpdate(
                                  "insert into province_plan_fact (province, name, value)"
                                      + " values (:province, :name, :value)")
                              .bind("province", plan.province())
                              .bind("name", name)
                              .bind("value", value)
                              .execute());
            }
          }
          return added;
        });
  }
}
