package org.dossierhub.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.path.PathAnswer;
import org.dossierhub.signing.path.PathRules;
import org.dossierhub.signing.path.ValidatePath;
import org.dossierhub.signing.verification.TrustAnchors;

/** Whom this agency believes: the hub's server, the hub's signature, and senders of messages. */
final class HubTrust {
  private final Set<X509Certificate> tls;
  private final Set<X509Certificate> hub;
  private final Optional<TrustAnchors> senders;

  private HubTrust(
      Set<X509Certificate> tls, Set<X509Certificate> hub, Optional<TrustAnchors> senders) {
    this.tls = tls;
    this.hub = hub;
    this.senders = senders;
  }

  static HubTrust in(Path folder) throws BoxProblem {
    var hub = "chứng thư hệ thống của trục";
    var system =
        certificates(folder.resolve("hub"), hub, "the hub's system certificate").stream()
            .filter(one -> one.getBasicConstraints() < 0) // a file may hold its issuers, too
            .collect(Collectors.toUnmodifiableSet());
    if (system.isEmpty()) {
      throw missing(folder.resolve("hub"), hub, "the hub's system certificate", null);
    }
    return new HubTrust(
        certificates(folder.resolve("tls"), "chứng thư gốc của máy chủ", "roots of the server"),
        system,
        senders(folder));
  }

  private static Optional<TrustAnchors> senders(Path folder) throws BoxProblem {
    if (!Files.isDirectory(folder.resolve("government"))) {
      return Optional.empty();
    }
    try {
      return Optional.of(TrustAnchors.load(folder));
    } catch (IllegalArgumentException e) {
      throw new BoxProblem("Thư mục tin cậy không đúng: " + e.getMessage(), e.getMessage(), e);
    }
  }

  private static Set<X509Certificate> certificates(Path folder, String vietnamese, String english)
      throws BoxProblem {
    try {
      var there = TrustAnchors.in(folder);
      var all = new LinkedHashSet<>(there.all());
      all.addAll(there.intermediates());
      return all;
    } catch (IllegalArgumentException e) {
      throw missing(folder, vietnamese, english, e);
    }
  }

  private static BoxProblem missing(
      Path folder, String vietnamese, String english, Throwable cause) {
    return new BoxProblem(
        "Cần có %s (tệp PEM) trong %s".formatted(vietnamese, folder),
        "%s has to hold PEM files of %s".formatted(folder, english),
        cause);
  }

  TrustManager[] forTls() throws IOException, GeneralSecurityException {
    var roots = KeyStore.getInstance("PKCS12");
    roots.load(null, null);
    int number = 0;
    for (var root : tls) {
      roots.setCertificateEntry("root-" + number++, root);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(roots);
    return factory.getTrustManagers();
  }

  /** A receipt of the hub that was verified. */
  record Receipt(String signer, Instant receivedAt, Sha256 manifest) {}

  /**
   * The hub's receipt for a message, when it is one.
   *
   * @param manifests digests of the signed octets under which the message may have arrived
   * @throws NotBelieved anything is wrong with it
   */
  Receipt receipt(byte[] document, Manifest message, Set<Sha256> manifests) throws NotBelieved {
    var content = Content.of(document, UnsignedXml.RECEIPT, "receipt");
    expectHub(content, "receivedAt");
    expect(content, "messageId", message.id());
    expect(content, "kind", message.kind());
    expect(content, "sender", message.sender().value());
    expect(content, "recipient", message.recipient().value());
    if (message.dossier().isPresent()) {
      expect(content, "dossierCode", message.dossier().get().value());
    }
    var manifest = digest(content, "manifestSha256");
    if (!manifests.contains(manifest)) {
      throw about("manifestSha256", manifest.hex());
    }
    expectParts(content, message);
    return new Receipt(signer(content), content.instant("receivedAt"), manifest);
  }

  private static void expectParts(Content content, Manifest message) throws NotBelieved {
    var said = new ArrayList<List<String>>();
    for (var part : content.children("part")) {
      said.add(List.of(part.text("name"), Long.toString(part.number("size")), part.text("sha256")));
    }
    var sent =
        message.parts().stream()
            .map(part -> List.of(part.name(), Long.toString(part.size()), part.sha256().hex()))
            .toList();
    if (!said.equals(sent)) {
      throw about("part", said.toString());
    }
  }

  /** The hub's signed refusal of a message, when it is one. */
  void refusal(byte[] document, Manifest message, Set<Sha256> manifests) throws NotBelieved {
    var content = Content.of(document, UnsignedXml.RECEIPT, "refusal");
    expectHub(content, "refusedAt");
    expect(content, "messageId", message.id());
    expect(content, "sender", message.sender().value());
    if (!manifests.contains(digest(content, "manifestSha256"))) {
      throw about("manifestSha256", content.text("manifestSha256"));
    }
  }

  /** That the document is the hub's, and was made while the hub's certificate was in force. */
  void expectHub(Content content, String time) throws NotBelieved {
    if (!hub.contains(content.signer())) {
      throw new NotBelieved(
          "Được ký bởi %s, không phải chứng thư của trục trong thư mục tin cậy"
              .formatted(signer(content)),
          "Signed by %s, which is not a certificate of the hub in the trust folder"
              .formatted(signer(content)));
    }
    var at = content.instant(time);
    if (at.isBefore(content.signer().getNotBefore().toInstant())
        || at.isAfter(content.signer().getNotAfter().toInstant())) {
      throw new NotBelieved(
          "Chứng thư của trục không có hiệu lực lúc " + at,
          "The hub's certificate was not in force at " + at);
    }
  }

  /**
   * That somebody we may believe signed a message that the hub handed out. Whose certificate it is
   * was the hub's question; where the roots are at hand, they are asked, too.
   */
  void expectKnownSender(Content signed, String time) throws NotBelieved {
    if (senders.isEmpty() || hub.contains(signed.signer())) {
      return;
    }
    var answer =
        new ValidatePath(
                new PathRules(
                    List.copyOf(senders.get().all()),
                    List.copyOf(senders.get().intermediates()),
                    List.of(),
                    signed.instant(time),
                    Set.of(),
                    false,
                    false,
                    false,
                    false))
            .validate(signed.signer());
    if (answer.outcome() != PathAnswer.Outcome.VALID) {
      throw new NotBelieved(
          "Được ký bởi %s, không dẫn tới chứng thư gốc nào trong thư mục tin cậy"
              .formatted(signer(signed)),
          "Signed by %s, who leads to no root in the trust folder (%s)"
              .formatted(signer(signed), answer.detail()));
    }
  }

  static String signer(Content content) {
    return content.signer().getSubjectX500Principal().getName()
        + ", "
        + CertificateId.of(content.signer()).serial().toString(16);
  }

  static Sha256 digest(Content content, String name) throws NotBelieved {
    try {
      return new Sha256(content.text(name));
    } catch (IllegalArgumentException e) {
      throw new NotBelieved("Không phải SHA-256: " + name, "Not a SHA-256: " + name, e);
    }
  }

  static void expect(Content content, String name, String expected) throws NotBelieved {
    if (!expected.equals(content.text(name))) {
      throw about(name, content.text(name));
    }
  }

  private static NotBelieved about(String name, String found) {
    return new NotBelieved(
        "Văn bản nói về thông điệp khác: %s là %s".formatted(name, found),
        "The document is about another message: %s is %s".formatted(name, found));
  }
}
