package org.dossierhub.exchange.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.agency.Succession;
import org.dossierhub.exchange.agency.Withdrawal;
import org.dossierhub.exchange.desk.DeskRefusal;
import org.dossierhub.exchange.intake.RejectionReason;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.protocol.WireRefusal;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.SigningRole;
import org.dossierhub.exchange.staff.AccountRefused;
import org.dossierhub.exchange.verification.UploadRefused;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.verification.DocumentChange;
import org.dossierhub.signing.verification.ReportJson;
import org.dossierhub.signing.verification.SignatureReport;
import org.dossierhub.signing.verification.SignerRole;
import org.dossierhub.signing.verification.ValidationReport;
import org.dossierhub.signing.verification.Verdict;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docs/protocol/openapi.yaml says what the code does: addresses, enums, members, codes. */
class OpenApiTest {
  private static final Path SOURCES = Path.of("src/main/java/org/dossierhub/exchange");

  private final Map<?, ?> file = read();

  private static Map<?, ?> read() {
    try (var in = Files.newBufferedReader(Path.of("../docs/protocol/openapi.yaml"))) {
      return new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void every_address_of_the_code_is_in_the_file_and_no_other() {
    var inCode = new TreeSet<String>();
    EveryResourceTest.all()
        .forEach(
            method -> {
              var below = method.getAnnotation(jakarta.ws.rs.Path.class);
              for (var said : method.getAnnotations()) {
                var verb = said.annotationType().getAnnotation(HttpMethod.class);
                if (verb != null) {
                  inCode.add(
                      verb.value()
                          + " "
                          + method
                              .getDeclaringClass()
                              .getAnnotation(jakarta.ws.rs.Path.class)
                              .value()
                          + (below == null ? "" : below.value()));
                }
              }
            });
    var inFile = new TreeSet<String>();
    at(file, "paths")
        .forEach(
            (address, methods) ->
                ((Map<?, ?>) methods)
                    .keySet().stream()
                        .map(Object::toString)
                        .filter(verb -> List.of("get", "put", "post", "delete").contains(verb))
                        .forEach(
                            verb -> inFile.add(verb.toUpperCase(Locale.ROOT) + " " + address)));

    assertThat(inFile).isEqualTo(inCode);
  }

  @Test
  void every_reference_leads_somewhere() {
    var references = new ArrayList<String>();
    walk(
        file,
        (name, value) -> {
          if (name.equals("$ref")) {
            references.add((String) value);
          }
        });

    assertThat(references).hasSizeGreaterThan(60).allMatch(reference -> found(reference) != null);
  }

  private Object found(String reference) {
    Object here = file;
    for (var step : reference.substring(2).split("/")) {
      here = ((Map<?, ?>) here).get(step);
    }
    return here;
  }

  @Test
  void the_file_uses_the_words_of_openapi_3_1() {
    assertThat(file.get("openapi")).isEqualTo("3.1.0");
    walk(
        file,
        (name, value) -> {
          assertThat(name).isNotEqualTo("nullable");
          assertThat(value).isNotEqualTo("binary");
        });
  }

  @Test
  void every_enum_has_the_values_of_the_code() {
    assertThat(words(schema("ResultState"), "enum")).isEqualTo(names(ResultState.values()));
    assertThat(words(member("Registration", "state"), "enum"))
        .isEqualTo(
            names(
                Arrays.stream(ResultState.values())
                    .filter(ResultState::wasPublished)
                    .toArray(ResultState[]::new)));
    assertThat(words(schema("Verdict"), "enum")).isEqualTo(names(Verdict.values()));
    assertThat(words(member("SignatureReport", "role"), "enum"))
        .isEqualTo(names(SignerRole.values()));
    assertThat(words(member("SigningSession", "role"), "enum"))
        .isEqualTo(names(SigningRole.values()));
    assertThat(words(member("Agency", "channel"), "enum"))
        .isEqualTo(
            names(
                Arrays.stream(Channel.values())
                    .filter(Channel::isWayToAgencies)
                    .toArray(Channel[]::new)));
    var changes = at(member("ValidationReport", "changes"), "items", "properties", "kind");
    assertThat(words(changes, "enum")).isEqualTo(names(DocumentChange.Kind.values()));
    assertThat(words(at(member("Account", "roles"), "items"), "enum"))
        .isEqualTo(names(Role.values()));
    var body = List.of("post", "requestBody", "content", "application/json", "schema");
    assertThat(words(posted("/admin/agencies", body, "channel"), "enum"))
        .isEqualTo(
            names(
                Arrays.stream(Channel.values())
                    .filter(Channel::isWayToAgencies)
                    .toArray(Channel[]::new)));
    assertThat(words(posted("/admin/agencies/{code}/close", body, "policy"), "enum"))
        .isEqualTo(names(Succession.Policy.values()));
    assertThat(
            words(posted("/admin/agencies/{code}/certificates/withdraw", body, "reason"), "enum"))
        .isEqualTo(names(Withdrawal.Reason.values()));
    assertThat(words(at(posted("/admin/accounts", body, "roles"), "items"), "enum"))
        .isEqualTo(names(Role.values()));
  }

  private Map<?, ?> posted(String address, List<String> body, String member) {
    Map<?, ?> here = (Map<?, ?>) at(file, "paths").get(address);
    for (var step : body) {
      here = (Map<?, ?>) here.get(step);
    }
    return at(here, "properties", member);
  }

  @Test
  void a_report_has_the_members_the_file_names_and_no_other() {
    var report = written();

    assertThat(report.keySet()).isEqualTo(at(schema("ValidationReport"), "properties").keySet());
    assertThat(report.keySet()).isEqualTo(words(schema("ValidationReport"), "required"));
    assertThat(report.getJsonArray("signatures").getJsonObject(0).keySet())
        .isEqualTo(at(schema("SignatureReport"), "properties").keySet());
    assertThat(report.getJsonArray("changes").getJsonObject(0).keySet())
        .isEqualTo(at(member("ValidationReport", "changes"), "items", "properties").keySet());
    assertThat(at(member("ValidationReport", "schema")).get("const")).isEqualTo(ReportJson.SCHEMA);
  }

  private static JsonObject written() {
    var now = Instant.parse("2031-03-04T02:15:00Z");
    var signature =
        new SignatureReport(
            "S1",
            "PAdES",
            "BASELINE_LT",
            "VN-GOV-2025",
            "TOTAL_PASSED",
            "",
            "OK",
            Verdict.VALID,
            true,
            true,
            SignerRole.LEADER,
            "An",
            "CA",
            "",
            Optional.of(now),
            Optional.of(now),
            Optional.of(now),
            Optional.of(now),
            Optional.of(new CertificateId("CN=CA", BigInteger.TEN)),
            "",
            "",
            "",
            "",
            List.of(),
            List.of());
    var change =
        new DocumentChange("S1", DocumentChange.Kind.NUMBER_AND_DATE, 1, true, "số", "number");
    var report =
        new ValidationReport(
            "a.pdf",
            Sha256.of(new byte[] {1}),
            "VN-GOV-2025",
            now,
            Verdict.VALID,
            "OK",
            "",
            "",
            List.of(signature),
            List.of(change),
            List.of());
    try (var reader = Json.createReader(new StringReader(ReportJson.write(report)))) {
      return reader.readObject();
    }
  }

  /** The classes behind the addresses, from which refusals come. */
  private static final Set<String> DESK =
      Set.of(
          "LiveSession",
          "ServeSigningSession",
          "AcceptSignedRevision",
          "SignatureOfRole",
          "HeapRoom",
          "ExamineResult");

  private static final Set<String> STAFF =
      Set.of("RegisterAccount", "EquipAccount", "PemCertificate", "Passwords");
  private static final Set<String> REGISTRY =
      Set.of(
          "RegisterAgency",
          "ChangeAgency",
          "AgencyAddress",
          "AddCertificate",
          "WithdrawCertificate",
          "CloseAgency",
          "EndAgreement",
          "AgreeExchange",
          "SetProcedureCode",
          "Registry");

  @Test
  void every_code_of_the_file_exists_and_every_code_an_address_answers_with_is_in_it()
      throws IOException {
    var text = (String) member("Problem", "code").get("description");
    var inFile = matches(text, "\\b([A-Z][A-Z_]{3,})\\b");
    var answered = new TreeSet<String>();
    answered.addAll(said("desk", DESK, "DeskRefusal\\.([A-Z_]+)"));
    answered.addAll(said("staff", STAFF, "Reason\\.([A-Z_]+)"));
    answered.addAll(said("registry", REGISTRY, "new RegistryRefused\\(\\s*\"([A-Z_]+)\""));
    answered.addAll(said("rest", Set.of(), "new Problem\\(\\s*\"([A-Z_]+[A-Z])\""));
    answered.addAll(names(UploadRefused.Limit.values()));

    assertThat(inFile).containsAll(answered);
    var all = new TreeSet<>(answered);
    all.addAll(names(DeskRefusal.values()));
    all.addAll(names(AccountRefused.Reason.values()));
    assertThat(all).containsAll(inFile);
  }

  @Test
  void the_refusals_of_the_exchange_stand_with_their_status() {
    var text = (String) member("Refusal", "code").get("description");
    var expected = new TreeMap<String, Integer>();
    for (var reason : RejectionReason.values()) {
      expected.put(reason.code(), RefusalJson.status(reason.code()));
    }
    for (var reason : WireRefusal.values()) {
      expected.put(reason.code(), RefusalJson.status(reason.code()));
    }
    var inFile = new TreeMap<String, Integer>();
    Pattern.compile("(\\d{3}): ([A-Z_,\\s]+)\\.")
        .matcher(text)
        .results()
        .forEach(
            said ->
                matches(said.group(2), "([A-Z_]+)")
                    .forEach(code -> inFile.put(code, Integer.valueOf(said.group(1)))));
    assertThat(inFile).isEqualTo(expected);
  }

  /** What the sources of a package say; of all its classes when none is named. */
  private static Set<String> said(String folder, Set<String> classes, String pattern)
      throws IOException {
    var found = new TreeSet<String>();
    try (Stream<Path> files = Files.list(SOURCES.resolve(folder))) {
      for (var source : files.toList()) {
        var name = source.getFileName().toString().replace(".java", "");
        if (classes.isEmpty() || classes.contains(name)) {
          found.addAll(matches(Files.readString(source), pattern));
        }
      }
    }
    for (var name : classes) {
      assertThat(SOURCES.resolve(folder).resolve(name + ".java")).exists();
    }
    assertThat(found).isNotEmpty();
    return found;
  }

  private static Set<String> matches(String text, String pattern) {
    var found = new TreeSet<String>();
    Pattern.compile(pattern).matcher(text).results().forEach(match -> found.add(match.group(1)));
    return found;
  }

  private Map<?, ?> schema(String name) {
    return at(file, "components", "schemas", name);
  }

  private Map<?, ?> member(String schema, String name) {
    return at(schema(schema), "properties", name);
  }

  private static Map<?, ?> at(Map<?, ?> tree, String... steps) {
    Map<?, ?> here = tree;
    for (var step : steps) {
      here = (Map<?, ?>) here.get(step);
      assertThat(here).as(step).isNotNull();
    }
    return here;
  }

  private static Set<String> words(Map<?, ?> tree, String name) {
    var words = new TreeSet<String>();
    ((List<?>) tree.get(name)).forEach(word -> words.add((String) word));
    return words;
  }

  private static Set<String> names(Enum<?>... values) {
    var names = new TreeSet<String>();
    Arrays.stream(values).map(Enum::name).forEach(names::add);
    return names;
  }

  private static void walk(Object tree, BiConsumer<String, Object> seen) {
    if (tree instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> {
            seen.accept(String.valueOf(name), value);
            walk(value, seen);
          });
    } else if (tree instanceof List<?> list) {
      list.forEach(value -> walk(value, seen));
    }
  }
}
