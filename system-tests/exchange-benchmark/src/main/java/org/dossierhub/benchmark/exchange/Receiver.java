package org.dossierhub.benchmark.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;

/**
 * What the receivers beside the hub have in common: each part becomes a file that is forced to the
 * disk before anything is answered.
 */
final class Receiver {
  private static final int BUFFER = 65_536;

  private final Path folder;

  Receiver(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** The SHA-256 of what was stored, in hexadecimal digits. */
  String store(InputStream content) throws IOException, GeneralSecurityException {
    var digest = MessageDigest.getInstance("SHA-256");
    var file = folder.resolve(UUID.randomUUID().toString());
    try (var in = new DigestInputStream(content, digest);
        var out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (var some = ByteBuffer.wrap(buffer, 0, n); some.hasRemaining(); ) {
          out.write(some);
        }
      }
      out.force(true);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Says that it is ready; the files go whenever a line comes, the program with its input. */
  void serve() throws IOException {
    Answers.serve(
        question -> {
          long files = 0;
          try (var stored = Files.list(folder)) {
            for (var file : stored.toList()) {
              Files.delete(file);
              files++;
            }
          }
          return files;
        });
  }
}
