package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
  void asks_in_the_place_of_a_host_that_is_only_known_inside() {
    var source =
        new NetworkRevocationSource(
            List.of(place), Map.of("ocsp.ca.ptc:80", place), Clock.systemUTC());

    assertThat(source.ocsp(URI.create("http://ocsp.ca.ptc/ocsp"), new byte[1])).isPresent();
  }

  @Test
  void an_entry_without_port_is_refused_at_start() {
    assertThatThrownBy(
            () -> new NetworkRevocationSource(List.of("ocsp.ca.gov.vn"), Clock.systemUTC()))
        .hasMessageContaining("ocsp.ca.gov.vn");
  }
}
