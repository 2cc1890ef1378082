package org.dossierhub.exchange.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a table of the product: UTF-8, first row the column names, fields by RFC 4180. */
final class CsvTable {
  private final String text;
  private int at;

  private CsvTable(String text) {
    this.text = text;
  }

  /** A row by column names. */
  record Row(Map<String, String> fields) {
    String text(String column) {
      var field = fields.get(column);
      if (field == null) {
        throw new IllegalStateException("No column " + column + " in " + fields.keySet());
      }
      return field;
    }

    /** Absent when the field is empty. */
    Optional<String> optional(String column) {
      return Optional.of(text(column)).filter(field -> !field.isEmpty());
    }

    /** The fields that are not empty. */
    Map<String, String> filled() {
      Map<String, String> filled = new LinkedHashMap<>(fields);
      filled.values().removeIf(String::isEmpty);
      return filled;
    }
  }

  static List<Row> read(String resource) {
    try (var in = CsvTable.class.getResourceAsStream(resource)) {
      return new CsvTable(new String(in.readAllBytes(), StandardCharsets.UTF_8)).rows();
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  private List<Row> rows() {
    var names = record();
    List<Row> rows = new ArrayList<>();
    while (at < text.length()) {
      var fields = record();
      if (fields.size() != names.size()) {
        throw new IllegalStateException(
            "Row "
                + (rows.size() + 2)
                + " has "
                + fields.size()
                + " fields, expected "
                + names.size());
      }
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        row.put(names.get(i), fields.get(i));
      }
      rows.add(new Row(row));
    }
    return rows;
  }

  private List<String> record() {
    List<String> fields = new ArrayList<>();
    do {
      fields.add(field());
    } while (take(','));
    take('\r');
    take('\n');
    return fields;
  }

  private String field() {
    if (!take('"')) {
      int start = at;
      while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }
    var field = new StringBuilder();
    while (true) {
      char c = text.charAt(at++);
      if (c != '"') {
        field.append(c);
      } else if (take('"')) {
        field.append('"');
      } else {
        return field.toString();
      }
    }
  }

  private boolean take(char expected) {
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }
}
