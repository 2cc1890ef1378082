package org.dossierhub.signing.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Optional;

/**
 * What a worker is told before the bytes of a file.
 *
 * @param contentName name of the detached content whose bytes follow those of the file
 * @param withProofs what the verdict rests on is wanted, too
 */
record Task(String fileName, Instant at, Optional<String> contentName, boolean withProofs) {
  private static final ObjectMapper JSON = new ObjectMapper();

  String json() {
    var tree =
        JSON.createObjectNode()
            .put("file", fileName)
            .put("at", at.toString())
            .put("proofs", withProofs);
    contentName.ifPresent(name -> tree.put("content", name));
    return tree.toString();
  }

  static Task read(String json) {
    try {
      var tree = JSON.readTree(json);
      return new Task(
          tree.path("file").asText(),
          Instant.parse(tree.path("at").asText()),
          Optional.ofNullable(tree.path("content").textValue()),
          tree.path("proofs").asBoolean());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not a task for a worker", e);
    }
  }
}
