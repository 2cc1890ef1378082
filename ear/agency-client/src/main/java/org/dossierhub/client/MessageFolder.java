package org.dossierhub.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dossierhub.signing.identity.Sha256;

/** The folder of one message, in either direction; what lies there is complete. */
final class MessageFolder {
  static final String MANIFEST = "manifest.xml";
  static final String PARTS = "parts";
  static final String CALLED = "called";
  static final String RECEIPT = "receipt.xml";
  static final String ANSWER = "answer.json";
  static final String REFUSAL = "refusal.xml";
  static final String WITHDRAWAL = "withdrawal.xml";
  static final String WITHDRAWN = "withdrawn.json";
  static final String NOT_WITHDRAWN = "withdrawal-refused.json";
  static final String ACKNOWLEDGED = "acknowledged.json";
  static final String EVIDENCE = "evidence.asice";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Bytes of a name that every file system takes. */
  private static final int LONGEST_NAME = 240;

  private final Path folder;

  MessageFolder(Path folder) {
    this.folder = folder;
  }

  Path path() {
    return folder;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  boolean has(String name) {
    return Files.exists(file(name));
  }

  byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(file(name));
  }

  byte[] signedManifest() throws IOException {
    return bytes(MANIFEST);
  }

  Content manifestContent() throws IOException, NotBelieved {
    return Content.of(signedManifest(), Manifest.NAMESPACE, "manifest");
  }

  Manifest manifest() throws IOException, NotBelieved {
    return Manifest.read(manifestContent());
  }

  /** Of the manifest, and of those with which the same content was signed before. */
  Set<Sha256> manifestDigests() throws IOException {
    var digests = new LinkedHashSet<Sha256>();
    digests.add(Sha256.of(signedManifest()));
    for (var earlier : earlierManifests()) {
      digests.add(Sha256.of(Files.readAllBytes(earlier)));
    }
    return digests;
  }

  private List<Path> earlierManifests() throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("manifest-\\d+\\.xml"))
          .toList();
    }
  }

  /** The same content under another signature; the first one stays. */
  void signedAgain(byte[] manifest) throws IOException {
    var earlier = file("manifest-" + (earlierManifests().size() + 1) + ".xml");
    Durable.replace(earlier, signedManifest());
    Durable.replace(file(MANIFEST), manifest);
  }

  /** Where a part of a message lies inside its folder: unique, and short enough for any disk. */
  static Path partFile(Path folder, int index, String name) {
    var ending = name.lastIndexOf('.') > 0 ? name.substring(name.lastIndexOf('.')) : "";
    if (ending.getBytes(StandardCharsets.UTF_8).length > 20) {
      ending = "";
    }
    var begin = name.substring(0, name.length() - ending.length());
    while ((begin + ending).getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      begin = begin.substring(0, begin.offsetByCodePoints(begin.length(), -1));
    }
    return folder.resolve(PARTS).resolve("%03d-%s%s".formatted(index + 1, begin, ending));
  }

  List<HubCalls.PartFile> partFiles(Manifest manifest) {
    List<HubCalls.PartFile> files = new ArrayList<>();
    for (int i = 0; i < manifest.parts().size(); i++) {
      var part = manifest.parts().get(i);
      files.add(new HubCalls.PartFile(part, partFile(folder, i, part.name())));
    }
    return files;
  }

  Optional<JsonNode> json(String name) throws IOException {
    return has(name) ? Optional.of(JSON.readTree(bytes(name))) : Optional.empty();
  }

  void write(String name, JsonNode json) throws IOException {
    Durable.replace(file(name), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
  }

  /** Why there is no receipt, or no acknowledgement. */
  void answered(
      String file,
      KnownMessage.State state,
      Instant at,
      String code,
      String reasonVi,
      String reasonEn)
      throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("state", state.name());
    json.put("at", at.toString());
    json.put("code", code);
    json.put("reasonVi", reasonVi);
    json.put("reasonEn", reasonEn);
    write(file, json);
  }

  Optional<KnownMessage.State> answeredState() throws IOException {
    return json(ANSWER).map(json -> KnownMessage.State.valueOf(json.path("state").asText()));
  }
}
