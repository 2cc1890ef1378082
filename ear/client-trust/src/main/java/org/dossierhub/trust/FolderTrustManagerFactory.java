package org.dossierhub.trust;

import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactorySpi;

/**
 * The trust algorithm {@code HubFolder}. The folder is the system property {@code
 * hub.tls.trust.folder} or the environment variable {@code HUB_TLS_TRUST_FOLDER}; a key store
 * handed in by the server is not looked at.
 */
public final class FolderTrustManagerFactory extends TrustManagerFactorySpi {

  @Override
  protected void engineInit(KeyStore ignored) {
    // the folder decides alone
  }

  @Override
  protected void engineInit(ManagerFactoryParameters parameters)
      throws InvalidAlgorithmParameterException {
    if (parameters != null) {
      throw new InvalidAlgorithmParameterException("HubFolder takes no parameters");
    }
  }

  @Override
  protected TrustManager[] engineGetTrustManagers() {
    var folder = System.getProperty("hub.tls.trust.folder", System.getenv("HUB_TLS_TRUST_FOLDER"));
    if (folder == null || folder.isBlank()) {
      throw new IllegalStateException(
          "Neither hub.tls.trust.folder nor HUB_TLS_TRUST_FOLDER names the folder of trusted client certificates");
    }
    return new TrustManager[] {new FolderTrustManager(Path.of(folder))};
  }
}
