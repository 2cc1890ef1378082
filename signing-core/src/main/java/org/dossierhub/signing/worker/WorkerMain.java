package org.dossierhub.signing.worker;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.signing.verification.DetachedContent;
import org.dossierhub.signing.verification.Examination;
import org.dossierhub.signing.verification.ReportJson;
import org.dossierhub.signing.verification.ValidationReport;
import org.dossierhub.signing.verification.VerifyDocument;
import org.dossierhub.signing.verification.XmlSafety;

/**
 * What runs in a worker process: takes files from its input, one after the other, and writes a
 * report about each to its output. Started by {@link VerificationWorkers} only; ends when its input
 * ends.
 */
public final class WorkerMain {
  private static final long LONGEST_FILE = Integer.MAX_VALUE - 16L;

  /** When the file at hand was begun, by {@link System#nanoTime}; 0 between files. */
  private final AtomicLong begun = new AtomicLong();

  private final DataInputStream in;
  private final DataOutputStream out;

  private WorkerMain(DataInputStream in, DataOutputStream out) {
    this.in = in;
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException {
    var in = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
    var out =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    // whatever a library prints must not come between the messages
    System.setOut(System.err);
    Logger.getLogger("").setLevel(Level.WARNING);
    Logger.getLogger("eu.europa.esig").setLevel(Level.SEVERE);
    Logger.getLogger("org.apache").setLevel(Level.SEVERE);
    new WorkerMain(in, out).work();
    System.exit(0);
  }

  private void work() throws IOException {
    VerifyDocument verify;
    try {
      NoNetwork.close();
      XmlSafety.probe();
      var configuration =
          WorkerConfiguration.read(Frame.read(in, Frame.LONGEST_SAID_BY_WORKER * 8L).text());
      endWithParent(configuration.longest());
      verify =
          new VerifyDocument(
              configuration.policies(),
              configuration.anchors(),
              new AskingParent(in, out, configuration.lists()),
              Clock.systemUTC(),
              configuration.assumeTrusted());
      Frame.of(Frame.Kind.FIT, "").write(out);
      new WarmUp().examine(configuration.warm() ? 2 : 1);
    } catch (IllegalArgumentException | IllegalStateException e) {
      Frame.of(Frame.Kind.UNFIT, String.valueOf(e.getMessage())).write(out);
      return;
    }
    Frame.of(Frame.Kind.READY, "").write(out);
    while (next(verify)) {
      begun.set(0);
    }
  }

  /** False when there is no next file. */
  private boolean next(VerifyDocument verify) throws IOException {
    Frame first;
    try {
      first = Frame.read(in, Frame.LONGEST_SAID_BY_WORKER);
    } catch (EOFException e) {
      return false;
    }
    begun.set(System.nanoTime());
    var task = Task.read(first.text());
    var document = Frame.read(in, LONGEST_FILE).bytes();
    Optional<DetachedContent> content = Optional.empty();
    if (task.contentName().isPresent()) {
      content =
          Optional.of(
              new DetachedContent(task.contentName().get(), Frame.read(in, LONGEST_FILE).bytes()));
    }
    ValidationReport report;
    if (task.withProofs()) {
      var examination = verify.begin(task.fileName(), document, content, task.at());
      for (var proof : examination.proofs()) {
        ProofFrame.of(proof).write(out);
      }
      report = examination.report();
      if (examination.hasPictures()) {
        Frame.of(Frame.Kind.VERDICT, ReportJson.write(report)).write(out);
        draw(examination);
      }
    } else {
      report = verify.verify(task.fileName(), document, content, task.at());
    }
    // what broke a parser may have left something behind
    var last = report.reason().equals("PARSER_FAILED");
    Frame.of(last ? Frame.Kind.LAST_REPORT : Frame.Kind.REPORT, ReportJson.write(report))
        .write(out);
    return !last;
  }

  private void draw(Examination examination) {
    examination.draw(
        picture -> {
          try {
            ProofFrame.of(picture).write(out);
          } catch (IOException e) {
            throw new UncheckedIOException("The parent has gone", e);
          }
        });
  }

  /** A parent that was killed can no longer kill its children. */
  private void endWithParent(Duration longest) {
    var watch =
        new Thread(
            () -> {
              while (true) {
                try {
                  Thread.sleep(1000);
                } catch (InterruptedException e) {
                  return;
                }
                long since = begun.get();
                if (since != 0 && System.nanoTime() - since > longest.toNanos()) {
                  Runtime.getRuntime().halt(1);
                }
              }
            },
            "ends the worker");
    watch.setDaemon(true);
    watch.start();
  }
}
