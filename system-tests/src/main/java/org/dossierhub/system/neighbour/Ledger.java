package org.dossierhub.system.neighbour;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a neighbour knows to have sent or received: one JSON object per line, on disk before
 * anything is answered. It is the judge of what was lost or doubled, and it lies outside the hub.
 */
public final class Ledger {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Path file;

  public Ledger(Path file) {
    this.file = file;
  }

  public Path file() {
    return file;
  }

  /** Appends one line and forces it to disk. */
  public synchronized void write(String event, Map<String, String> facts) {
    var line = new LinkedHashMap<String, String>();
    line.put("at", Instant.now().toString());
    line.put("event", event);
    line.putAll(facts);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (var channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        var bytes = (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
        channel.write(ByteBuffer.wrap(bytes));
        channel.force(false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the ledger " + file, e);
    }
  }

  /** All lines of one kind of event, oldest first; an absent file is an empty ledger. */
  public synchronized List<Map<String, String>> read(String event) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> !line.isBlank())
          .map(Ledger::parse)
          .filter(line -> event.equals(line.get("event")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the ledger " + file, e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> parse(String line) {
    try {
      return JSON.readValue(line, LinkedHashMap.class);
    } catch (IOException e) {
      throw new UncheckedIOException("Not a ledger line: " + line, e);
    }
  }
}
