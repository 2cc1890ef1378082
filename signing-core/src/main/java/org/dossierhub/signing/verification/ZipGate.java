package org.dossierhub.signing.verification;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.dossierhub.signing.verification.pdf.PdfCoverage;

/**
 * A bounded first reading of a ZIP file: names that lie inside, no name twice, a bearable size when
 * unpacked, and the table of contents saying the same as the entries themselves (programs differ in
 * which of the two they believe).
 */
final class ZipGate {
  private static final int MOST_ENTRIES = 1_000;
  private static final long MOST_UNPACKED = 500L << 20;
  private static final long RATIO_FREE = 1L << 20;
  private static final int HIGHEST_RATIO = 100;

  /** EN 319 162-1, 4.3 and 4.4: what lies in META-INF beside the files that are signed. */
  private static final Pattern OF_A_CONTAINER =
      Pattern.compile(
          "meta-inf/([^/]*(signature|timestamp|evidencerecord)[^/]*\\.(p7s|xml|tst|ers)"
              + "|asic[^/]*manifest[^/]*\\.xml|manifest\\.xml|container\\.xml|metadata\\.xml)");

  private ZipGate() {}

  /** What the container says it is. */
  enum Content {
    ASIC,
    /** An office document with a signature of its own kind, which the hub does not verify. */
    OFFICE_SIGNED,
    OTHER
  }

  static Content examine(byte[] zip) throws FileRefused {
    List<String> names;
    try {
      names = entries(zip);
    } catch (IOException | IllegalArgumentException e) {
      throw FileRefused.because("ZIP_BROKEN");
    }
    if (!ZipLayout.namesIn(zip).equals(names)) {
      throw FileRefused.because("ZIP_TWO_CONTENTS");
    }
    var lower = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    if (lower.stream().anyMatch(name -> name.startsWith("meta-inf/") && name.contains("signature"))
        || (!lower.isEmpty()
            && lower.get(0).equals("mimetype")
            && mimetype(zip).contains("vnd.etsi.asic"))
        || lower.stream()
            .anyMatch(name -> name.startsWith("meta-inf/") && name.endsWith("timestamp.tst"))) {
      return Content.ASIC;
    }
    return lower.stream()
            .anyMatch(
                name ->
                    name.startsWith("_xmlsignatures/") || name.endsWith("documentsignatures.xml"))
        ? Content.OFFICE_SIGNED
        : Content.OTHER;
  }

  private static List<String> entries(byte[] zip) throws IOException, FileRefused {
    var names = new ArrayList<String>();
    var seen = new HashSet<String>();
    long unpacked = 0;
    var buffer = new byte[8192];
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip), StandardCharsets.UTF_8)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        checkName(entry.getName());
        names.add(entry.getName());
        if (!seen.add(
            Normalizer.normalize(entry.getName(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT))) {
          throw FileRefused.because("ZIP_NAME_TWICE", entry.getName());
        }
        if (names.size() > MOST_ENTRIES) {
          throw FileRefused.because("ZIP_TOO_MANY", MOST_ENTRIES);
        }
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          unpacked += read;
          if (unpacked > MOST_UNPACKED
              || (unpacked > RATIO_FREE && unpacked / zip.length > HIGHEST_RATIO)) {
            throw FileRefused.because("ZIP_BOMB", entry.getName());
          }
        }
      }
    }
    return names;
  }

  /**
   * What lies in META-INF of a container that was examined: these a library parses before anything
   * is verified, so they pass the gates of their own kinds.
   *
   * @param values what the XML signatures among them carry
   * @param signatures the CMS values among them
   * @param strangers names of files there that are nothing a container needs, and nobody signs
   */
  record Signatures(EmbeddedValues values, List<byte[]> signatures, List<String> strangers) {}

  static Signatures signatures(byte[] zip) throws FileRefused {
    var values = new EmbeddedValues();
    var signatures = new ArrayList<byte[]>();
    var strangers = new ArrayList<String>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip), StandardCharsets.UTF_8)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        var name = entry.getName().toLowerCase(Locale.ROOT);
        if (!name.startsWith("meta-inf/") || entry.isDirectory()) {
          continue;
        }
        if (!OF_A_CONTAINER.matcher(name).matches()) {
          strangers.add(entry.getName());
        }
        if (name.endsWith(".xml")) {
          var shape = XmlGate.examine(within(in, FileGate.Kind.XML, entry));
          values.add(shape.values());
          if (!shape.loose().isEmpty()) {
            strangers.add(entry.getName());
          }
        } else if (name.matches(".*\\.(p7s|p7m|tst|ers)")) {
          var cms = within(in, FileGate.Kind.CMS, entry);
          if (!PdfCoverage.isLineEnd(cms, Asn1Gate.examine(cms))) {
            strangers.add(entry.getName());
          }
          if (name.endsWith(".ers")) {
            StampsOfEvidence.in(cms).ifPresent(found -> signatures.addAll(found.tokens()));
          } else {
            signatures.add(cms);
          }
        }
      }
    } catch (IOException e) {
      throw FileRefused.because("ZIP_BROKEN");
    }
    return new Signatures(values, signatures, strangers);
  }

  private static byte[] within(ZipInputStream in, FileGate.Kind kind, ZipEntry entry)
      throws IOException, FileRefused {
    var bytes = in.readNBytes(Math.toIntExact(kind.limit()) + 1);
    if (bytes.length > kind.limit()) {
      throw FileRefused.because("ZIP_BOMB", entry.getName());
    }
    return bytes;
  }

  private static void checkName(String name) throws FileRefused {
    var bad =
        name.isEmpty()
            || name.startsWith("/")
            || name.contains("\\")
            || name.contains(":")
            || name.chars().anyMatch(Character::isISOControl)
            || List.of(name.split("/")).contains("..");
    if (bad) {
      throw FileRefused.because("ZIP_NAME", name.replaceAll("[\\p{Cc}\\p{Cf}]", "?"));
    }
  }

  private static String mimetype(byte[] zip) {
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip), StandardCharsets.UTF_8)) {
      in.getNextEntry();
      return new String(in.readNBytes(200), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return "";
    }
  }
}
