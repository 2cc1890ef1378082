package org.dossierhub.client;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/**
 * {@code ./hub send | fetch | receipts}: the exchange from a folder, without a program of one's own
 * (docs/protocol/agency-client.md). Exits with 0 when everything is done, 1 when something is
 * refused or open, 2 when the call or the box is not right.
 */
@Command(
    name = "hub",
    description = "Trao đổi hồ sơ từ một thư mục. / The exchange from a folder.",
    subcommands = {
      AgencyProgram.Send.class,
      AgencyProgram.Fetch.class,
      AgencyProgram.Receipts.class
    })
public final class AgencyProgram {
  private static final int DONE = 0;
  private static final int OPEN = 1;
  private static final int USAGE = 2;

  /** Kept, so that its level stays. */
  private static final Logger ROOT = Logger.getLogger("");

  private final PrintStream out;
  private final PrintStream err;

  AgencyProgram(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    // the console may be anything; the words are Vietnamese
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    var err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    ROOT.setLevel(Level.SEVERE);
    System.exit(run(out, err, arguments));
  }

  static int run(PrintStream out, PrintStream err, String... arguments) {
    var line = new CommandLine(new AgencyProgram(out, err));
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setExpandAtFiles(false); // a file may be named @so
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          if (e instanceof BoxProblem) {
            err.println("hub: " + e.getMessage());
            return USAGE;
          }
          if (e instanceof BoxInUse) {
            err.println("hub: " + e.getMessage());
            return OPEN;
          }
          if (e instanceof IOException) {
            err.println(
                "hub: Đĩa hoặc tệp có lỗi, chưa mất gì; hãy chạy lại. / The disk or a file failed, nothing is lost; run it again. "
                    + e);
            return OPEN;
          }
          throw e;
        });
    return line.execute(arguments);
  }

  /** What the three commands have in common. */
  abstract static class InBox implements Callable<Integer> {
    @CommandLine.ParentCommand AgencyProgram program;
    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Option(
        names = "--box",
        paramLabel = "FOLDER",
        required = true,
        description = "Hộp của cơ quan, có agency.properties. / The agency's box.")
    Path folder;

    @Override
    public Integer call() throws Exception {
      try (var box = AgencyBox.open(folder, program.err::println)) {
        return run(box, program.out) ? DONE : OPEN;
      }
    }

    /** Whether everything is done. */
    abstract boolean run(AgencyBox box, PrintStream out) throws Exception;

    ParameterException wrong(String vietnamese, String english) {
      return new ParameterException(spec.commandLine(), vietnamese + " / " + english);
    }
  }

  @Command(
      name = "send",
      sortOptions = false,
      description =
          "Gửi hồ sơ, gửi tiếp, thu hồi. Chạy lại bao nhiêu lần cũng chỉ gửi một lần.%n"
              + "Sends a dossier, goes on, takes back. However often it runs, it is sent once.")
  static final class Send extends InBox {
    @Option(
        names = "--to",
        paramLabel = "CODE",
        split = ",",
        description = "Cơ quan nhận. / Recipients, one message for each.")
    List<String> recipients = List.of();

    @Option(names = "--dossier", paramLabel = "CODE", description = "Mã hồ sơ. / Dossier code.")
    String dossier;

    @Option(names = "--procedure", paramLabel = "CODE", description = "Mã thủ tục. / Procedure.")
    String procedure;

    @Option(names = "--subject", paramLabel = "TEXT", description = "Trích yếu. / Subject.")
    String subject;

    @Option(names = "--applicant", paramLabel = "NAME", description = "Chủ hồ sơ. / Applicant.")
    String applicant;

    @Option(
        names = "--id",
        paramLabel = "UUID",
        description =
            "Mã thông điệp tự chọn, hoặc mã để gửi tiếp. / An id of one's own, or the one to go on with.")
    String id;

    @Option(
        names = "--resume",
        description = "Gửi tiếp những gì còn mở. / Goes on with what is open.")
    boolean resume;

    @Option(
        names = "--withdraw",
        paramLabel = "UUID",
        description = "Thu hồi thông điệp chưa giao. / Takes back what is not delivered.")
    String withdraw;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Lý do thu hồi. / Why.")
    String reason;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Tệp đính kèm. / The files.")
    List<Path> files = List.of();

    @Override
    boolean run(AgencyBox box, PrintStream out) throws Exception {
      if (withdraw != null) {
        return withdrawn(box, out);
      }
      if (resume) {
        return resumed(box, out);
      }
      if (recipients.isEmpty() || files.isEmpty()) {
        throw wrong(
            "Cần --to CODE và ít nhất một tệp, hoặc --resume",
            "--to CODE and a file are needed, or --resume");
      }
      if (id != null && recipients.size() > 1) {
        throw wrong("Một --id cho một nơi nhận", "One --id is for one recipient");
      }
      var ids = new ArrayList<String>();
      for (var recipient : recipients) {
        var prepared = box.prepare(dossierTo(recipient.strip()));
        out.printf("%s → %s%n", prepared, recipient.strip());
        ids.add(prepared);
      }
      boolean done = true;
      for (var one : ids) {
        done &= shown(box.submit(one), out);
      }
      return done;
    }

    private OutgoingDossier dossierTo(String recipient) {
      try {
        var one = OutgoingDossier.to(recipient, files);
        one = dossier == null ? one : one.dossier(dossier);
        one = procedure == null ? one : one.procedure(procedure);
        one = subject == null ? one : one.about(subject);
        one = applicant == null ? one : one.ofApplicant(applicant);
        return id == null ? one : one.underId(id);
      } catch (IllegalArgumentException e) {
        throw wrong("Không đúng: " + e.getMessage(), e.getMessage());
      }
    }

    private boolean resumed(AgencyBox box, PrintStream out) throws Exception {
      if (!recipients.isEmpty() || !files.isEmpty()) {
        throw wrong("--resume không đi cùng tệp", "--resume takes no files and recipients");
      }
      var messages = id == null ? box.resume() : List.of(box.submit(id));
      if (messages.isEmpty()) {
        out.println("Không có gì còn mở. / Nothing is open.");
      }
      boolean done = true;
      for (var message : messages) {
        done &= shown(message, out);
      }
      return done;
    }

    private boolean withdrawn(AgencyBox box, PrintStream out) throws Exception {
      if (reason == null || resume || !files.isEmpty()) {
        throw wrong("--withdraw UUID --reason TEXT", "--withdraw UUID --reason TEXT");
      }
      var message = box.withdraw(withdraw, reason);
      new ShowMessages(out).line(message);
      return message.state() == KnownMessage.State.WITHDRAWN;
    }

    private static boolean shown(KnownMessage message, PrintStream out) {
      new ShowMessages(out).line(message);
      return message.state().isDone();
    }
  }

  @Command(
      name = "fetch",
      sortOptions = false,
      description =
          "Tải về và báo nhận những gì đang chờ.%nFetches what waits, and acknowledges it.")
  static final class Fetch extends InBox {
    @Option(
        names = "--at-most",
        paramLabel = "N",
        description = "Nhiều nhất bao nhiêu. / How many (default: ${DEFAULT-VALUE}).")
    int atMost = 1000;

    @Override
    boolean run(AgencyBox box, PrintStream out) throws Exception {
      if (atMost < 1) {
        throw wrong("--at-most từ 1", "--at-most from 1");
      }
      var fetched = box.fetch(atMost);
      var show = new ShowMessages(out);
      fetched.messages().forEach(show::line);
      if (fetched.messages().isEmpty() && fetched.left().isEmpty()) {
        out.println("Không có gì đang chờ. / Nothing waits.");
      }
      fetched.left().forEach(line -> program.err.println("hub: " + line));
      return fetched.left().isEmpty()
          && fetched.messages().stream().allMatch(message -> message.state().isDone());
    }
  }

  @Command(
      name = "receipts",
      sortOptions = false,
      description =
          "Cho biết từng thông điệp đến đâu, có giấy báo nhận và chứng cứ nào.%n"
              + "Shows how far each message is, its receipt and its evidences.")
  static final class Receipts extends InBox {
    @Option(names = "--json", description = "Một mảng JSON. / A JSON array.")
    boolean json;

    @Parameters(
        arity = "0..1",
        paramLabel = "UUID",
        description = "Một thông điệp, với gói chứng cứ. / One message, with its evidence.")
    String id;

    @Override
    boolean run(AgencyBox box, PrintStream out) throws Exception {
      boolean complete = true;
      if (id != null) {
        for (var message : box.messages(id)) {
          complete &= evidence(box, message);
        }
      }
      var messages = id == null ? box.messages() : box.messages(id);
      var show = new ShowMessages(out);
      if (json) {
        show.json(messages);
      } else {
        messages.forEach(id == null ? show::line : show::all);
      }
      return complete && messages.stream().allMatch(message -> message.state().isDone());
    }

    /** What has no receipt has no evidence to ask for. */
    private boolean evidence(AgencyBox box, KnownMessage message) throws Exception {
      if (message.direction() == KnownMessage.Direction.OUT && message.receiptSigner().isEmpty()) {
        return true;
      }
      var missing = box.fetchEvidence(message);
      missing.ifPresent(why -> program.err.println("hub: " + why));
      return missing.isEmpty();
    }
  }
}
