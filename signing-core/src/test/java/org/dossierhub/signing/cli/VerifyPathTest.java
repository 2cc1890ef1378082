package org.dossierhub.signing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.CertPolicyId;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PolicyMappings;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as docs/protocol/verify-path-command-line.md promises it, RFC 5280. */
class VerifyPathTest {
  private static final Instant NOW = Instant.now();
  private static final String POLICY = "1.3.6.1.4.1.99999.1";
  private static final String MAPPED = "1.3.6.1.4.1.99999.2";

  @TempDir static Path folder;

  private static Authority root;
  private static Authority agencies;
  private static Path leaf;
  private static Path outsider;
  private static Path rootList;
  private static Path list;
  private static int serial = 100;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private record Authority(X500Name name, KeyPair key, X509Certificate certificate, Path file) {}

  private interface Additions {
    void to(X509v3CertificateBuilder builder) throws Exception;
  }

  @BeforeAll
  static void prepare() throws Exception {
    root = authority("CN=Gốc,C=VN", null, builder -> {});
    agencies =
        authority(
            "CN=Cơ quan,O=Tỉnh,C=VN",
            root,
            builder -> {
              builder.addExtension(
                  Extension.nameConstraints,
                  true,
                  new NameConstraints(
                      new GeneralSubtree[] {
                        new GeneralSubtree(new GeneralName(new X500Name("C=VN,O=Tỉnh")))
                      },
                      null));
              policies(builder, POLICY);
            });
    leaf = file(certificate("C=VN,O=Tỉnh,CN=An", agencies, builder -> policies(builder, POLICY)));
    outsider =
        file(certificate("C=VN,O=Khác,CN=Bình", agencies, builder -> policies(builder, POLICY)));
    rootList = list(root, 1, 0);
    list = list(agencies, 1, 0);
  }

  private static void policies(X509v3CertificateBuilder builder, String policy) throws IOException {
    builder.addExtension(
        Extension.certificatePolicies,
        false,
        new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier(policy))));
  }

  private static KeyPair key() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static Authority authority(String name, Authority issuer, Additions additions)
      throws Exception {
    var key = key();
    var subject = new X500Name(name);
    var builder = builder(issuer == null ? subject : issuer.name, subject, key);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    additions.to(builder);
    var certificate = signed(builder, issuer == null ? key : issuer.key);
    return new Authority(subject, key, certificate, file(certificate));
  }

  private static X509Certificate certificate(String name, Authority issuer, Additions additions)
      throws Exception {
    var builder = builder(issuer.name, new X500Name(name), key());
    builder.addExtension(
        Extension.cRLDistributionPoints,
        false,
        new CRLDistPoint(
            new DistributionPoint[] {
              new DistributionPoint(
                  new DistributionPointName(
                      new GeneralNames(
                          new GeneralName(
                              GeneralName.uniformResourceIdentifier, "http://pki.test/a.crl"))),
                  null,
                  null)
            }));
    builder.addExtension(
        Extension.freshestCRL,
        false,
        new CRLDistPoint(
            new DistributionPoint[] {
              new DistributionPoint(
                  new DistributionPointName(
                      new GeneralNames(
                          new GeneralName(
                              GeneralName.uniformResourceIdentifier, "http://pki.test/d.crl"))),
                  null,
                  null)
            }));
    additions.to(builder);
    return signed(builder, issuer.key);
  }

  private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair key) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        BigInteger.valueOf(++serial),
        Date.from(NOW.minus(Duration.ofDays(10))),
        Date.from(NOW.plus(Duration.ofDays(10))),
        subject,
        key.getPublic());
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, KeyPair key)
      throws Exception {
    X509CertificateHolder holder =
        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()));
    return new JcaX509CertificateConverter().getCertificate(holder);
  }

  private static Path file(X509Certificate certificate) throws Exception {
    return Files.write(folder.resolve("cert" + ++serial + ".der"), certificate.getEncoded());
  }

  /**
   * @param base number of the complete list that it goes on from; 0 for a complete list
   */
  private static Path list(Authority issuer, int number, int base, int... revoked)
      throws Exception {
    var builder =
        new X509v2CRLBuilder(
            issuer.name, Date.from(NOW.minus(Duration.ofHours(2 - Math.min(1, base)))));
    builder.setNextUpdate(Date.from(NOW.plus(Duration.ofDays(1))));
    builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuer.key.getPublic()));
    if (base != 0) {
      builder.addExtension(
          Extension.deltaCRLIndicator, true, new CRLNumber(BigInteger.valueOf(base)));
    }
    for (int one : revoked) {
      builder.addCRLEntry(
          BigInteger.valueOf(one),
          Date.from(NOW.minus(Duration.ofHours(3))),
          CRLReason.keyCompromise);
    }
    var crl =
        builder.build(
            new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.key.getPrivate()));
    return Files.write(folder.resolve("list" + ++serial + ".crl"), crl.getEncoded());
  }

  private static int serialOf(Path file) throws Exception {
    return new X509CertificateHolder(Files.readAllBytes(file)).getSerialNumber().intValue();
  }

  private int exit;

  private JsonNode ask(Object... arguments) throws IOException {
    out.reset();
    var texts = new ArrayList<String>();
    List.of(arguments).forEach(argument -> texts.add(argument.toString()));
    exit =
        VerifyPath.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            texts.toArray(String[]::new));
    var said = out.toString(StandardCharsets.UTF_8);
    return said.isBlank() ? null : new ObjectMapper().readTree(said);
  }

  private static Object[] with(Object... more) {
    var all =
        new ArrayList<Object>(
            List.of("--trust", root.file, "--intermediate", agencies.file, "--crl", rootList));
    all.addAll(List.of(more));
    return all.toArray();
  }

  @Test
  void a_path_with_known_status_is_valid_and_exits_with_0() throws Exception {
    var answer = ask(with("--crl", list, leaf));

    assertThat(answer.path("verdict").asText()).as(answer.toString()).isEqualTo("VALID");
    assertThat(answer.path("valid").asBoolean()).isTrue();
    assertThat(answer.path("schema").asText()).isEqualTo("dossier-hub/path-validation/1");
    assertThat(answer.path("path")).hasSize(3);
    assertThat(exit).isZero();
  }

  @Test
  void a_name_outside_the_constraints_of_its_authority_is_invalid() throws Exception {
    var answer = ask(with("--crl", list, outsider));

    assertThat(answer.path("verdict").asText()).isEqualTo("INVALID");
    assertThat(answer.path("reason").asText()).as(answer.toString()).isEqualTo("PATH_INVALID");
    assertThat(exit).isEqualTo(1);
  }

  @Test
  void a_certificate_on_the_complete_list_is_revoked() throws Exception {
    var answer = ask(with("--crl", list(agencies, 2, 0, serialOf(leaf)), leaf));

    assertThat(answer.path("reason").asText()).as(answer.toString()).isEqualTo("REVOKED");
  }

  @Test
  void a_certificate_on_the_delta_list_is_revoked() throws Exception {
    var delta = list(agencies, 3, 1, serialOf(leaf));

    var answer = ask(with("--crl", list, "--crl", delta, leaf));

    assertThat(answer.path("reason").asText()).as(answer.toString()).isEqualTo("REVOKED");
    var harmless = ask(with("--crl", list, "--crl", list(agencies, 3, 1, 999_999), leaf));
    assertThat(harmless.path("valid").asBoolean()).as(harmless.toString()).isTrue();
  }

  @Test
  void without_a_list_the_status_is_unknown_unless_it_is_not_asked_for() throws Exception {
    var answer = ask(with(leaf));

    assertThat(answer.path("verdict").asText()).isEqualTo("INDETERMINATE");
    assertThat(answer.path("reason").asText()).isEqualTo("STATUS_UNKNOWN");
    assertThat(ask(with("--no-revocation", leaf)).path("valid").asBoolean()).isTrue();
  }

  @Test
  void a_list_that_is_out_of_date_does_not_tell_the_status() throws Exception {
    var later = NOW.plus(Duration.ofDays(3)).toString();

    assertThat(ask(with("--crl", list, "--at", later, leaf)).path("reason").asText())
        .isEqualTo("STATUS_UNKNOWN");
  }

  @Test
  void policies_are_asked_for_and_mapped() throws Exception {
    assertThat(
            ask(with("--crl", list, "--policy-oid", POLICY, "--explicit-policy", leaf))
                .path("policies")
                .toString())
        .isEqualTo("[\"" + POLICY + "\"]");
    var other = ask(with("--crl", list, "--policy-oid", MAPPED, "--explicit-policy", "true", leaf));
    assertThat(other.path("reason").asText()).as(other.toString()).isEqualTo("POLICY");
    var mapping =
        authority(
            "CN=Ánh xạ,C=VN",
            root,
            builder -> {
              policies(builder, POLICY);
              builder.addExtension(
                  Extension.policyMappings,
                  true,
                  new PolicyMappings(
                      CertPolicyId.getInstance(new ASN1ObjectIdentifier(POLICY)),
                      CertPolicyId.getInstance(new ASN1ObjectIdentifier(MAPPED))));
            });
    var mapped = file(certificate("C=VN,CN=Cúc", mapping, builder -> policies(builder, MAPPED)));
    Object[] question = {
      "--trust",
      root.file,
      "--intermediate",
      mapping.file,
      "--crl",
      rootList,
      "--crl",
      list(mapping, 1, 0),
      "--policy-oid",
      POLICY,
      "--explicit-policy",
      mapped
    };
    assertThat(ask(question).path("valid").asBoolean()).isTrue();
    var inhibited = new ArrayList<>(List.of(question));
    inhibited.add(0, "--inhibit-policy-mapping");
    assertThat(ask(inhibited.toArray()).path("reason").asText()).isEqualTo("POLICY");
  }

  @Test
  void another_root_and_a_forged_issuer_give_no_path() throws Exception {
    var impostor = authority("CN=Cơ quan,O=Tỉnh,C=VN", null, builder -> {});
    var forged =
        file(certificate("C=VN,O=Tỉnh,CN=An", impostor, builder -> policies(builder, POLICY)));

    assertThat(ask(with("--crl", list, forged)).path("reason").asText()).isEqualTo("NO_PATH");
    assertThat(ask("--trust", impostor.file, leaf).path("reason").asText()).isEqualTo("NO_PATH");
  }

  @Test
  void a_certificate_that_is_no_authority_issues_nothing() throws Exception {
    var key = key();
    var name = new X500Name("C=VN,O=Tỉnh,CN=Giả");
    var builder = builder(agencies.name, name, key);
    policies(builder, POLICY);
    var clerk = signed(builder, agencies.key);
    var issuedByClerk =
        file(certificate("C=VN,O=Tỉnh,CN=Dung", new Authority(name, key, clerk, null), b -> {}));

    var answer = ask(with("--no-revocation", "--intermediate", file(clerk), issuedByClerk));

    assertThat(answer.path("reason").asText()).as(answer.toString()).isEqualTo("PATH_INVALID");
  }

  @Test
  void several_certificates_get_a_line_each_and_wrong_calls_exit_with_2() throws Exception {
    assertThat(
            VerifyPath.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                "--trust",
                root.file.toString(),
                "--no-revocation",
                agencies.file.toString(),
                agencies.file.toString()))
        .isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
    for (var wrong :
        List.of(
            List.of(leaf),
            List.of("--trust", root.file),
            List.of("--trust", folder.resolve("none"), leaf),
            List.of("--trust", rootList, leaf),
            List.of("--trust", root.file, "--crl", leaf, leaf),
            List.of("--trust", root.file, "--policy-oid", "x", leaf),
            List.of("--trust", root.file, "--at", "x", leaf))) {
      ask(wrong.toArray());
      assertThat(exit).as(wrong.toString()).isEqualTo(2);
    }
  }
}
