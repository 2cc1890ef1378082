package org.dossierhub.exchange.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.dossierhub.signing.identity.Sha256;

/**
 * Style sheet, scripts and icons. The list is closed, each name carries the first digits of its
 * content's SHA-256, and so browsers may keep it for a year.
 */
@Path("/static/{name}")
@ApplicationScoped
@OpenToAll
public class StaticAssets {
  private static final Map<String, String> TYPES =
      Map.of(
          "hub.css", "text/css;charset=UTF-8",
          "signing.js", "text/javascript;charset=UTF-8",
          "hub.svg", "image/svg+xml",
          "paper.svg", "image/svg+xml");

  private record Asset(String type, byte[] bytes) {}

  private final Map<String, Asset> byAddress = new TreeMap<>();
  private final Map<String, String> addresses = new TreeMap<>();

  public StaticAssets() {
    TYPES.forEach(
        (name, type) -> {
          var bytes = bytes(name);
          var dot = name.lastIndexOf('.');
          var versioned =
              name.substring(0, dot)
                  + "-"
                  + Sha256.of(bytes).hex().substring(0, 12)
                  + name.substring(dot);
          byAddress.put(versioned, new Asset(type, bytes));
          addresses.put(name.replace('.', '_'), "/static/" + versioned);
        });
  }

  /** Where each asset is, by its name with the dot as underscore: {@code hub_css}. */
  Map<String, String> addresses() {
    return Collections.unmodifiableMap(addresses);
  }

  @GET
  public Response asset(@PathParam("name") String name) {
    var asset = byAddress.get(name);
    if (asset == null) {
      throw new NotFoundException();
    }
    return Response.ok(asset.bytes(), asset.type())
        .header("Cache-Control", "public, max-age=31536000, immutable")
        .build();
  }

  private static byte[] bytes(String name) {
    try (var in = StaticAssets.class.getResourceAsStream("static/" + name)) {
      if (in == null) {
        throw new IllegalStateException("The asset " + name + " is not in the application.");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("The asset " + name + " cannot be read.", e);
    }
  }
}
