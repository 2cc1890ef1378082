package org.dossierhub.broker;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** STOMP over a bare socket, written out as somebody in any language would. */
final class StompLine implements AutoCloseable {

  /** A frame as it came. */
  record Frame(String command, Map<String, String> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  private final Socket socket;
  private final InputStream in;

  StompLine(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  static StompLine connected(BrokerProcess broker, String user, String password) throws Exception {
    var line = new StompLine(broker.line());
    line.send("CONNECT\naccept-version:1.2\nhost:hub\nlogin:" + user + "\npasscode:" + password);
    return line;
  }

  /** A frame without a body. */
  void send(String head) throws IOException {
    send(head, new byte[0]);
  }

  void send(String head, byte[] body) throws IOException {
    var out = new ByteArrayOutputStream();
    out.write((head + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.write(body);
    out.write(0);
    raw(out.toByteArray());
  }

  void raw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** The next frame; null when the line is closed. */
  Frame next() throws IOException {
    int first = in.read();
    while (first == '\n' || first == '\r') {
      first = in.read();
    }
    if (first < 0) {
      return null;
    }
    var command = (char) first + line();
    var headers = new LinkedHashMap<String, String>();
    for (var header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      headers.putIfAbsent(header.substring(0, colon), header.substring(colon + 1));
    }
    var body = new ByteArrayOutputStream();
    if (headers.containsKey("content-length")) {
      body.write(in.readNBytes(Integer.parseInt(headers.get("content-length"))));
      in.read(); // NUL
    } else {
      for (int next = in.read(); next > 0; next = in.read()) {
        body.write(next);
      }
    }
    return new Frame(command, headers, body.toByteArray());
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
