package org.dossierhub.signing.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.verification.DocumentVerifier;
import org.dossierhub.signing.verification.Examined;
import org.dossierhub.signing.verification.Policies;
import org.dossierhub.signing.verification.RevocationSource;
import org.dossierhub.signing.verification.TrustAnchors;
import org.dossierhub.signing.verification.Unexamined;
import org.dossierhub.signing.verification.Unexamined.Why;
import org.dossierhub.signing.verification.ValidationReport;

/**
 * Verifies files in child processes (docs/decisions/0012): whatever a stranger's bytes do to a
 * parser happens there. A file that takes too long or too much memory gets an answer that says so,
 * its worker is replaced, and no other file notices. Safe for use by many threads; those for whom
 * there is no worker wait.
 */
public final class VerificationWorkers implements DocumentVerifier, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(VerificationWorkers.class.getName());

  /** After so many files a worker is replaced, whatever they left behind in it. */
  private static final int FILES_PER_WORKER = 5_000;

  private static final int MOST_FAILED_STARTS = 5;
  private static final int MOST_TRIES = 4;
  private static final long BETWEEN_STARTS_MILLIS = 1_000;

  private final WorkerSettings settings;
  private final WorkerConfiguration configuration;
  private final RevocationSource revocation;
  private final Clock clock;
  private final Semaphore places;

  /** The one used last is at the head: what it has compiled serves the next file. */
  private final BlockingDeque<WorkerProcess> idle = new LinkedBlockingDeque<>();

  private final Set<WorkerProcess> alive = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> fit = new CompletableFuture<>();
  private final AtomicInteger failedStarts = new AtomicInteger();
  private final ExecutorService starters =
      Executors.newCachedThreadPool(
          work -> {
            var thread = new Thread(work, "starts a verification worker");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean closed;

  /** Begins to start the workers; {@link #awaitFit} says whether they work. */
  public VerificationWorkers(
      WorkerSettings settings,
      Policies policies,
      TrustAnchors anchors,
      RevocationSource revocation,
      Clock clock,
      boolean assumeTrusted) {
    this.settings = settings;
    this.revocation = revocation;
    this.clock = clock;
    this.places = new Semaphore(settings.workers(), true);
    this.configuration =
        new WorkerConfiguration(
            policies,
            anchors,
            List.copyOf(revocation.importedLists()),
            assumeTrusted,
            settings.warm(),
            settings.patience().multipliedBy(10));
    starters.execute(this::startAll);
  }

  /**
   * The first alone, so that it is ready as early as can be; one more than are used at a time, so
   * that a killed one is missed by nobody.
   */
  private void startAll() {
    startOne();
    int many = settings.workers() + (settings.warm() ? 1 : 0);
    for (int i = 1; i < many && !closed; i++) {
      if (settings.warm()) {
        startOne();
      } else {
        starters.execute(this::startOne);
      }
    }
  }

  /**
   * Waits until the first worker has found that it can work: its XML parser is safe, it understands
   * what it was told. It may still be getting warm; a file that comes meanwhile waits for it.
   *
   * @throws IllegalArgumentException if the policy, or whatever else they are told, cannot be used
   * @throws IllegalStateException if no worker can be started
   */
  public void awaitFit() {
    try {
      fit.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IllegalArgumentException unfit) {
        throw unfit;
      }
      throw new IllegalStateException("No verification worker can be started", e.getCause());
    }
  }

  @Override
  public ValidationReport verify(String fileName, byte[] document) {
    return examine(fileName, document, settings.patience(), false).report();
  }

  @Override
  public Examined examine(String fileName, byte[] document) {
    return examine(fileName, document, settings.patience(), true);
  }

  private Examined examine(
      String fileName, byte[] document, Duration patience, boolean withProofs) {
    var at = clock.instant();
    var outcome =
        examine(
            new Task(fileName, at, Optional.empty(), withProofs),
            out -> new Frame(Frame.Kind.BYTES, document).write(out),
            patience);
    return outcome
        .examined()
        .orElseGet(() -> without(fileName, Sha256.of(document), at, outcome.otherwise()));
  }

  /**
   * The same for a file on disk, which is not taken into the memory of this process.
   *
   * @param content what a detached signature was made over, where it lies beside the file
   */
  public ValidationReport verify(Path file, Optional<Path> content) {
    var name = file.getFileName() == null ? file.toString() : file.getFileName().toString();
    return examine(name, file, content, settings.patience(), false).report();
  }

  @Override
  public ValidationReport verify(String fileName, Path document) {
    return examine(fileName, document, Optional.empty(), settings.patience(), false).report();
  }

  /** The verdict of {@link #verify(Path, Optional)} with what it rests on. */
  public Examined examine(Path file, Optional<Path> content) {
    var name = file.getFileName() == null ? file.toString() : file.getFileName().toString();
    return examine(name, file, content, settings.patience(), true);
  }

  @Override
  public Examined examine(String fileName, Path document) {
    return examine(fileName, document, Optional.empty(), settings.patience(), true);
  }

  private Examined examine(
      String name, Path file, Optional<Path> content, Duration patience, boolean withProofs) {
    var at = clock.instant();
    try {
      if (!Files.isRegularFile(file)) {
        return without(name, Sha256.of(new byte[0]), at, Why.FILE_NOT_READABLE);
      }
      var tooLarge = Unexamined.tooLarge(file, configuration.policies().name(), at);
      if (tooLarge.isPresent()) {
        return new Examined(tooLarge.get(), List.of());
      }
      var task = new Task(name, at, content.map(path -> path.getFileName().toString()), withProofs);
      var outcome =
          examine(
              task,
              out -> {
                send(file, out);
                if (content.isPresent()) {
                  send(content.get(), out);
                }
              },
              patience);
      return outcome.examined().isPresent()
          ? outcome.examined().get()
          : without(name, digest(file), at, outcome.otherwise());
    } catch (IOException e) {
      LOG.log(Level.INFO, e, () -> file + " cannot be read");
      return without(name, Sha256.of(new byte[0]), at, Why.FILE_NOT_READABLE);
    }
  }

  @Override
  public DocumentVerifier patiently(Duration patience) {
    return new Patient(patience);
  }

  /** The same workers, with more time for each file. */
  private final class Patient implements DocumentVerifier {
    private final Duration patience;

    Patient(Duration patience) {
      this.patience = patience;
    }

    @Override
    public ValidationReport verify(String fileName, byte[] document) {
      return VerificationWorkers.this.examine(fileName, document, patience, false).report();
    }

    @Override
    public ValidationReport verify(String fileName, Path document) {
      return VerificationWorkers.this
          .examine(fileName, document, Optional.empty(), patience, false)
          .report();
    }

    @Override
    public Examined examine(String fileName, byte[] document) {
      return VerificationWorkers.this.examine(fileName, document, patience, true);
    }

    @Override
    public Examined examine(String fileName, Path document) {
      return VerificationWorkers.this.examine(fileName, document, Optional.empty(), patience, true);
    }
  }

  private static void send(Path file, java.io.DataOutputStream out) throws IOException {
    try (var in = open(file)) {
      Frame.stream(in, Files.size(file), out);
    }
  }

  private static java.io.InputStream open(Path file) throws WorkerProcess.Unreadable {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new WorkerProcess.Unreadable(e);
    }
  }

  private static Sha256 digest(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return Sha256.of(in);
    }
  }

  private Examined without(String name, Sha256 digest, Instant at, Why why) {
    return new Examined(
        Unexamined.file(name, digest, configuration.policies().name(), at, why), List.of());
  }

  private WorkerProcess.Outcome examine(Task task, WorkerProcess.Sending bytes, Duration patience) {
    try {
      if (!places.tryAcquire(settings.queuePatience().toMillis(), TimeUnit.MILLISECONDS)) {
        return WorkerProcess.Outcome.none(Why.BUSY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return WorkerProcess.Outcome.none(Why.BUSY);
    }
    try {
      var outcome = examineOnce(task, bytes, patience);
      // somebody may have killed the workers; a file that ends so many of them does it itself
      for (int i = 1; i < MOST_TRIES && outcome.again(); i++) {
        outcome = examineOnce(task, bytes, patience);
      }
      return outcome;
    } finally {
      places.release();
    }
  }

  private WorkerProcess.Outcome examineOnce(
      Task task, WorkerProcess.Sending bytes, Duration patience) {
    var worker = take();
    if (worker.isEmpty()) {
      return WorkerProcess.Outcome.none(Why.BUSY);
    }
    try {
      return worker.get().examine(task, bytes, revocation, patience);
    } finally {
      giveBack(worker.get());
    }
  }

  private Optional<WorkerProcess> take() {
    long until = System.nanoTime() + settings.queuePatience().toNanos();
    while (!closed && failedStarts.get() < MOST_FAILED_STARTS && System.nanoTime() < until) {
      try {
        var worker = idle.poll(BETWEEN_STARTS_MILLIS, TimeUnit.MILLISECONDS);
        if (worker != null && worker.isUsable()) {
          return Optional.of(worker);
        }
        if (worker != null) {
          replace(worker);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private void giveBack(WorkerProcess worker) {
    if (!closed && worker.isUsable() && worker.examined() < FILES_PER_WORKER) {
      idle.addFirst(worker);
    } else {
      replace(worker);
    }
  }

  private void replace(WorkerProcess worker) {
    worker.end();
    alive.remove(worker);
    if (!closed) {
      starters.execute(this::startOne);
    }
  }

  private void startOne() {
    while (!closed) {
      try {
        var worker = WorkerProcess.start(settings, configuration, () -> fit.complete(null));
        alive.add(worker);
        failedStarts.set(0);
        if (closed) {
          worker.end();
        } else {
          idle.addLast(worker);
        }
        return;
      } catch (IllegalArgumentException e) {
        fit.completeExceptionally(e);
        failedStarts.set(MOST_FAILED_STARTS);
        LOG.log(Level.SEVERE, "Verification workers cannot work: {0}", e.getMessage());
        return;
      } catch (IOException e) {
        LOG.log(Level.SEVERE, "A verification worker cannot be started", e);
        if (failedStarts.incrementAndGet() >= MOST_FAILED_STARTS) {
          fit.completeExceptionally(e);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_STARTS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends all workers; files at hand are answered as given up. */
  @Override
  public void close() {
    closed = true;
    starters.shutdownNow();
    alive.forEach(WorkerProcess::end);
  }
}
