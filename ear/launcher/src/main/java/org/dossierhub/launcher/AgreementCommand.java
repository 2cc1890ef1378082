package org.dossierhub.launcher;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./hub agreement …}: who may send what to whom at the running hub (docs/agencies.md). */
@Command(
    name = "agreement",
    description = "Lists, adds and ends exchange agreements of the running hub.",
    subcommands = {
      AgreementCommand.ListAll.class,
      AgreementCommand.Add.class,
      AgreementCommand.End.class
    })
final class AgreementCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Obstacle {
    throw new Obstacle("Say what about agreements: list, add, end");
  }

  @Command(name = "list", description = "Every agreement, ended ones included.")
  static final class ListAll extends AgencyCommand.Asking {
    @Override
    void run(AdministrationCall hub, PrintStream out) throws Exception {
      for (var agreement :
          ((JsonArray) hub.get("admin/agreements")).getValuesAs(JsonObject.class)) {
        print(agreement, out);
      }
    }
  }

  @Command(name = "add", description = "One agency may send to another from now on.")
  static final class Add extends AgencyCommand.Asking {
    @Parameters(index = "0", paramLabel = "SENDER")
    String sender;

    @Parameters(index = "1", paramLabel = "RECIPIENT")
    String recipient;

    @Option(names = "--procedure", description = "national code; all procedures when left out")
    String procedure;

    @Option(names = "--from", description = "first day; today when left out")
    String from;

    @Option(names = "--until", description = "last day; none when left out")
    String until;

    @Override
    void run(AdministrationCall hub, PrintStream out) throws Exception {
      var body = Json.createObjectBuilder().add("sender", sender).add("recipient", recipient);
      AgencyCommand.optional(body, "procedure", procedure);
      AgencyCommand.optional(body, "from", from);
      AgencyCommand.optional(body, "until", until);
      print((JsonObject) hub.post("admin/agreements", body.build()), out);
    }
  }

  @Command(name = "end", description = "An agreement holds up to and including a day.")
  static final class End extends AgencyCommand.Asking {
    @Parameters(paramLabel = "ID")
    String id;

    @Option(names = "--last-day", description = "today when left out")
    String lastDay;

    @Override
    void run(AdministrationCall hub, PrintStream out) throws Exception {
      var body = AgencyCommand.optional(Json.createObjectBuilder(), "lastDay", lastDay).build();
      print((JsonObject) hub.post("admin/agreements/" + id + "/end", body), out);
    }
  }

  static void print(JsonObject agreement, PrintStream out) {
    out.printf(
        "  agreement %s: %s → %s, %s, %s to %s%n",
        agreement.getString("id"),
        agreement.getString("sender"),
        agreement.getString("recipient"),
        agreement.getString("procedure", "all procedures"),
        agreement.getString("from"),
        agreement.getString("until", "…"));
  }
}
