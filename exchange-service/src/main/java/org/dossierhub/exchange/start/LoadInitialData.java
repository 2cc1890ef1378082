package org.dossierhub.exchange.start;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Logger;
import org.dossierhub.exchange.agency.AdministrativeUnit;
import org.dossierhub.exchange.agency.AdministrativeUnits;
import org.dossierhub.exchange.agency.ProvincePlan;
import org.dossierhub.exchange.agency.ProvincePlans;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.Transition;
import org.dossierhub.exchange.dossier.Transitions;
import org.dossierhub.exchange.procedure.Procedure;
import org.dossierhub.exchange.procedure.Procedures;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.exchange.work.Turns;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * Brings the tables of the product (catalogue, codes, plans, transitions) into the database. Doing
 * it again adds what is new and leaves everything else as administrators left it. National
 * procedure codes are not part of this data.
 */
@ApplicationScoped
public class LoadInitialData {
  private static final Logger LOG = Correlation.logger(LoadInitialData.class);
  private static final String ROOT = "/org/dossierhub/exchange/";

  private final Procedures procedures;
  private final AdministrativeUnits units;
  private final ProvincePlans plans;
  private final Transitions transitions;
  private final Turns turns;
  private final Transactions transactions;

  /** For the container's proxy. */
  protected LoadInitialData() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public LoadInitialData(
      Procedures procedures,
      AdministrativeUnits units,
      ProvincePlans plans,
      Transitions transitions,
      Turns turns,
      Transactions transactions) {
    this.procedures = procedures;
    this.units = units;
    this.plans = plans;
    this.transitions = transitions;
    this.turns = turns;
    this.transactions = transactions;
  }

  /** The number of rows added. */
  public int load() {
    int added =
        transactions.inOne(
            () -> {
              turns.await("initial data");
              return procedures.addMissing(procedures())
                  + units.addMissing(units())
                  + plans.addMissing(plans())
                  + transitions.addMissing(transitions());
            });
    LOG.info(() -> added + " rows of initial data added");
    return added;
  }

  static List<Procedure> procedures() {
    Map<String, Integer> places = new HashMap<>();
    List<Procedure> procedures = new ArrayList<>();
    for (var row : CsvTable.read(ROOT + "procedure/procedures.csv")) {
      var source = row.text("source");
      // A row is known by its place in its document: some documents list the same procedure twice.
      int place = places.merge(source, 1, Integer::sum);
      procedures.add(
          new Procedure(
              UUID.nameUUIDFromBytes((source + "\n" + place).getBytes(StandardCharsets.UTF_8)),
              row.text("name"),
              source,
              row.text("province"),
              row.text("tier"),
              row.text("group"),
              row.text("no"),
              row.text("level"),
              row.optional("agency"),
              row.optional("field"),
              row.text("year"),
              Optional.empty()));
    }
    return procedures;
  }

  static List<AdministrativeUnit> units() {
    return CsvTable.read(ROOT + "agency/agency_codes.csv").stream()
        .map(
            row ->
                new AdministrativeUnit(
                    new AgencyCode(row.text("code")),
                    row.text("name"),
                    row.text("kind"),
                    row.optional("successor_name"),
                    row.optional("successor_code").map(AgencyCode::new),
                    row.optional("merged_on").map(LocalDate::parse),
                    row.text("confidence")))
        .toList();
  }

  static List<ProvincePlan> plans() {
    return CsvTable.read(ROOT + "agency/provinces.csv").stream()
        .map(
            row -> {
              var facts = new HashMap<>(row.filled());
              return new ProvincePlan(facts.remove("province"), facts.remove("document"), facts);
            })
        .toList();
  }

  static List<Transition> transitions() {
    return CsvTable.read(ROOT + "dossier/status-transitions.csv").stream()
        .map(
            row ->
                new Transition(
                    BusinessState.of(Integer.parseInt(row.text("from"))),
                    BusinessState.of(Integer.parseInt(row.text("to"))),
                    row.text("only_back").equals("yes"),
                    row.text("reason_required").equals("yes"),
                    LocalDate.parse(row.text("valid_from")),
                    row.optional("valid_until").map(LocalDate::parse),
                    row.text("source")))
        .toList();
  }
}
