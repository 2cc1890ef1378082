package org.dossierhub.signing.worker;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.signing.verification.Examination;
import org.dossierhub.signing.verification.Examined;
import org.dossierhub.signing.verification.Proof;
import org.dossierhub.signing.verification.ReportJson;
import org.dossierhub.signing.verification.RevocationSource;
import org.dossierhub.signing.verification.Unexamined;
import org.dossierhub.signing.verification.ValidationReport;

/** One worker as its parent sees it. Used by one thread at a time. */
final class WorkerProcess {
  private static final Logger LOG = Logger.getLogger(WorkerProcess.class.getName());

  /** HotSpot's answer to {@code -XX:+ExitOnOutOfMemoryError}. */
  private static final int EXIT_OUT_OF_MEMORY = 3;

  private static final Duration START = Duration.ofSeconds(90);
  private static final int MOST_LINES = 200;
  private static final int LONGEST_LINE = 500;
  private static final int LONGEST_ADDRESS = 4096;
  private static final int MOST_PROOFS = 1_000;

  /** What a child needs of the environment: how file names and texts are written, nothing else. */
  private static final Set<String> KEPT =
      Set.of("LANG", "LC_ALL", "LC_CTYPE", "TZ", "SystemRoot", "TMPDIR", "TEMP", "TMP");

  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var thread = new Thread(work, "watches verification workers");
            thread.setDaemon(true);
            return thread;
          });

  /** What a worker says of a file: its report, or why there is none. */
  record Outcome(Optional<Examined> examined, Unexamined.Why otherwise, boolean again) {
    static Outcome none(Unexamined.Why why) {
      return new Outcome(Optional.empty(), why, false);
    }

    /** The worker is gone, and the file may have nothing to do with it. */
    static Outcome workerGone() {
      return new Outcome(Optional.empty(), Unexamined.Why.PARSER_FAILED, true);
    }
  }

  /** Writes the bytes of a file to a worker. */
  interface Sending {
    void to(DataOutputStream worker) throws IOException;
  }

  private final WorkerSettings settings;
  private final Process process;
  private final DataOutputStream out;
  private final DataInputStream in;
  private int examined;
  private boolean ended;
  private volatile boolean outOfTime;

  private WorkerProcess(WorkerSettings settings, Process process) {
    this.settings = settings;
    this.process = process;
    this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
    this.in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
  }

  /**
   * Starts a worker and waits until it is ready.
   *
   * @param fit told as soon as the worker has passed its own checks; warming up takes longer
   * @throws IOException if the machine cannot start it
   * @throws IllegalArgumentException if the worker says why it cannot work
   */
  static WorkerProcess start(
      WorkerSettings settings, WorkerConfiguration configuration, Runnable fit) throws IOException {
    var builder = new ProcessBuilder(command(settings));
    builder.environment().keySet().removeIf(name -> !KEPT.contains(name));
    builder.directory(new File(System.getProperty("java.io.tmpdir")));
    var worker = new WorkerProcess(settings, builder.start());
    worker.logWhatItPrints();
    var tooLate = WATCH.schedule(worker::end, START.toMillis(), TimeUnit.MILLISECONDS);
    try {
      Frame.of(Frame.Kind.CONFIGURATION, configuration.json()).write(worker.out);
      worker.expect(Frame.Kind.FIT);
      fit.run();
      worker.expect(Frame.Kind.READY);
      return worker;
    } catch (IOException | RuntimeException e) {
      worker.end();
      throw e;
    } finally {
      tooLate.cancel(false);
    }
  }

  private void expect(Frame.Kind kind) throws IOException {
    var answer = Frame.read(in, Frame.LONGEST_SAID_BY_WORKER);
    if (answer.kind() == Frame.Kind.UNFIT) {
      throw new IllegalArgumentException(answer.text());
    }
    if (answer.kind() != kind) {
      throw new IOException("A worker that starts said " + answer.kind() + ", not " + kind);
    }
  }

  static List<String> command(WorkerSettings settings) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + settings.heapMegabytes() + "m");
    command.addAll(
        List.of(
            "-Xss1m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:MaxMetaspaceSize=256m",
            "-XX:MaxDirectMemorySize=64m",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "-Djava.awt.headless=true",
            "-Dfile.encoding=UTF-8",
            "-Djava.nio.channels.spi.SelectorProvider=" + NoNetwork.class.getName()));
    if (!settings.warm()) {
      // lives for a few files: what the second compiler wins would come too late
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.add("-cp");
    command.add(classPath());
    command.add(WorkerMain.class.getName());
    return command;
  }

  /** That of this program; in an application server the folder in which this library lies. */
  private static String classPath() {
    var own = System.getProperty("java.class.path", "");
    Path here;
    try {
      here =
          Path.of(
              new URI(
                  WorkerMain.class
                      .getProtectionDomain()
                      .getCodeSource()
                      .getLocation()
                      .toString()
                      .replace(" ", "%20")));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The library does not lie in a file", e);
    }
    for (var entry : own.split(File.pathSeparator)) {
      if (!entry.isEmpty() && Path.of(entry).toAbsolutePath().normalize().equals(here)) {
        return absolute(own);
      }
    }
    return here.getParent() + File.separator + "*";
  }

  /** The worker runs in another folder. */
  private static String absolute(String classPath) {
    var entries = new ArrayList<String>();
    for (var entry : classPath.split(File.pathSeparator)) {
      entries.add(Path.of(entry.isEmpty() ? "." : entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, entries);
  }

  /** How many files it has examined. */
  int examined() {
    return examined;
  }

  /** Whether it can take another file. */
  boolean isUsable() {
    return !ended && process.isAlive();
  }

  void end() {
    ended = true;
    process.destroyForcibly();
  }

  /** One file; afterwards the worker may no longer be usable. */
  Outcome examine(Task task, Sending bytes, RevocationSource revocation, Duration patience) {
    examined++;
    outOfTime = false;
    var watch = new Watch(patience);
    var proofs = new ArrayList<Proof>();
    var verdict = Optional.<ValidationReport>empty();
    try {
      watch.goOn();
      Frame.of(Frame.Kind.TASK, task.json()).write(out);
      bytes.to(out);
      while (true) {
        var said = Frame.read(in, Frame.LONGEST_SAID_BY_WORKER);
        switch (said.kind()) {
          case PROOF -> {
            if (proofs.size() >= MOST_PROOFS || !task.withProofs()) {
              throw new IOException("A worker sends more proofs than are wanted");
            }
            proofs.add(ProofFrame.read(said));
          }
          case VERDICT -> verdict = Optional.of(ReportJson.read(said.text()));
          case REPORT -> {
            return report(said, proofs);
          }
          case LAST_REPORT -> {
            ended = true;
            return report(said, proofs);
          }
          case FETCH_LIST -> {
            var address = address(said);
            answer(watch, () -> revocation.crl(address));
          }
          case ASK_STATUS -> {
            var address = address(said);
            var request = Frame.read(in, LONGEST_ADDRESS);
            answer(watch, () -> revocation.ocsp(address, request.bytes()));
          }
          default -> throw new IOException("A worker said " + said.kind());
        }
      }
    } catch (Unreadable e) {
      end();
      return Outcome.none(Unexamined.Why.FILE_NOT_READABLE);
    } catch (IOException | IllegalArgumentException e) {
      var lost = lost(task, e);
      // what is lost is a picture
      return verdict
          .map(
              report ->
                  new Outcome(
                      Optional.of(Examination.withoutThePicturesMissing(report, proofs)),
                      lost.otherwise(),
                      false))
          .orElse(lost);
    } finally {
      watch.stop();
    }
  }

  private static Outcome report(Frame said, List<Proof> proofs) {
    return new Outcome(
        Optional.of(new Examined(ReportJson.read(said.text()), proofs)),
        Unexamined.Why.PARSER_FAILED,
        false);
  }

  private static URI address(Frame said) {
    if (said.bytes().length > LONGEST_ADDRESS) {
      throw new IllegalArgumentException("An address of " + said.bytes().length + " bytes");
    }
    return URI.create(said.text());
  }

  /** What is asked of the network does not count as time of the file. */
  private void answer(Watch watch, Supplier<Optional<byte[]>> question) throws IOException {
    watch.pause();
    var answer = question.get();
    watch.goOn();
    if (answer.isPresent()) {
      new Frame(Frame.Kind.ANSWER, answer.get()).write(out);
    } else {
      new Frame(Frame.Kind.NO_ANSWER, new byte[0]).write(out);
    }
  }

  private Outcome lost(Task task, Exception why) {
    int code = exitCode();
    end();
    if (outOfTime) {
      LOG.log(Level.WARNING, "{0}: given up after {1}", new Object[] {task, settings.patience()});
      return Outcome.none(Unexamined.Why.OUT_OF_BUDGET);
    }
    if (code == EXIT_OUT_OF_MEMORY) {
      LOG.log(
          Level.WARNING,
          "{0}: needs more than {1} MB",
          new Object[] {task, settings.heapMegabytes()});
      return Outcome.none(Unexamined.Why.OUT_OF_MEMORY);
    }
    LOG.log(Level.WARNING, why, () -> task + ": the worker ended with " + code);
    return Outcome.workerGone();
  }

  private int exitCode() {
    try {
      return process.waitFor(2, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  /** The file could not be read to its end, for which the worker is not to blame. */
  static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1;

    Unreadable(IOException cause) {
      super(cause);
    }
  }

  /**
   * Kills the worker when the patience is used up. A machine with more to do than processors lets
   * the worker wait; that time is given back, up to three times the patience.
   */
  private final class Watch {
    private final long patience;
    private final Optional<Duration> processorAtStart = processor();
    private Future<?> alarm;
    private long since;
    private long used;

    Watch(Duration patience) {
      this.patience = patience.toNanos();
    }

    synchronized void goOn() {
      since = System.nanoTime();
      set(patience - used);
    }

    synchronized void pause() {
      alarm.cancel(false);
      used += System.nanoTime() - since;
    }

    synchronized void stop() {
      if (alarm != null) {
        alarm.cancel(false);
        alarm = null;
      }
    }

    private void set(long nanos) {
      alarm = WATCH.schedule(this::check, Math.max(1, nanos), TimeUnit.NANOSECONDS);
    }

    private synchronized void check() {
      if (alarm == null) {
        return;
      }
      long wall = used + System.nanoTime() - since;
      if (wall < patience) {
        set(patience - wall);
        return;
      }
      long worked =
          processorAtStart
              .flatMap(start -> processor().map(now -> now.minus(start).toNanos()))
              .orElse(patience);
      if (worked < patience * 3 / 5 && wall < 3 * patience) {
        set(Math.max(patience / 10, Math.min(patience - worked, 3 * patience - wall)));
      } else {
        outOfTime = true;
        end();
      }
    }
  }

  private Optional<Duration> processor() {
    return process.info().totalCpuDuration();
  }

  /** A worker prints what it logs; strangers have a say in that, so that it is bounded. */
  private void logWhatItPrints() {
    var reading =
        new Thread(
            () -> {
              try (var lines =
                  new BufferedReader(
                      new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
                var buffer = new char[LONGEST_LINE];
                int printed = 0;
                for (int read = lines.read(buffer); read >= 0; read = lines.read(buffer)) {
                  if (printed++ < MOST_LINES) {
                    var text = new String(buffer, 0, read).replaceAll("[\\p{Cc}\\p{Cf}]+", " ");
                    LOG.log(Level.INFO, "A worker prints: {0}", text);
                  }
                }
              } catch (IOException e) {
                LOG.log(Level.FINE, "A worker has ended", e);
              }
            },
            "reads what a verification worker prints");
    reading.setDaemon(true);
    reading.start();
  }
}
