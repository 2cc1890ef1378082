package org.dossierhub.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over HTTP; what comes out is judged by OpenSSL where it is installed. */
class PkiServerTest {
  private static final DevelopmentPki PKI = DevelopmentPki.inMemory();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static PkiServer server;

  @TempDir Path scratch;

  @BeforeAll
  static void start() throws Exception {
    server = PkiServer.start(PKI, 0, Clock.systemUTC());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void the_certificate_and_the_list_of_an_authority_are_to_be_had() throws Exception {
    var certificate = get("/ca/government-agencies.crt");
    assertThat(certificate.body())
        .isEqualTo(PKI.identity("government-agencies").certificate().getEncoded());
    assertThat(certificate.headers().firstValue("Content-Type")).hasValue("application/pkix-cert");
    assertThat(get("/crl/government-agencies.crl").statusCode()).isEqualTo(200);
    assertThat(new String(get("/").body(), StandardCharsets.UTF_8))
        .contains("government-agencies.crl");
  }

  @Test
  void nothing_of_an_impostor_or_of_a_person_is_served() throws Exception {
    assertThat(get("/crl/impostor-agencies.crl").statusCode()).isEqualTo(404);
    assertThat(get("/ca/leader.crt").statusCode()).isEqualTo(404);
    assertThat(get("/crl/..%2f..%2fpki.properties").statusCode()).isEqualTo(404);
    assertThat(get("/elsewhere").statusCode()).isEqualTo(404);
  }

  @Test
  void a_request_that_is_too_large_is_refused() throws Exception {
    assertThat(post("/tsa", new byte[16 * 1024 + 1]).statusCode()).isEqualTo(413);
    assertThat(post("/ca/government-root.crt", new byte[1]).statusCode()).isEqualTo(405);
  }

  @Test
  void it_listens_on_this_computer_only() {
    assertThat(PkiServer.address(server.port()).getHost()).isEqualTo("127.0.0.1");
  }

  @Test
  void openssl_verifies_a_time_stamp() throws Exception {
    openssl("version");
    Files.writeString(scratch.resolve("letter"), "quyết định");
    openssl("ts", "-query", "-data", "letter", "-sha256", "-cert", "-out", "request");
    Files.write(
        scratch.resolve("response"),
        post("/tsa", Files.readAllBytes(scratch.resolve("request"))).body());
    pem("root.pem", "government-root");
    pem("between.pem", "government-services");

    assertThat(
            openssl(
                "ts",
                "-verify",
                "-data",
                "letter",
                "-in",
                "response",
                "-CAfile",
                "root.pem",
                "-untrusted",
                "between.pem"))
        .contains("Verification: OK");
    Files.writeString(scratch.resolve("letter"), "quyết định khác");
    assertThat(
            openssl(
                "ts",
                "-verify",
                "-data",
                "letter",
                "-in",
                "response",
                "-CAfile",
                "root.pem",
                "-untrusted",
                "between.pem"))
        .contains("Verification: FAILED");
  }

  @Test
  void openssl_hears_by_ocsp_that_one_is_good_and_the_other_revoked() throws Exception {
    openssl("version");
    pem("root.pem", "government-root");
    pem("between.pem", "government-agencies");
    for (var name : List.of("leader", "leader-revoked")) {
      pem(name + ".pem", name);
    }

    assertThat(ocsp("leader")).contains("Response verify OK", "leader.pem: good");
    assertThat(ocsp("leader-revoked"))
        .contains("Response verify OK", "leader-revoked.pem: revoked", "keyCompromise");
  }

  @Test
  void openssl_finds_every_genuine_chain_in_order_with_revocation_lists_and_no_impostor()
      throws Exception {
    openssl("version");
    pem("root.pem", "government-root", "public-root", "local-root");
    pem("between.pem", "government-agencies", "government-services", "public-ca");
    var lists = new StringBuilder();
    for (var authority : PKI.authorities()) {
      lists
          .append("-----BEGIN X509 CRL-----\n")
          .append(Base64.getMimeEncoder().encodeToString(get("/crl/" + authority + ".crl").body()))
          .append("\n-----END X509 CRL-----\n");
    }
    Files.writeString(scratch.resolve("lists.pem"), lists);

    for (var name :
        List.of(
            "leader",
            "clerk-seal",
            "citizen",
            "company",
            "agency-h99-21",
            "tsa",
            "hub-tls",
            "hub-system")) {
      assertThat(verify(name)).as(name).contains(name + ".pem: OK");
    }
    assertThat(verify("leader-revoked")).contains("certificate revoked");
    assertThat(verify("leader-expired")).contains("certificate has expired");
    assertThat(verify("leader-not-yet-valid")).contains("certificate is not yet valid");
    assertThat(verify("impostor-leader")).contains("signature failure");
  }

  private String verify(String name) throws Exception {
    pem(name + ".pem", name);
    return openssl(
        "verify",
        "-x509_strict",
        "-crl_check_all",
        "-CRLfile",
        "lists.pem",
        "-CAfile",
        "root.pem",
        "-untrusted",
        "between.pem",
        name + ".pem");
  }

  private String ocsp(String name) throws Exception {
    openssl(
        "ocsp",
        "-issuer",
        "between.pem",
        "-cert",
        name + ".pem",
        "-no_nonce",
        "-reqout",
        "request-" + name,
        "-url",
        "http://127.0.0.1:" + server.port() + "/ocsp",
        "-noverify");
    return openssl(
        "ocsp",
        "-issuer",
        "between.pem",
        "-cert",
        name + ".pem",
        "-url",
        "http://127.0.0.1:" + server.port() + "/ocsp",
        "-CAfile",
        "root.pem");
  }

  @Test
  void an_ocsp_request_may_also_come_in_the_address() throws Exception {
    openssl("version");
    pem("between.pem", "government-agencies");
    pem("leader.pem", "leader");
    openssl("ocsp", "-issuer", "between.pem", "-cert", "leader.pem", "-reqout", "request");
    var base64 = Base64.getEncoder().encodeToString(Files.readAllBytes(scratch.resolve("request")));

    var answer = get("/ocsp/" + java.net.URLEncoder.encode(base64, StandardCharsets.US_ASCII));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(new org.bouncycastle.cert.ocsp.OCSPResp(answer.body()).getStatus()).isZero();
  }

  private void pem(String file, String... names) throws Exception {
    try (var pem = new JcaPEMWriter(Files.newBufferedWriter(scratch.resolve(file)))) {
      for (var name : names) {
        pem.writeObject(PKI.identity(name).certificate());
      }
    }
  }

  private String openssl(String... arguments) throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(f -> Files.isExecutable(Path.of(f, "openssl"))),
        "openssl is not installed");
    var command = Stream.concat(Stream.of("openssl"), Stream.of(arguments)).toList();
    var process =
        new ProcessBuilder(command).directory(scratch.toFile()).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  private static HttpResponse<byte[]> get(String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static HttpResponse<byte[]> post(String path, byte[] body) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }
}
