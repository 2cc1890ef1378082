package org.dossierhub.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The command line of an installation: {@code up}, {@code down}, {@code status}, {@code logs} and
 * small helps for the operator. Called by the script {@code hub} at the top of the checkout, which
 * has seen to it that everything is built.
 */
@Command(
    name = "hub",
    description = "Starts, watches and stops a Dossier Hub on this machine.",
    subcommands = {
      Hub.UpCommand.class,
      Hub.DownCommand.class,
      Hub.RestartCommand.class,
      Hub.StatusCommand.class,
      Hub.LogsCommand.class,
      Hub.BrokerUserCommand.class,
      Hub.AuditCommand.class,
      Hub.ReconcileCommand.class,
      AgencyCommand.class,
      AgreementCommand.class
    })
public final class Hub {

  private Hub() {}

  public static void main(String[] arguments) {
    var line = new CommandLine(new Hub());
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          if (e instanceof Obstacle) {
            System.err.println("hub: " + e.getMessage());
            return 1;
          }
          throw e;
        });
    System.exit(line.execute(arguments));
  }

  /** Where this installation is: the script says where the checkout is. */
  static Installation installation() throws IOException, Obstacle {
    var checkout = System.getProperty("hub.checkout");
    if (checkout == null) {
      throw new Obstacle("Call the script ./hub, which tells this program where it belongs.");
    }
    return Installation.open(Home.find(Path.of(checkout), System.getenv("HUB_HOME")));
  }

  @Command(
      name = "up",
      description =
          "Starts what does not run yet, repairs what crashed, waits until the hub is ready.")
  static final class UpCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      new StartHub(installation(), new Progress(System.out), false).start();
      return 0;
    }
  }

  @Command(
      name = "restart",
      description =
          "Starts the server again, one node after the other, each ready before the next goes.")
  static final class RestartCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      new StartHub(installation(), new Progress(System.out), true).start();
      return 0;
    }
  }

  @Command(name = "down", description = "Stops the hub, or only the parts named.")
  static final class DownCommand implements Callable<Integer> {
    @Parameters(
        arity = "0..*",
        paramLabel = "PART",
        description = "pki, database, broker, server, server-2")
    String[] parts = {};

    @Override
    public Integer call() throws Exception {
      new StopHub(installation(), new Progress(System.out)).stop(parts);
      return 0;
    }
  }

  @Command(
      name = "status",
      description =
          "Shows each part with process, port, memory and health; exit code 0 when all are well.")
  static final class StatusCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      return new ShowStatus(installation(), System.out).show() ? 0 : 1;
    }
  }

  @Command(name = "logs", description = "Prints the end of the logs.")
  static final class LogsCommand implements Callable<Integer> {
    @Parameters(
        arity = "0..1",
        paramLabel = "PART",
        description = "pki, database, broker, server, server-2; all when left out")
    String part;

    @Option(names = "-f", description = "go on printing what is added, until interrupted")
    boolean follow;

    @Option(names = "-n", description = "how many lines (default: ${DEFAULT-VALUE})")
    int lines = 100;

    @Override
    public Integer call() throws Exception {
      new ShowLogs(installation(), System.out).show(part, lines, follow);
      return 0;
    }
  }

  @Command(
      name = "broker-user",
      description =
          "Gives an agency a user at the local broker; prints the file with its password.")
  static final class BrokerUserCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CODE", description = "the agency's code, for instance H99.151")
    String code;

    @Override
    public Integer call() throws Exception {
      if (!code.matches("[A-Z0-9.]{3,35}")) {
        throw new Obstacle("\"%s\" is not an agency code.".formatted(code));
      }
      var installation = installation();
      var file = installation.secrets().file("broker-" + code);
      new BrokerPart(installation).addUser(code, file);
      System.out.println(file);
      return 0;
    }
  }

  @Command(
      name = "audit",
      description = "What can be proved about the audit log.",
      subcommands = Hub.AuditVerifyCommand.class)
  static final class AuditCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Obstacle {
      throw new Obstacle("Say what about the audit log: ./hub audit verify");
    }
  }

  @Command(
      name = "verify",
      description =
          "Reads the whole audit log and names the first altered, missing or reordered entry; exit"
              + " code 0 when there is none.")
  static final class AuditVerifyCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      return new StoreProgram(installation(), StoreProgram.AUDIT).run();
    }
  }

  @Command(
      name = "reconcile",
      description =
          "Lists what a database brought back from a backup does not know any more; exit code 0"
              + " when there is nothing.")
  static final class ReconcileCommand implements Callable<Integer> {
    @Option(names = "--done", description = "it is dealt with: from now on this database counts")
    boolean done;

    @Override
    public Integer call() throws Exception {
      var program = new StoreProgram(installation(), StoreProgram.RECONCILE);
      return done ? program.run("--done") : program.run();
    }
  }
}
