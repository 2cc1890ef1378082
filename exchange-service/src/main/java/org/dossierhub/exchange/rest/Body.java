package org.dossierhub.exchange.rest;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.ClientErrorException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The JSON object a caller sent, at most 256 KiB, read member by member. What is missing or of the
 * wrong kind is refused with the member's name.
 */
final class Body {
  private static final int LIMIT = 256 * 1024;

  private final JsonObject object;

  private Body(JsonObject object) {
    this.object = object;
  }

  static Body read(InputStream in) throws BodyRefused {
    try (var reader = Json.createReader(new ByteArrayInputStream(atMost(in)))) {
      return new Body(reader.readObject());
    } catch (JsonException | IOException e) {
      throw new BodyRefused("body", "a JSON object", e);
    }
  }

  private static byte[] atMost(InputStream in) throws IOException {
    var bytes = in.readNBytes(LIMIT + 1);
    if (bytes.length > LIMIT) {
      throw new ClientErrorException(413);
    }
    return bytes;
  }

  String text(String name) throws BodyRefused {
    return optional(name).orElseThrow(() -> new BodyRefused(name, "a text", null));
  }

  /** Absent, null and empty are the same. */
  Optional<String> optional(String name) throws BodyRefused {
    var value = object.get(name);
    if (value == null || value == JsonValue.NULL) {
      return Optional.empty();
    }
    if (!(value instanceof JsonString text)) {
      throw new BodyRefused(name, "a text", null);
    }
    return Optional.of(Normalizer.normalize(text.getString(), Normalizer.Form.NFC).strip())
        .filter(stripped -> !stripped.isEmpty());
  }

  /** Exactly what was sent: for passwords. */
  Optional<char[]> secret(String name) throws BodyRefused {
    return optional(name).map(present -> object.getString(name).toCharArray());
  }

  <T> T value(String name, String kind, Function<String, T> parse) throws BodyRefused {
    return parsed(name, kind, text(name), parse);
  }

  <T> Optional<T> optional(String name, String kind, Function<String, T> parse) throws BodyRefused {
    var text = optional(name);
    return text.isEmpty() ? Optional.empty() : Optional.of(parsed(name, kind, text.get(), parse));
  }

  Optional<LocalDate> date(String name) throws BodyRefused {
    return optional(name, "a date (2031-03-04)", LocalDate::parse);
  }

  boolean flag(String name) {
    return object.get(name) == JsonValue.TRUE;
  }

  long number(String name, long otherwise, long most) throws BodyRefused {
    var value = object.get(name);
    if (value == null || value == JsonValue.NULL) {
      return otherwise;
    }
    if (!(value instanceof JsonNumber number)
        || !number.isIntegral()
        || number.bigIntegerValue().bitLength() > 31
        || number.longValue() < 1
        || number.longValue() > most) {
      throw new BodyRefused(name, "a number from 1 to " + most, null);
    }
    return number.longValue();
  }

  List<String> texts(String name) throws BodyRefused {
    var value = object.get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof jakarta.json.JsonArray array)
        || !array.stream().allMatch(JsonString.class::isInstance)) {
      throw new BodyRefused(name, "a list of texts", null);
    }
    return array.getValuesAs(JsonString::getString);
  }

  static <T> T parsed(String name, String kind, String text, Function<String, T> parse)
      throws BodyRefused {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new BodyRefused(name, kind, e);
    }
  }
}
