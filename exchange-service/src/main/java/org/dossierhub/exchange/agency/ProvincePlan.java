package org.dossierhub.exchange.agency;

import java.util.Map;

/**
 * One founding plan of online services: the province, the document, and its figures by column name
 * as the plan prints them.
 */
public record ProvincePlan(String province, String document, Map<String, String> facts) {
  public ProvincePlan {
    facts = Map.copyOf(facts);
  }
}
