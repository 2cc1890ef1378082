package org.dossierhub.trust;

import java.security.Provider;

/**
 * Makes the trust algorithm {@code HubFolder} known to the JVM. It is entered by name in a security
 * properties file ({@code security.provider.N}), and the listener's {@code trust-algorithm} names
 * it.
 */
public final class FolderTrustProvider extends Provider {

  private static final long serialVersionUID = 1L;

  public FolderTrustProvider() {
    super(
        "DossierHubTrust",
        "1.0",
        "Trust in the certificates of a folder, read again when it changes");
    put("TrustManagerFactory.HubFolder", FolderTrustManagerFactory.class.getName());
  }
}
