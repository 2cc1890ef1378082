package org.dossierhub.system.drill;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.DossierJourney;
import org.dossierhub.system.journey.Installation;
import org.dossierhub.system.neighbour.Ledger;

/**
 * {@code ./hub drill [--kills N] [--seed S] [--nodes N]}, on an installation of its own in the
 * folder {@code drill} of the home. A seed names a sequence of rounds; a drill that was stopped
 * goes on with the round after the last one that ended. The exit code is 0 only when nothing was
 * lost, doubled or receipted twice in different words.
 */
public final class Drill {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private final Path checkout;
  private final Path home;
  private final int kills;
  private final long seed;
  private final int nodes;
  private final Ledger journal;

  private Drill(Path checkout, Path home, int kills, long seed, int nodes) {
    this.checkout = checkout;
    this.home = home;
    this.kills = kills;
    this.seed = seed;
    this.nodes = nodes;
    this.journal = new Ledger(home.resolve("drill.jsonl"));
  }

  public static void main(String[] arguments) throws InterruptedException {
    int kills = 30;
    long seed = 1;
    int nodes = 1;
    try {
      for (int i = 0; i < arguments.length; i += 2) {
        switch (arguments[i]) {
          case "--kills" -> kills = Integer.parseInt(arguments[i + 1]);
          case "--seed" -> seed = Long.parseLong(arguments[i + 1]);
          case "--nodes" -> nodes = Integer.parseInt(arguments[i + 1]);
          default -> throw new IllegalArgumentException(arguments[i]);
        }
      }
      if (nodes < 1 || nodes > 2) {
        throw new IllegalArgumentException("--nodes");
      }
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      OUT.println("Usage: ./hub drill [--kills N] [--seed S] [--nodes 1|2]");
      System.exit(2);
    }
    var checkout = Path.of(System.getProperty("hub.checkout"));
    var home = Installation.homeOf(checkout).resolve(nodes == 1 ? "drill" : "drill-of-two");
    try {
      System.exit(new Drill(checkout, home, kills, seed, nodes).play() ? 0 : 1);
    } catch (IllegalStateException | IOException e) {
      OUT.println("The drill stopped: " + e.getMessage());
      OUT.println("Logs: " + home.resolve("logs") + "; the same command goes on from here.");
      System.exit(1);
    }
  }

  private boolean play() throws IOException, InterruptedException {
    var hub = new HubProcesses(checkout, home);
    var sums = new Sums(checkout.resolve("docs/reliability.md"));
    int done = sum("kills");
    if (done >= kills) {
      say("%d kills of seed %d were done before; --kills or --seed for more.", done, seed);
      return report();
    }
    DemonstrationWorld.prepare(home, nodes);
    say("Starting a hub for the drill in %s …", home);
    hub.run("up");
    try (var world = DemonstrationWorld.of(Installation.at(checkout, home))) {
      world.register();
      var enclosures = new DossierJourney(world).enclosures();
      for (int round = played().size(); done < kills; round++) {
        var blow = Blow.of(seed, round, nodes);
        var began = Instant.now();
        var tally = new Round(world, hub, blow, nodes, nodes == 1 ? 3 : 12, enclosures).play();
        record(round, blow, tally);
        sums.add(blow, nodes, tally);
        done += tally.kills();
        say(
            "%3d  %-8s  %-10s  +%5d ms  sent %d, delivered %d, doubled %d, repeated %d  (%d s; %d of %d kills)",
            round,
            blow.part().process(),
            blow.point().name().toLowerCase(Locale.ROOT),
            blow.millis(),
            tally.sent(),
            tally.delivered(),
            tally.doubled(),
            tally.repeated(),
            Duration.between(began, Instant.now()).toSeconds(),
            done,
            kills);
      }
    } finally {
      hub.run("down");
    }
    return report();
  }

  private void record(int round, Blow blow, Round.Tally tally) {
    journal.write(
        "round",
        Map.of(
            "seed", Long.toString(seed),
            "round", Integer.toString(round),
            "part", blow.part().process(),
            "point", blow.point().name(),
            "kills", Integer.toString(tally.kills()),
            "sent", Integer.toString(tally.sent()),
            "delivered", Integer.toString(tally.delivered()),
            "lost", Integer.toString(tally.lost()),
            "doubled", Integer.toString(tally.doubled()),
            "changed", Integer.toString(tally.changed())));
  }

  private List<Map<String, String>> played() {
    return journal.read("round").stream()
        .filter(line -> Long.toString(seed).equals(line.get("seed")))
        .toList();
  }

  private int sum(String column) {
    return played().stream().mapToInt(line -> Integer.parseInt(line.get(column))).sum();
  }

  private boolean report() {
    int changed = sum("changed");
    if (changed > 0) {
      say("%d receipts were others when asked for again.", changed);
    }
    say(
        "kills=%d sent=%d delivered=%d lost=%d doubled=%d",
        sum("kills"), sum("sent"), sum("delivered"), sum("lost"), sum("doubled"));
    return sum("lost") == 0 && sum("doubled") == 0 && changed == 0;
  }

  private static void say(String words, Object... values) {
    OUT.println(words.formatted(values));
  }
}
