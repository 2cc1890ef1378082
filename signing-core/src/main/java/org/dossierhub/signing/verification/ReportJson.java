package org.dossierhub.signing.verification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.Sha256;

/**
 * A {@link ValidationReport} as one line of JSON and back; the form that is stored, that {@code
 * verify --json} prints and that {@code POST /api/v1/verify} answers. Times are ISO 8601 in UTC,
 * absent values are null.
 */
public final class ReportJson {
  /** Names the form; a change that older readers cannot bear gets a new name. */
  public static final String SCHEMA = "dossier-hub/validation-report/1";

  private static final ObjectMapper JSON = new ObjectMapper();

  private ReportJson() {}

  public static String write(ValidationReport report) {
    return text(tree(report));
  }

  /**
   * The report with how long it took, as the command line prints it.
   *
   * @param assumeTrusted whether the certificates in the file were taken for trusted
   */
  public static String write(ValidationReport report, boolean assumeTrusted, long millis) {
    return text(tree(report).put("assumeTrusted", assumeTrusted).put("millis", millis));
  }

  private static String text(ObjectNode tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of texts can always be written", e);
    }
  }

  private static ObjectNode tree(ValidationReport report) {
    var tree = JsonNodeFactory.instance.objectNode();
    tree.put("schema", SCHEMA);
    tree.put("file", report.fileName());
    tree.put("sha256", report.digest().hex());
    tree.put("policy", report.policy());
    tree.put("at", report.at().toString());
    tree.put("assumeTrusted", false);
    tree.put("verdict", report.verdict().name());
    tree.put("reason", report.reason());
    tree.put("sentence", report.sentence());
    tree.put("sentenceEn", report.sentenceEn());
    var signatures = tree.putArray("signatures");
    report.signatures().forEach(s -> write(s, signatures.addObject()));
    var changes = tree.putArray("changes");
    for (var change : report.changes()) {
      changes
          .addObject()
          .put("afterSignature", change.afterSignature())
          .put("kind", change.kind().name())
          .put("page", change.page())
          .put("allowed", change.allowed())
          .put("text", change.text())
          .put("textEn", change.textEn());
    }
    var uncovered = tree.putArray("uncovered");
    report.uncovered().forEach(uncovered::add);
    return tree;
  }

  private static void write(SignatureReport signature, ObjectNode tree) {
    tree.put("id", signature.id());
    tree.put("format", signature.format());
    tree.put("level", signature.level());
    tree.put("policy", signature.policy());
    tree.put("indication", signature.indication());
    tree.put("subIndication", signature.subIndication());
    tree.put("reason", signature.reason());
    tree.put("verdict", signature.verdict().name());
    tree.put("cryptoIntact", signature.cryptoIntact());
    tree.put("coversWholeDocument", signature.coversWholeDocument());
    tree.put("role", signature.role().name());
    tree.put("signer", signature.signer());
    tree.put("issuer", signature.issuer());
    tree.put("managedBy", signature.managedBy());
    tree.put("claimedTime", text(signature.claimedTime()));
    tree.put("provenTime", text(signature.provenTime()));
    tree.put("notBefore", text(signature.notBefore()));
    tree.put("notAfter", text(signature.notAfter()));
    signature
        .certificate()
        .ifPresentOrElse(
            id ->
                tree.putObject("certificate")
                    .put("issuer", id.issuer())
                    .put("serial", id.serial().toString(16)),
            () -> tree.putNull("certificate"));
    tree.put("explanationVi", signature.explanationVi());
    tree.put("explanationEn", signature.explanationEn());
    tree.put("remedyVi", signature.remedyVi());
    tree.put("remedyEn", signature.remedyEn());
    var notes = tree.putArray("notes");
    signature.notes().forEach(notes::add);
    var notesEn = tree.putArray("notesEn");
    signature.notesEn().forEach(notesEn::add);
  }

  private static String text(Optional<Instant> time) {
    return time.map(Instant::toString).orElse(null);
  }

  /** IllegalArgumentException when the text is not a report written by {@link #write}. */
  public static ValidationReport read(String json) {
    try {
      var tree = JSON.readTree(json);
      if (!SCHEMA.equals(tree.path("schema").asText())) {
        throw new IllegalArgumentException(
            "Expected a report of the form "
                + SCHEMA
                + ", found "
                + tree.path("schema").asText("none"));
      }
      return new ValidationReport(
          needed(tree, "file"),
          new Sha256(needed(tree, "sha256")),
          needed(tree, "policy"),
          Instant.parse(needed(tree, "at")),
          Verdict.valueOf(needed(tree, "verdict")),
          needed(tree, "reason"),
          needed(tree, "sentence"),
          needed(tree, "sentenceEn"),
          signatures(tree.path("signatures"), needed(tree, "policy")),
          changes(tree.path("changes")),
          texts(tree.path("uncovered")));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not a validation report in JSON", e);
    }
  }

  /**
   * @param policy of the file, for reports from the time when one policy judged everything
   */
  private static List<SignatureReport> signatures(JsonNode trees, String policy) {
    var signatures = new ArrayList<SignatureReport>();
    for (var tree : trees) {
      signatures.add(
          new SignatureReport(
              needed(tree, "id"),
              needed(tree, "format"),
              needed(tree, "level"),
              tree.path("policy").asText(policy),
              needed(tree, "indication"),
              needed(tree, "subIndication"),
              needed(tree, "reason"),
              Verdict.valueOf(needed(tree, "verdict")),
              tree.path("cryptoIntact").asBoolean(),
              tree.path("coversWholeDocument").asBoolean(),
              SignerRole.valueOf(needed(tree, "role")),
              needed(tree, "signer"),
              needed(tree, "issuer"),
              needed(tree, "managedBy"),
              time(tree, "claimedTime"),
              time(tree, "provenTime"),
              time(tree, "notBefore"),
              time(tree, "notAfter"),
              certificate(tree.path("certificate")),
              needed(tree, "explanationVi"),
              needed(tree, "explanationEn"),
              needed(tree, "remedyVi"),
              needed(tree, "remedyEn"),
              texts(tree.path("notes")),
              texts(tree.path("notesEn"))));
    }
    return signatures;
  }

  private static List<DocumentChange> changes(JsonNode trees) {
    var changes = new ArrayList<DocumentChange>();
    for (var tree : trees) {
      changes.add(
          new DocumentChange(
              needed(tree, "afterSignature"),
              DocumentChange.Kind.valueOf(needed(tree, "kind")),
              tree.path("page").asInt(),
              tree.path("allowed").asBoolean(),
              needed(tree, "text"),
              needed(tree, "textEn")));
    }
    return changes;
  }

  private static Optional<CertificateId> certificate(JsonNode tree) {
    return tree.isObject()
        ? Optional.of(
            new CertificateId(needed(tree, "issuer"), new BigInteger(needed(tree, "serial"), 16)))
        : Optional.empty();
  }

  private static Optional<Instant> time(JsonNode tree, String name) {
    var value = tree.path(name);
    return value.isTextual() ? Optional.of(Instant.parse(value.asText())) : Optional.empty();
  }

  private static List<String> texts(JsonNode trees) {
    var texts = new ArrayList<String>();
    trees.forEach(tree -> texts.add(tree.asText()));
    return texts;
  }

  private static String needed(JsonNode tree, String name) {
    var value = tree.path(name);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(
          "Not a validation report: the text " + name + " is missing");
    }
    return value.asText();
  }
}
