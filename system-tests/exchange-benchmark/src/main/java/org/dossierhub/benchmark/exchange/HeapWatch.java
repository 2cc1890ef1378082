package org.dossierhub.benchmark.exchange;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** How much heap a Java process has in use at most, looked at four times a second by jstat. */
final class HeapWatch implements AutoCloseable {
  private static final List<String> USED = List.of("S0U", "S1U", "EU", "OU");

  private final Process jstat;
  private final AtomicLong most = new AtomicLong();

  private HeapWatch(Process jstat) {
    this.jstat = jstat;
    var reading = new Thread(this::read, "jstat");
    reading.setDaemon(true);
    reading.start();
  }

  static HeapWatch over(long pid) throws IOException {
    var program = Path.of(System.getProperty("java.home"), "bin", "jstat").toString();
    var jstat =
        new ProcessBuilder(program, "-gc", String.valueOf(pid), "250")
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    jstat.environment().put("LC_ALL", "C");
    return new HeapWatch(jstat.start());
  }

  private void read() {
    try (var in =
        new BufferedReader(
            new InputStreamReader(jstat.getInputStream(), StandardCharsets.US_ASCII))) {
      var names = List.<String>of();
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        var columns = Arrays.asList(line.strip().split("\\s+"));
        if (columns.contains(USED.get(0))) {
          names = columns;
        } else {
          used(names, columns).ifPresent(bytes -> most.accumulateAndGet(bytes, Math::max));
        }
      }
    } catch (IOException e) {
      // the process has ended
    }
  }

  static Optional<Long> used(List<String> names, List<String> values) {
    if (names.isEmpty() || names.size() != values.size()) {
      return Optional.empty();
    }
    double kilobytes = 0;
    for (var name : USED) {
      var value = values.get(names.indexOf(name));
      kilobytes += value.equals("-") ? 0 : Double.parseDouble(value);
    }
    return Optional.of((long) (kilobytes * 1024));
  }

  /** Bytes since the last question. */
  long most() {
    return most.getAndSet(0);
  }

  @Override
  public void close() {
    jstat.destroy();
  }
}
