package org.dossierhub.system.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dossierhub.system.neighbour.Ledger;
import org.dossierhub.system.neighbour.Neighbour;

/**
 * A neighbour running as a process of its own, steered over its control port; its ledger is read
 * from disk.
 */
public final class NeighbourProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A file to send under a name. */
  public record Enclosure(String name, String mediaType, Path file) {}

  private final OwnProcess process;
  private final URI control;
  private final Neighbour.Config config;
  private final HttpClient client = HttpClient.newHttpClient();

  private NeighbourProcess(OwnProcess process, Neighbour.Config config) {
    this.process = process;
    this.config = config;
    this.control = URI.create("http://127.0.0.1:" + config.controlPort());
  }

  public static NeighbourProcess start(Neighbour.Config config) {
    return startTogether(Path.of(config.folder()), List.of(config)).get(0);
  }

  /** Several neighbours in one process; its output goes into this folder. */
  public static List<NeighbourProcess> startTogether(Path log, List<Neighbour.Config> configs) {
    try {
      var files = new ArrayList<String>();
      for (var config : configs) {
        var folder = Files.createDirectories(Path.of(config.folder()));
        var file = folder.resolve("config.json");
        Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(config));
        files.add(file.toString());
      }
      var last = configs.get(configs.size() - 1).agency();
      var process =
          OwnProcess.java(
              "neighbour " + last,
              System.getProperty("java.class.path"),
              Neighbour.class.getName(),
              files,
              log.resolve("neighbour.log"));
      process.awaitLine("ready " + last, Duration.ofSeconds(60));
      return configs.stream().map(config -> new NeighbourProcess(process, config)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String agency() {
    return config.agency();
  }

  public Ledger ledger() {
    return new Ledger(Path.of(config.folder(), "ledger.jsonl"));
  }

  /** The ledger's lines about messages taken for one dossier. */
  public List<Map<String, String>> received(String kind, String dossier) {
    return ledger().read("received").stream()
        .filter(line -> kind.equals(line.get("kind")) && dossier.equals(line.get("dossier")))
        .toList();
  }

  /** A dossier to send; {@link #extra} fields steer what an attacker would do. */
  public JsonNode send(
      String channel,
      String messageId,
      String recipient,
      String dossier,
      String procedure,
      String applicant,
      List<Enclosure> enclosures,
      Map<String, String> extra) {
    var question = JSON.createObjectNode();
    question
        .put("channel", channel)
        .put("messageId", messageId)
        .put("recipient", recipient)
        .put("dossier", dossier)
        .put("procedure", procedure)
        .put("applicant", applicant)
        .put("subject", "Đề nghị cấp giấy phép xây dựng nhà ở riêng lẻ (trình diễn)");
    extra.forEach(
        (name, value) -> {
          if (!name.startsWith("swap:")) {
            question.put(name, value);
          }
        });
    var parts = question.putArray("parts");
    for (Enclosure enclosure : enclosures) {
      ObjectNode part =
          parts
              .addObject()
              .put("name", enclosure.name())
              .put("mediaType", enclosure.mediaType())
              .put("file", enclosure.file().toString());
      var swap = extra.get("swap:" + enclosure.name());
      if (swap != null) {
        part.put("swap", swap);
      }
    }
    return ask("/send", question);
  }

  public JsonNode receipt(String channel, String messageId) {
    return ask(
        "/receipt", JSON.createObjectNode().put("channel", channel).put("messageId", messageId));
  }

  public JsonNode status(String channel, String dossier) {
    return ask("/status", JSON.createObjectNode().put("channel", channel).put("dossier", dossier));
  }

  public JsonNode fetch(String channel, String resultId) {
    return ask("/fetch", JSON.createObjectNode().put("channel", channel).put("resultId", resultId));
  }

  /**
   * What the hub says over SOAP of a file's signatures.
   *
   * @param extra what an attacker would do
   */
  public JsonNode verify(String name, Path file, Map<String, String> extra) {
    var question = JSON.createObjectNode().put("name", name).put("file", file.toString());
    extra.forEach(question::put);
    return ask("/verify", question);
  }

  private JsonNode ask(String path, ObjectNode question) {
    try {
      var request =
          HttpRequest.newBuilder(control.resolve(path))
              .timeout(Duration.ofMinutes(3))
              .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(question)))
              .build();
      return JSON.readTree(client.send(request, BodyHandlers.ofByteArray()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(agency() + " does not answer its control port", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** From now on nobody listens at its address, and nobody takes from its queue. */
  public void goAway() {
    done("/away");
  }

  /** The hub can deliver to it again. */
  public void comeBack() {
    done("/back");
  }

  private void done(String path) {
    var answer = ask(path, JSON.createObjectNode());
    if (answer.has("failure")) {
      throw new IllegalStateException(agency() + path + ": " + answer.path("failure").asText());
    }
  }

  /** From now on it takes connections and answers nothing, as a machine that hangs. */
  public void freeze() {
    signal("STOP");
  }

  /** Goes on where it was frozen. */
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    int exit = OwnProcess.inherit("kill", "-" + name, String.valueOf(handle().pid()));
    if (exit != 0) {
      throw new IllegalStateException(agency() + " took no signal " + name);
    }
  }

  /** The process it runs in, perhaps with others. */
  public ProcessHandle handle() {
    return process.handle();
  }

  @Override
  public void close() {
    process.close();
  }
}
