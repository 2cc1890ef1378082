package org.dossierhub.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgencyCommandTest {
  private static final String AGENCY =
      """
      {"code":"H99.21","name":"Sở Nông nghiệp","channel":"SOAP","address":"https://a.test/","open":false,
       "from":"2025-07-01T00:00:00Z","end":"2031-06-30T17:00:00Z",
       "succession":{"successor":"H99.33","policy":"FORWARD","basis":"Nghị quyết 12"},"predecessors":["H99.20"],
       "certificates":[{"serial":"17","issuer":"CN=CA","subject":"Sở","notBefore":"a","notAfter":"b",
                        "withdrawn":true,"withdrawnAt":"c","reason":"REPLACED","note":""}]}
      """;

  private final List<String> asked = new ArrayList<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private HttpServer server;
  private AdministrationCall hub;
  private int status = 200;
  private String answer = AGENCY;

  @BeforeEach
  void a_hub_that_answers() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          var body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    hub =
        AdministrationCall.plain(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/"),
            "quan-tri",
            "mật khẩu");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private PrintStream out() {
    return new PrintStream(printed, true, StandardCharsets.UTF_8);
  }

  @Test
  void an_agency_ends_with_a_successor_and_is_printed_as_it_is_then() throws Exception {
    var close = new AgencyCommand.Close();
    close.code = "H99.21";
    close.lastDay = "2031-06-30";
    close.successor = "H99.33";
    close.policy = "FORWARD";
    close.basis = "Nghị quyết 12";

    close.run(hub, out());

    assertThat(asked)
        .containsExactly(
            "POST /api/v1/admin/agencies/H99.21/close {\"lastDay\":\"2031-06-30\","
                + "\"successor\":\"H99.33\",\"policy\":\"FORWARD\",\"basis\":\"Nghị quyết 12\"}");
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains(
            "not open",
            "until 2031-06-30T17:00:00Z",
            "taken over by H99.33 (FORWARD): Nghị quyết 12",
            "took over from H99.20",
            "withdrawn REPLACED at c");
  }

  @Test
  void a_serial_number_may_be_hexadecimal() throws Exception {
    var withdraw = new AgencyCommand.WithdrawCertificate();
    withdraw.code = "H99.21";
    withdraw.serial = "0x1f";
    withdraw.reason = "COMPROMISED";

    withdraw.run(hub, out());

    assertThat(asked.get(0)).endsWith("{\"serial\":\"31\",\"reason\":\"COMPROMISED\"}");
  }

  @Test
  void what_the_hub_refuses_is_said_in_its_words() {
    status = 422;
    answer =
        "{\"code\":\"AGENCY_CLOSED\",\"reasonVi\":\"Cơ quan đã ngừng\",\"reasonEn\":\"is closed\"}";

    assertThatThrownBy(() -> hub.get("admin/agencies"))
        .isInstanceOf(Obstacle.class)
        .hasMessageContaining("AGENCY_CLOSED")
        .hasMessageContaining("Cơ quan đã ngừng");
  }
}
