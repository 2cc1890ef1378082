package org.dossierhub.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;

/** Files that are on the disk when the method returns, complete or not there. */
final class Durable {
  /** Elsewhere a folder cannot be opened, and a rename needs no help. */
  private static final boolean FOLDERS_ARE_FORCED =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private Durable() {}

  interface Writing {
    void to(OutputStream out) throws IOException;
  }

  /** A new file in a folder that is renamed into place later. */
  static void write(Path file, Writing content) throws IOException {
    try (var created = new NewFile(file)) {
      content.to(created.stream());
      created.force();
    }
  }

  /** A file that is written in several steps; on the disk after {@link #force}. */
  static final class NewFile implements AutoCloseable {
    private final FileChannel channel;

    NewFile(Path file) throws IOException {
      channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    OutputStream stream() {
      return Channels.newOutputStream(channel);
    }

    void force() throws IOException {
      channel.force(true);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  static void write(Path file, byte[] content) throws IOException {
    write(file, out -> out.write(content));
  }

  /** Puts a file in place of what is there under the name, in one step. */
  static void replace(Path file, byte[] content) throws IOException {
    var beside = Files.createTempFile(file.getParent(), ".", ".new");
    Files.delete(beside);
    write(beside, content);
    into(beside, file);
  }

  /** Renames a file or a folder whose files are written; the name stays after a power cut. */
  static void into(Path complete, Path place) throws IOException {
    if (Files.isDirectory(complete)) {
      try (var inside = Files.walk(complete)) {
        for (var folder : inside.filter(Files::isDirectory).toList()) {
          force(folder);
        }
      }
    }
    Files.move(complete, place, StandardCopyOption.ATOMIC_MOVE);
    force(place.getParent());
  }

  static void force(Path folder) throws IOException {
    if (FOLDERS_ARE_FORCED) {
      try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  static void delete(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      force(file.getParent());
    }
  }

  /** A folder that was being put together and is not needed. */
  static void discard(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var inside = Files.walk(folder)) {
      for (var one : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }
}
