package org.dossierhub.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.dossierhub.signing.identity.Sha256;

/**
 * The chain of evidences inside a package of the hub (docs/protocol/evidence.md). The signature
 * around the package and its time-stamps are for {@code ./hub verify}.
 */
final class EvidencePackage {
  private static final String NAMESPACE = "urn:dossierhub:evidence:1";
  private static final String CHAIN = "chung-cu/";
  private static final String GROUNDS = "can-cu/";
  private static final int DOCUMENT = 1 << 20;
  private static final int MOST = 1000;

  private EvidencePackage() {}

  /**
   * Every evidence in its order.
   *
   * @param manifests digests of the signed octets of the message
   * @throws NotBelieved one is not the hub's, about another message, or not in its place
   */
  static List<KnownMessage.Evidence> read(
      Path file, HubTrust trust, Manifest message, Set<Sha256> manifests)
      throws NotBelieved, IOException {
    try (var zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
      var grounds = new HashSet<Sha256>();
      for (var entry : entries(zip, GROUNDS)) {
        grounds.add(Sha256.of(bytes(zip, entry)));
      }
      var found = new ArrayList<KnownMessage.Evidence>();
      var previous = Optional.<Sha256>empty();
      for (var entry : entries(zip, CHAIN)) {
        var document = bytes(zip, entry);
        found.add(
            previous.isEmpty()
                ? receipt(document, trust, message, manifests)
                : evidence(
                    document,
                    trust,
                    message,
                    manifests,
                    found.size() + 1,
                    previous.get(),
                    grounds));
        previous = Optional.of(Sha256.of(document));
      }
      if (found.isEmpty()) {
        throw new NotBelieved("Gói không có chứng cứ nào", "There is no evidence in the package");
      }
      return found;
    } catch (ZipException e) {
      throw new NotBelieved("Gói chứng cứ không đọc được", "The package cannot be read", e);
    }
  }

  private static KnownMessage.Evidence receipt(
      byte[] document, HubTrust trust, Manifest message, Set<Sha256> manifests) throws NotBelieved {
    var receipt = trust.receipt(document, message, manifests);
    return new KnownMessage.Evidence(
        1, "SUBMISSION_ACCEPTANCE", receipt.receivedAt(), "", receipt.signer());
  }

  private static KnownMessage.Evidence evidence(
      byte[] document,
      HubTrust trust,
      Manifest message,
      Set<Sha256> manifests,
      int position,
      Sha256 previous,
      Set<Sha256> grounds)
      throws NotBelieved {
    var content = Content.of(document, NAMESPACE, "evidence");
    trust.expectHub(content, "at");
    HubTrust.expect(content, "position", Integer.toString(position));
    HubTrust.expect(content, "previousSha256", previous.hex());
    HubTrust.expect(content, "messageId", message.id());
    HubTrust.expect(content, "sender", message.sender().value());
    var ground = content.optional("documentSha256");
    if (!manifests.contains(HubTrust.digest(content, "manifestSha256"))
        || ground.isPresent() && !grounds.contains(HubTrust.digest(content, "documentSha256"))) {
      throw new NotBelieved(
          "Chứng cứ số %d không khớp bản kê hoặc căn cứ trong gói".formatted(position),
          "Evidence %d does not fit the manifest or the documents in the package"
              .formatted(position));
    }
    return new KnownMessage.Evidence(
        position,
        content.text("event"),
        content.instant("at"),
        content.text("detail"),
        HubTrust.signer(content));
  }

  private static List<? extends ZipEntry> entries(ZipFile zip, String folder) throws NotBelieved {
    var found =
        zip.stream()
            .filter(entry -> entry.getName().startsWith(folder) && !entry.isDirectory())
            .sorted(Comparator.comparingInt(entry -> number(entry.getName(), folder)))
            .limit(MOST + 1L)
            .toList();
    if (found.size() > MOST) {
      throw new NotBelieved("Gói có quá nhiều tệp", "More than " + MOST + " files in " + folder);
    }
    return found;
  }

  private static int number(String name, String folder) {
    var digits = name.substring(folder.length()).replaceFirst("(?s)^(\\d{1,6})?.*$", "$1");
    return digits.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }

  private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException, NotBelieved {
    try (var in = zip.getInputStream(entry)) {
      var bytes = in.readNBytes(DOCUMENT + 1);
      if (bytes.length > DOCUMENT) {
        throw new NotBelieved(
            "Tệp quá lớn trong gói: " + entry.getName(),
            "Too large in the package: " + entry.getName());
      }
      return bytes;
    }
  }
}
