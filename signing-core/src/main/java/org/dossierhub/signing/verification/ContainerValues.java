package org.dossierhub.signing.verification;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipInputStream;

/** The CMS values in a container that {@link ZipGate} has let in: signatures and time-stamps. */
final class ContainerValues {
  private ContainerValues() {}

  static List<byte[]> in(byte[] zip) {
    var values = new ArrayList<byte[]>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip), StandardCharsets.UTF_8)) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        var name = entry.getName().toLowerCase(Locale.ROOT);
        if (!name.startsWith("meta-inf/")) {
          continue;
        }
        if (name.endsWith(".p7s") || name.endsWith(".tst")) {
          values.add(in.readAllBytes());
        } else if (name.endsWith(".ers")) {
          StampsOfEvidence.in(in.readAllBytes()).ifPresent(found -> values.addAll(found.tokens()));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("A container that was read before cannot be read", e);
    }
    return values;
  }
}
