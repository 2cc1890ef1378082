package org.dossierhub.system.drain;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.dossierhub.system.drill.HubProcesses;
import org.dossierhub.system.journey.DossierJourney;
import org.dossierhub.system.journey.Installation;
import org.dossierhub.system.journey.NeighbourProcess;
import org.dossierhub.system.neighbour.HangingEndpoint;
import org.dossierhub.system.neighbour.Ledger;
import org.dossierhub.system.neighbour.Neighbour;
import org.dossierhub.system.neighbour.SystemIdentity;

/**
 * Agencies that were registered with a running hub through its administration, each with a
 * certificate, an address or a broker user, and an agreement with one that sends to it. Those
 * reached by JMS send; the last of those reached by SOAP takes connections and questions and
 * answers nothing; all the others are neighbours in one process, each with a ledger of its own.
 */
public final class ManyAgencies {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** One agency. */
  public record Member(String code, String channel, int port) {
    public String identity() {
      return "agency-" + code.toLowerCase(Locale.ROOT).replace('.', '-');
    }

    public boolean overSoap() {
      return channel.equals("SOAP");
    }
  }

  /** A message that one of them sends to another. */
  public record Letter(String id, String sender, String recipient, String dossier) {}

  private final Installation hub;
  private final Path folder;
  private final List<Member> members;
  private int dossiersSoFar;

  private ManyAgencies(Installation hub, Path folder, List<Member> members) {
    this.hub = hub;
    this.folder = folder;
    this.members = List.copyOf(members);
  }

  /**
   * @param first number in the codes of the agencies, so that several sets fit beside each other
   */
  public static ManyAgencies register(
      HubProcesses processes, Installation hub, Path folder, int first, int soap, int jms) {
    var members = new ArrayList<Member>();
    for (int i = 0; i < soap + jms; i++) {
      boolean overSoap = i < soap;
      members.add(
          new Member("H99." + (first + i), overSoap ? "SOAP" : "JMS", overSoap ? freePort() : 0));
    }
    var all = new ManyAgencies(hub, folder, members);
    all.register(processes);
    return all;
  }

  public List<Member> members() {
    return members;
  }

  /** It takes every question and answers none. */
  public Member hanging() {
    return members.stream().filter(Member::overSoap).reduce((one, next) -> next).orElseThrow();
  }

  /** Whoever sends to this recipient. */
  public Member senderTo(Member recipient) {
    var senders =
        members.stream().filter(member -> !member.overSoap() && !member.equals(recipient)).toList();
    return senders.get(members.indexOf(recipient) % senders.size());
  }

  /** So many messages, each agency in turn, some of one dossier one after the other. */
  public List<Letter> letters(int count, int ofOneDossier) {
    var letters = new ArrayList<Letter>();
    var dossiers = new String[members.size()];
    for (int i = 0; i < count; i++) {
      int turn = i % members.size();
      var recipient = members.get(turn);
      if (i / members.size() % ofOneDossier == 0) {
        dossiers[turn] = unused(recipient.code(), dossiersSoFar++);
      }
      letters.add(
          new Letter(
              UUID.randomUUID().toString(),
              senderTo(recipient).code(),
              recipient.code(),
              dossiers[turn]));
    }
    return letters;
  }

  private static String unused(String agency, int number) {
    var some = DossierJourney.freshDossier(agency);
    return some.substring(0, some.lastIndexOf('-') + 1) + (1_000_000 + number);
  }

  private void register(HubProcesses processes) {
    var issue = new IssueIdentity(hub);
    var admin = new Administration(hub);
    for (var member : members) {
      issue.issue(member.identity(), "Hệ thống thông tin của " + member.code());
      var body =
          new HashMap<>(
              Map.of(
                  "code", member.code(),
                  "name", "Cơ quan " + member.code() + " (hư cấu)",
                  "channel", member.channel()));
      if (member.overSoap()) {
        body.put("address", "https://127.0.0.1:" + member.port() + "/exchange");
      } else {
        processes.run("broker-user", member.code());
      }
      admin.post("admin/agencies", body);
      admin.post(
          "admin/agencies/" + member.code() + "/certificates",
          Map.of("pem", text(hub.identities().resolve(member.identity() + ".crt.pem"))));
    }
    for (var member : members) {
      admin.post(
          "admin/agreements",
          Map.of("sender", senderTo(member).code(), "recipient", member.code()));
    }
  }

  /** The hub's own registration, as {@code ./hub agency} asks for it. */
  private static final class Administration {
    private final Installation hub;
    private final HttpClient client;

    Administration(Installation hub) {
      this.hub = hub;
      this.client =
          HttpClient.newBuilder().sslContext(SystemIdentity.anonymousTls(hub.tlsRoots())).build();
    }

    void post(String path, Map<String, String> body) {
      var user = "quan-tri:" + text(hub.secret("bootstrap.password")).strip();
      try {
        var request =
            HttpRequest.newBuilder(hub.web().resolve("/api/v1/" + path))
                .timeout(PATIENCE)
                .header(
                    "Authorization",
                    "Basic "
                        + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
          throw new IllegalStateException(
              path + " " + body.get("code") + ": " + answer.statusCode() + " " + answer.body());
        }
      } catch (IOException e) {
        throw new UncheckedIOException("The administration does not answer", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** The agency that hangs, from now on. */
  public HangingEndpoint hang() {
    return HangingEndpoint.open(
        hanging().port(),
        SystemIdentity.open(hub.identities(), hanging().identity()),
        hub.tlsRoots());
  }

  /** An agency ends: what waits for it is refused, and nobody tries it any more. */
  public void end(Member member) {
    new Administration(hub).post("admin/agencies/" + member.code() + "/close", Map.of());
  }

  /** Everybody else, in one process, ready to take messages. */
  public List<NeighbourProcess> open() {
    return NeighbourProcess.startTogether(
        folder,
        members.stream()
            .filter(member -> !member.equals(hanging()))
            .map(this::configuration)
            .toList());
  }

  /** The ledgers of everybody who does not hang, by code. */
  public Map<String, Ledger> ledgers() {
    var ledgers = new LinkedHashMap<String, Ledger>();
    for (var member : members) {
      if (!member.equals(hanging())) {
        ledgers.put(member.code(), new Ledger(folderOf(member).resolve("ledger.jsonl")));
      }
    }
    return ledgers;
  }

  private Path folderOf(Member member) {
    return folder.resolve("neighbour-" + member.code());
  }

  private Neighbour.Config configuration(Member member) {
    return new Neighbour.Config(
        member.code(),
        member.identity(),
        hub.identities().toString(),
        hub.tlsRoots().toString(),
        hub.trust().resolve("government").toString(),
        hub.exchange().toString(),
        freePort(),
        member.port(),
        member.overSoap() ? null : hub.broker(),
        member.overSoap() ? null : password(member).toString(),
        0,
        null,
        null,
        folderOf(member).toString());
  }

  /** The file with the password of the agency's broker user. */
  public Path password(Member member) {
    return hub.secret("broker-" + member.code() + ".password");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
