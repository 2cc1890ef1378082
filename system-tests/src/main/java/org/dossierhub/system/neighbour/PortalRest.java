package org.dossierhub.system.neighbour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * The portal's classic synchronisation interface: a login that gives a session, and one address for
 * all services. It insists on the fields the interface calls mandatory, and on the right order of
 * first and later calls.
 */
final class PortalRest implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> MANDATORY =
      Set.of(
          "MaHoSo",
          "MaTTHC",
          "TenTTHC",
          "MaLinhVuc",
          "TenLinhVuc",
          "LoaiDoiTuong",
          "NgayTiepNhan",
          "TrangThaiHoSo",
          "HinhThuc",
          "DonViXuLy");

  private final HttpServer server;
  private final Ledger ledger;
  private final String user;
  private final String password;
  private final Set<String> sessions = ConcurrentHashMap.newKeySet();
  private final Set<String> dossiers = ConcurrentHashMap.newKeySet();

  PortalRest(int port, String user, String password, Ledger ledger) throws IOException {
    this.ledger = ledger;
    this.user = user;
    this.password = password;
    ledger.read("synchronised").forEach(line -> dossiers.add(line.get("dossier")));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/auth", exchange -> answer(exchange, this::login));
    server.createContext("/integration", exchange -> answer(exchange, this::integrate));
    server.start();
  }

  private interface Service {
    Map<String, Object> serve(JsonNode request) throws IOException;
  }

  private static void answer(HttpExchange exchange, Service service) throws IOException {
    try (exchange) {
      byte[] body;
      try {
        body = JSON.writeValueAsBytes(service.serve(JSON.readTree(exchange.getRequestBody())));
      } catch (IOException e) {
        body =
            JSON.writeValueAsBytes(
                Map.of("error_code", "99", "message", String.valueOf(e.getMessage())));
      }
      exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Map<String, Object> login(JsonNode request) {
    if (!user.equals(request.path("username").asText())
        || !password.equals(request.path("password").asText())) {
      return Map.of("error_code", "1", "message", "Sai tài khoản hoặc mật khẩu");
    }
    var session = UUID.randomUUID().toString();
    sessions.add(session);
    return Map.of("session", session, "error_code", "0");
  }

  private Map<String, Object> integrate(JsonNode request) {
    if (!sessions.contains(request.path("session").asText())) {
      return Map.of("error_code", "02", "message", "Phiên làm việc không hợp lệ");
    }
    if (!"DongBoHoSoMC".equals(request.path("service").asText())) {
      return Map.of("error_code", "03", "message", "Không có dịch vụ này");
    }
    boolean updating = request.path("isUpdating").asBoolean();
    for (JsonNode dossier : request.path("data")) {
      for (String field : MANDATORY) {
        if (!dossier.path(field).isTextual() || dossier.path(field).asText().isBlank()) {
          return Map.of("error_code", "04", "message", "Thiếu trường " + field);
        }
      }
      var code = dossier.path("MaHoSo").asText();
      if (!updating && !dossiers.add(code)) {
        return Map.of("error_code", "05", "message", "Hồ sơ đã có: " + code);
      }
      if (updating && !dossiers.contains(code)) {
        return Map.of("error_code", "06", "message", "Hồ sơ chưa có: " + code);
      }
      ledger.write(
          "synchronised",
          Map.of(
              "dossier",
              code,
              "status",
              dossier.path("TrangThaiHoSo").asText(),
              "updating",
              Boolean.toString(updating),
              "result",
              dossier
                  .path("DanhSachGiayToKetQua")
                  .path(0)
                  .path("DuongDanTepTinKetQua")
                  .asText("")));
    }
    return Map.of("error_code", "00", "message", "Thành công");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
