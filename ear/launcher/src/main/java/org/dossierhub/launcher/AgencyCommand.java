package org.dossierhub.launcher;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./hub agency …}: agencies and their certificates at the running hub, as on its pages
 * (docs/agencies.md).
 */
@Command(
    name = "agency",
    description =
        "Lists, adds, changes and ends agencies of the running hub, and their certificates.",
    subcommands = {
      AgencyCommand.ListAll.class,
      AgencyCommand.Show.class,
      AgencyCommand.Add.class,
      AgencyCommand.Change.class,
      AgencyCommand.Close.class,
      AgencyCommand.Certificate.class
    })
final class AgencyCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Obstacle {
    throw new Obstacle("Say what about agencies: list, show, add, change, close, certificate");
  }

  /** Every command asks as somebody. */
  abstract static class Asking implements Callable<Integer> {
    @Option(names = "--user", description = "administrator (default: ${DEFAULT-VALUE})")
    String user = "quan-tri";

    @Override
    public Integer call() throws Exception {
      run(AdministrationCall.of(Hub.installation(), user), System.out);
      return 0;
    }

    abstract void run(AdministrationCall hub, PrintStream out) throws Exception;
  }

  @Command(name = "list", description = "Every agency with its state today.")
  static final class ListAll extends Asking {
    @Override
    void run(AdministrationCall hub, PrintStream out) throws Exception {
      out.printf("%-14s %-6s %-6s %-14s %s%n", "code", "open", "by", "goes on as", "name");
      for (var agency : ((JsonArray) hub.get("admin/agencies")).getValuesAs(JsonObject.class)) {
        var heir = agency.getJsonObject("succession");
        out.printf(
            "%-14s %-6s %-6s %-14s %s%n",
            agency.getString("code"),
            agency.getBoolean("open") ? "yes" : "no",
            agency.getString("channel"),
            heir == null ? "" : heir.getString("successor"),
            agency.getString("name"));
      }
    }
  }

  @Command(name = "show", description = "One agency with everything that is registered about it.")
  static final class Show extends Asking {
    @Parameters(paramLabel = "CODE")
    String code;

    @Override
    void run(AdministrationCall hub, PrintStream out) throws Exception {
      print((JsonObject) hub.get("admin/agencies/" + code), out);
      for (var agreement :
          ((JsonArray) hub.get("admin/agreements")).getValuesAs(JsonObject.class)) {
        if (agreement.getString("sender").equals(code)
            || agreement.getString("recipient").equals(code)) {
          AgreementCommand.print(agreement, out);
        }
      }
    }
  }

  /** What adding and changing an agency have in common. */
  abstract static class Saving extends Asking {
    @Parameters(index = "0", paramLabel = "CODE")
    String code;

    @Parameters(index = "1", paramLabel = "NAME")
    String name;

    @Option(names = "--channel", required = true, description = "DESK, SOAP, JMS or PULL")
    String channel;

    @Option(names = "--address", description = "https address of its SOAP end point")
    String address;

    JsonObjectBuilder body() {
      var body =
          Json.createObjectBuilder().add("code", code).add("name", name).add("channel", channel);
      return optional(body, "address", address);
    }
  }

  @Command(name = "add", description = "A new agency joins the exchange.")
  static final class Add extends Saving {
    @Option(names = "--from", description = "first day, for instance 2031-07-01")
    String from;

    @Override
    void run(AdministrationCall hub, PrintStream out) throws Exception {
      for (var known : ((JsonArray) hub.get("admin/agencies")).getValuesAs(JsonObject.class)) {
        if (known.getString("code").equals(code)) {
          throw new Obstacle("%s is registered already; ./hub agency change".formatted(code));
        }
      }
      print((JsonObject) hub.post("admin/agencies", optional(body(), "from", from).build()), out);
    }
  }

  @Command(name = "change", description = "Name, channel and address of an agency that is there.")
  static final class Change extends Saving {
    @Override
    void run(AdministrationCall hub, PrintStream out) throws Exception {
      hub.get("admin/agencies/" + code);
      print((JsonObject) hub.post("admin/agencies", body().build()), out);
    }
  }

  @Command(name = "close", description = "An agency ends; its name, code and history stay.")
  static final class Close extends Asking {
    @Parameters(paramLabel = "CODE")
    String code;

    @Option(names = "--last-day", description = "for instance 2031-06-30; now when left out")
    String lastDay;

    @Option(names = "--successor", description = "code of the agency that takes over")
    String successor;

    @Option(names = "--policy", description = "FORWARD or REFUSE what is sent to the old code")
    String policy;

    @Option(names = "--basis", description = "number and date of the decision")
    String basis;

    @Override
    void run(AdministrationCall hub, PrintStream out) throws Exception {
      var body = Json.createObjectBuilder();
      optional(body, "lastDay", lastDay);
      optional(body, "successor", successor);
      optional(body, "policy", policy);
      optional(body, "basis", basis);
      print((JsonObject) hub.post("admin/agencies/" + code + "/close", body.build()), out);
    }
  }

  @Command(
      name = "certificate",
      description = "Certificates of an agency's system.",
      subcommands = {AgencyCommand.AddCertificate.class, AgencyCommand.WithdrawCertificate.class})
  static final class Certificate implements Callable<Integer> {
    @Override
    public Integer call() throws Obstacle {
      throw new Obstacle("Say what about certificates: add, withdraw");
    }
  }

  @Command(name = "add", description = "Another certificate, beside those it has.")
  static final class AddCertificate extends Asking {
    @Parameters(index = "0", paramLabel = "CODE")
    String code;

    @Parameters(index = "1", paramLabel = "FILE", description = "PEM")
    Path file;

    @Override
    void run(AdministrationCall hub, PrintStream out) throws Exception {
      var pem = Files.readString(file, StandardCharsets.US_ASCII);
      var body = Json.createObjectBuilder().add("pem", pem).build();
      print((JsonObject) hub.post("admin/agencies/" + code + "/certificates", body), out);
    }
  }

  @Command(name = "withdraw", description = "A certificate speaks for its agency no longer.")
  static final class WithdrawCertificate extends Asking {
    @Parameters(index = "0", paramLabel = "CODE")
    String code;

    @Parameters(index = "1", paramLabel = "SERIAL", description = "decimal, or 0x and hexadecimal")
    String serial;

    @Option(
        names = "--reason",
        required = true,
        description = "REPLACED or COMPROMISED; decides about messages in flight")
    String reason;

    @Option(names = "--at", description = "for instance 2031-06-30T17:00:00Z; now when left out")
    String at;

    @Option(names = "--note")
    String note;

    @Override
    void run(AdministrationCall hub, PrintStream out) throws Exception {
      var number =
          serial.startsWith("0x") ? new BigInteger(serial.substring(2), 16).toString() : serial;
      var body = Json.createObjectBuilder().add("serial", number).add("reason", reason);
      optional(body, "at", at);
      optional(body, "note", note);
      print(
          (JsonObject) hub.post("admin/agencies/" + code + "/certificates/withdraw", body.build()),
          out);
    }
  }

  static JsonObjectBuilder optional(JsonObjectBuilder body, String name, String value) {
    return value == null ? body : body.add(name, value);
  }

  static void print(JsonObject agency, PrintStream out) {
    out.printf("%s %s%n", agency.getString("code"), agency.getString("name"));
    out.printf(
        "  %s%s, %s, from %s%s%n",
        agency.getString("channel"),
        agency.containsKey("address") ? " " + agency.getString("address") : "",
        agency.getBoolean("open") ? "open" : "not open",
        agency.getString("from"),
        agency.containsKey("end") ? " until " + agency.getString("end") : "");
    var heir = agency.getJsonObject("succession");
    if (heir != null) {
      out.printf(
          "  taken over by %s (%s): %s%n",
          heir.getString("successor"), heir.getString("policy"), heir.getString("basis"));
    }
    for (var predecessor :
        agency.getJsonArray("predecessors").getValuesAs(jakarta.json.JsonString.class)) {
      out.printf("  took over from %s%n", predecessor.getString());
    }
    for (var certificate : agency.getJsonArray("certificates").getValuesAs(JsonObject.class)) {
      out.printf(
          "  certificate %s, %s to %s%s%n    %s%n    issued by %s%n",
          certificate.getString("serial"),
          certificate.getString("notBefore"),
          certificate.getString("notAfter"),
          certificate.containsKey("withdrawnAt")
              ? ", withdrawn "
                  + certificate.getString("reason")
                  + " at "
                  + certificate.getString("withdrawnAt")
              : "",
          certificate.getString("subject"),
          certificate.getString("issuer"));
    }
  }
}
