package org.dossierhub.benchmark.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the hub's server spends its time, from samples of its running threads by the JDK's own
 * recorder. A sample belongs to the innermost thing its thread was doing that has a name here.
 */
final class HubProfile {
  private static final String NAME = "bench";
  private static final String REST = "not told apart";

  /**
   * First of a frame's class name and method, to what it is called; the innermost frame decides.
   */
  private static final Map<String, String> NAMES = new LinkedHashMap<>();

  static {
    name("TLS", "sun.security.ssl.", "org.glassfish.grizzly.ssl.");
    name(
        "WS-Security: signing the answer",
        "org.apache.cxf.ws.security.wss4j.WSS4JOutInterceptor",
        "org.apache.wss4j.dom.message.",
        "org.apache.wss4j.dom.action.");
    name(
        "WS-Security: checking the envelope",
        "org.apache.cxf.ws.security.wss4j.",
        "org.apache.wss4j.",
        "org.dossierhub.exchange.soap.RegisteredSigner",
        "org.dossierhub.exchange.soap.WireSecurity",
        "org.dossierhub.exchange.soap.Signed",
        "org.dossierhub.exchange.store.SeenEnvelopeStore");
    name("the manifest: its signature", "org.dossierhub.signing.xml.VerifiedXml");
    name("the manifest: its content", "org.dossierhub.exchange.message.");
    name(
        "the receipt and its signature",
        "org.dossierhub.signing.xml.SignXml",
        "org.dossierhub.exchange.receipt.");
    name(
        "parts: hash, file, fsync",
        "org.dossierhub.exchange.store.FilePayloads",
        "org.dossierhub.exchange.intake.TakeParts");
    name(
        "the database: SQL, commit, pool",
        "org.postgresql.",
        "org.jdbi.",
        "org.dossierhub.exchange.store.",
        "com.sun.gjc.",
        "com.sun.enterprise.resource.",
        "com.sun.enterprise.transaction.",
        "org.glassfish.jdbc.");
    name(
        "the steps between them",
        "org.dossierhub.exchange.intake.",
        "org.dossierhub.exchange.protocol.");
    name("SOAP and MIME", "org.apache.cxf.", "org.dossierhub.exchange.soap.");
    name(
        "HTTP and the container", "org.glassfish.grizzly.", "org.apache.catalina.", "fish.payara.");
  }

  /** Frames that say that nobody waits for an answer. */
  private static final List<String> AFTERWARDS =
      List.of(
          "org.dossierhub.exchange.queue.",
          "org.dossierhub.exchange.start.Rounds",
          "org.dossierhub.exchange.intake.JudgeDocuments",
          "org.dossierhub.exchange.work.Turns");

  private static final String AFTER = "work after the receipt: queue, judging, rounds";
  private static final List<String> BROKER =
      List.of("org.apache.activemq.", "org.apache.artemis.", "io.netty.");

  private final long pid;
  private final Path file;

  private HubProfile(long pid, Path file) {
    this.pid = pid;
    this.file = file;
  }

  private static void name(String words, String... beginnings) {
    for (var beginning : beginnings) {
      NAMES.put(beginning, words);
    }
  }

  /**
   * @param shares of the samples, the largest first
   * @param leaves of what they are made, wherever they belong
   * @param rate messages per second meanwhile
   */
  record Shares(int samples, Map<String, Double> shares, Map<String, Double> leaves, double rate) {}

  static HubProfile start(long pid, Path file) throws IOException, InterruptedException {
    jcmd(pid, "JFR.start", "name=" + NAME, "settings=profile");
    return new HubProfile(pid, file);
  }

  /** What was seen since, at so many messages per second. */
  Shares end(double rate) throws IOException, InterruptedException {
    jcmd(pid, "JFR.stop", "name=" + NAME, "filename=" + file);
    var shares = new LinkedHashMap<String, Double>();
    var leaves = new LinkedHashMap<String, Double>();
    int samples = 0;
    try (var recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        var event = recording.readEvent();
        if (event.getEventType().getName().equals("jdk.ExecutionSample")
            && event.getStackTrace() != null) {
          samples++;
          var frames = frames(event);
          shares.merge(activity(frames), 1.0, Double::sum);
          leaf(frames).ifPresent(leaf -> leaves.merge(leaf, 1.0, Double::sum));
        }
      }
    }
    int all = Math.max(1, samples);
    shares.replaceAll((name, count) -> count / all);
    leaves.replaceAll((name, count) -> count / all);
    return new Shares(samples, shares, leaves, rate);
  }

  private static List<String> frames(RecordedEvent event) {
    var frames = new ArrayList<String>();
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      frames.add(frame.getMethod().getType().getName() + "." + frame.getMethod().getName());
    }
    return frames;
  }

  /** What a thread with this stack, innermost frame first, is doing. */
  static String activity(List<String> frames) {
    if (frames.stream()
        .anyMatch(
            frame ->
                AFTERWARDS.stream().anyMatch(frame::startsWith)
                    || BROKER.stream().anyMatch(frame::startsWith))) {
      return AFTER;
    }
    for (var frame : frames) {
      for (var name : NAMES.entrySet()) {
        if (frame.startsWith(name.getKey())) {
          return name.getValue();
        }
      }
    }
    return REST;
  }

  /** What it is made of, wherever it belongs. */
  private static Optional<String> leaf(List<String> frames) {
    for (var frame : frames) {
      if (frame.startsWith("sun.security.rsa.") || frame.startsWith("sun.security.ec.")) {
        return Optional.of("RSA and ECDSA");
      }
      if (frame.startsWith("java.security.cert.CertPath")
          || frame.startsWith("sun.security.provider.certpath.")) {
        return Optional.of("certificate paths");
      }
      if (frame.contains("xml.internal.security")
          || frame.startsWith("org.apache.xml.security.c14n")) {
        return Optional.of("canonical forms");
      }
      if (frame.startsWith("java.util.ServiceLoader") || frame.startsWith("java.util.zip.")) {
        return Optional.of("looking up services and jars");
      }
    }
    return Optional.empty();
  }

  private static void jcmd(long pid, String... words) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    command.add(String.valueOf(pid));
    command.addAll(List.of(words));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException("jcmd " + String.join(" ", words) + ": " + said);
    }
  }
}
