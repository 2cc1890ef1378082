package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hazard A12: addresses come from strangers' certificates. */
class NetworkRevocationSourceTest {
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;
  private String place;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    place = "127.0.0.1:" + server.getAddress().getPort();
    serve("/good.crl", 200, World.PKI.crl("government-agencies", World.NOW));
    serve("/large.crl", 200, new byte[(5 << 20) + 1]);
    serve("/missing.crl", 404, new byte[10]);
    serve("/ocsp", 200, new byte[] {1, 2, 3});
    server.createContext(
        "/moved.crl",
        exchange -> {
          asked.incrementAndGet();
          exchange.getResponseHeaders().add("Location", "/good.crl");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.createContext(
        "/slow.crl",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (var body = exchange.getResponseBody()) {
            for (int i = 0; i < 100; i++) {
              body.write(0);
              body.flush();
              Thread.sleep(500);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
  }

  private void serve(String path, int status, byte[] body) {
    server.createContext(
        path,
        exchange -> {
          asked.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private URI uri(String path) {
    return URI.create("http://" + place + path);
  }

  private NetworkRevocationSource source(Instant now) {
    return new NetworkRevocationSource(List.of(place), Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void asks_a_host_on_the_list() {
    assertThat(source(World.NOW).crl(uri("/good.crl"))).isPresent();
    assertThat(source(World.NOW).ocsp(uri("/ocsp"), new byte[] {9})).contains(new byte[] {1, 2, 3});
  }

  @Test
  void asks_nobody_else_not_even_by_another_port_or_scheme() {
    var none =
        new NetworkRevocationSource(
            List.of("ocsp.example.org:80", "127.0.0.1:1"), Clock.systemUTC());

    assertThat(none.crl(uri("/good.crl"))).isEmpty();
    assertThat(none.ocsp(uri("/ocsp"), new byte[1])).isEmpty();
    for (var address :
        List.of(
            "file:///etc/passwd",
            "ldap://" + place + "/x",
            "ftp://" + place + "/x",
            "http://user@" + place + "/good.crl",
            "good.crl")) {
      assertThat(source(World.NOW).crl(URI.create(address))).as(address).isEmpty();
    }
    assertThat(asked).hasValue(0);
  }

  @Test
  void keeps_a_list_until_its_next_update() {
    var source = source(World.NOW);

    assertThat(source.crl(uri("/good.crl"))).isPresent();
    assertThat(source.crl(uri("/good.crl"))).isPresent();
    assertThat(asked).hasValue(1);

    var later = source(World.NOW.plus(Duration.ofDays(30)));
    later.crl(uri("/good.crl"));
    later.crl(uri("/good.crl"));
    assertThat(asked).hasValue(3);
  }

  @Test
  void follows_no_redirect_and_takes_no_error_for_an_answer() {
    assertThat(source(World.NOW).crl(uri("/moved.crl"))).isEmpty();
    assertThat(source(World.NOW).crl(uri("/missing.crl"))).isEmpty();
    assertThat(asked).hasValue(2);
  }

  @Test
  void reads_five_megabytes_and_not_one_byte_more() {
    assertThat(source(World.NOW).crl(uri("/large.crl"))).isEmpty();
  }

  @Test
  void waits_five_seconds_for_the_whole_answer() {
    var start = System.nanoTime();

    assertThat(source(World.NOW).crl(uri("/slow.crl"))).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void asks_in_the_place_of_a_host_that_is_only_known_inside_while_the_entry_holds(
      @TempDir Path folder) throws IOException {
    var table =
        table(
            folder,
            "# named  asked  since until",
            "OCSP.ca.ptc:80 " + place + " 2026-01-01 2026-07-01 # internal name",
            "",
            "ocsp.ca.ptc:80 " + place + " 2027-01-01 -");
    var ocsp = URI.create("http://ocsp.ca.ptc/ocsp");

    assertThat(on("2026-03-05", table).ocsp(ocsp, new byte[1])).isPresent();
    assertThat(on("2027-03-05", table).ocsp(ocsp, new byte[1])).isPresent();
    assertThat(asked).hasValue(2);
    for (var day : List.of("2025-12-31", "2026-07-01", "2026-12-31")) {
      assertThat(on(day, table).ocsp(ocsp, new byte[1])).as(day).isEmpty();
    }
    assertThat(on("2026-03-05", table).ocsp(URI.create("http://ocsp.ca.ptc:81/ocsp"), new byte[1]))
        .isEmpty();
    assertThat(asked).hasValue(2);
  }

  @Test
  void a_host_table_never_widens_the_list_of_allowed_hosts(@TempDir Path folder)
      throws IOException {
    var table = table(folder, place + " 192.0.2.1:80 2026-01-01 -");

    assertThatThrownBy(() -> new NetworkRevocationSource(List.of(place), table, Clock.systemUTC()))
        .hasMessageContaining("192.0.2.1:80")
        .hasMessageContaining("line 1");
  }

  @Test
  void a_host_table_that_cannot_be_read_names_the_line(@TempDir Path folder) throws IOException {
    for (var wrong :
        List.of(
            "ocsp.ca.ptc ocsp.ca.gov.vn:80 2026-01-01 -",
            "ocsp.ca.ptc:80 http://ocsp.ca.gov.vn:80 2026-01-01 -",
            "ocsp.ca.ptc:80 ocsp.ca.gov.vn:80 01/01/2026 -",
            "ocsp.ca.ptc:80 ocsp.ca.gov.vn:80 2026-01-01",
            "a:80 b:80 2027-01-01 2028-01-01")) {
      assertThatThrownBy(() -> table(folder, "a:80 c:80 2026-01-01 -", wrong))
          .as(wrong)
          .hasMessageContaining("line 2");
    }
  }

  private NetworkRevocationSource on(String day, HostTable table) {
    return new NetworkRevocationSource(
        List.of(place), table, Clock.fixed(Instant.parse(day + "T00:00:00Z"), ZoneOffset.UTC));
  }

  private static HostTable table(Path folder, String... lines) throws IOException {
    return HostTable.in(Files.write(folder.resolve("hosts"), List.of(lines)));
  }

  @Test
  void an_entry_without_port_is_refused_at_start() {
    assertThatThrownBy(
            () -> new NetworkRevocationSource(List.of("ocsp.ca.gov.vn"), Clock.systemUTC()))
        .hasMessageContaining("ocsp.ca.gov.vn");
  }
}
