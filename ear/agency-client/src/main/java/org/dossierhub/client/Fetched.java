package org.dossierhub.client;

import java.util.List;

/**
 * What one fetch brought.
 *
 * @param messages that lie on this disk, each with how far it is
 * @param left one sentence, Vietnamese and English, about each thing that did not go; empty when
 *     nothing is left to do
 */
public record Fetched(List<KnownMessage> messages, List<String> left) {
  public Fetched {
    messages = List.copyOf(messages);
    left = List.copyOf(left);
  }
}
