package org.dossierhub.signing.timestamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.dossierhub.pki.DevelopmentPki;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpTimestampAuthorityTest {
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  private HttpTimestampAuthority authority(Duration timeout) {
    var address = URI.create("http://localhost:" + server.getAddress().getPort() + "/tsa");
    return new HttpTimestampAuthority(address, timeout, 4);
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private void answering(Answer answer) {
    server.createContext(
        "/tsa",
        exchange -> {
          try (exchange) {
            answer.to(exchange);
          }
        });
  }

  private static void reply(HttpExchange exchange, byte[] answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
  }

  private static TimeStampRequest question() throws IOException {
    return new TimeStampRequestGenerator().generate(TSPAlgorithms.SHA256, new byte[32]);
  }

  @Test
  void asks_as_rfc_3161_wants_it_and_passes_the_answer_on() throws Exception {
    var pki = DevelopmentPki.inMemory();
    answering(
        exchange -> {
          assertThat(exchange.getRequestMethod()).isEqualTo("POST");
          assertThat(exchange.getRequestHeaders().getFirst("Content-Type"))
              .isEqualTo("application/timestamp-query");
          var question = exchange.getRequestBody().readAllBytes();
          reply(exchange, pki.timestampAnswer(question, Instant.now()));
        });
    var question = question();
    var answer = authority(Duration.ofSeconds(60)).timestamp(question.getEncoded());
    var response = new TimeStampResponse(answer);
    response.validate(question);
    assertThat(response.getTimeStampToken()).isNotNull();
  }

  @Test
  void has_at_most_four_requests_under_way_at_once() throws Exception {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    answering(
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          try {
            over.await(200, TimeUnit.MILLISECONDS);
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          now.decrementAndGet();
          reply(exchange, new byte[] {1});
        });
    var authority = authority(Duration.ofSeconds(30));
    var pool = Executors.newFixedThreadPool(12);
    var work = new ArrayList<Callable<byte[]>>();
    for (var i = 0; i < 12; i++) {
      work.add(() -> authority.timestamp(new byte[] {0}));
    }
    for (var answer : pool.invokeAll(work)) {
      assertThat(answer.get()).containsExactly(1);
    }
    pool.shutdown();
    assertThat(most.get()).isBetween(2, 4);
  }

  @Test
  void F11_a_slow_authority_is_given_up_after_the_time_out_even_in_the_middle_of_its_answer() {
    answering(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          try {
            over.await(20, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
    var started = System.nanoTime();
    assertThatThrownBy(() -> authority(Duration.ofSeconds(1)).timestamp(new byte[] {0}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("within 1 s");
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void refuses_errors_redirects_other_types_and_endless_answers() {
    answering(
        exchange -> {
          switch (exchange.getRequestURI().getPath()) {
            case "/tsa/error" -> exchange.sendResponseHeaders(503, -1);
            case "/tsa/moved" -> {
              exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
              exchange.sendResponseHeaders(302, -1);
            }
            case "/tsa/page" -> {
              exchange.getResponseHeaders().set("Content-Type", "text/html");
              exchange.sendResponseHeaders(200, -1);
            }
            default -> reply(exchange, new byte[1024 * 1024]);
          }
        });
    refused("/tsa/error", "HTTP 503");
    refused("/tsa/moved", "HTTP 302");
    refused("/tsa/page", "text/html");
    refused("/tsa/endless", "more than");
  }

  private void refused(String path, String why) {
    var address = URI.create("http://localhost:" + server.getAddress().getPort() + path);
    var authority = new HttpTimestampAuthority(address, Duration.ofSeconds(20), 1);
    assertThatThrownBy(() -> authority.timestamp(new byte[] {0}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }

  @Test
  void F24_an_authority_that_is_down_is_an_io_exception_with_its_address() {
    var authority =
        new HttpTimestampAuthority(URI.create("http://127.0.0.1:1/tsa"), Duration.ofSeconds(5), 4);
    assertThatThrownBy(() -> authority.timestamp(new byte[] {0}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:1");
  }
}
