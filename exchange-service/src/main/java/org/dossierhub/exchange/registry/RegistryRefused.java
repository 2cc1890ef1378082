package org.dossierhub.exchange.registry;

/**
 * The register of agencies does not take this change; the code is stable, the sentences are for the
 * administrator.
 */
public class RegistryRefused extends Exception {
  private static final long serialVersionUID = 1;

  private final String code;
  private final String vietnamese;

  public RegistryRefused(String code, String vietnamese, String english) {
    super(english);
    this.code = code;
    this.vietnamese = vietnamese;
  }

  public String code() {
    return code;
  }

  public String vietnamese() {
    return vietnamese;
  }

  public String english() {
    return getMessage();
  }
}
