package org.dossierhub.signing.proof;

import eu.europa.esig.dss.spi.client.http.DataLoader;
import eu.europa.esig.dss.spi.exception.DSSExternalResourceException;
import java.net.URI;
import java.util.List;
import org.dossierhub.signing.verification.RevocationSource;

/** Lets DSS ask for revocation data through the one border to the network. */
final class AskRevocation implements DataLoader {
  private static final long serialVersionUID = 1;

  private final transient RevocationSource source;

  AskRevocation(RevocationSource source) {
    this.source = source;
  }

  @Override
  public byte[] get(String url) {
    return source.crl(URI.create(url)).orElseThrow(() -> unavailable(url));
  }

  @Override
  public DataAndUrl get(List<String> urls) {
    for (var url : urls) {
      var found = source.crl(URI.create(url));
      if (found.isPresent()) {
        return new DataAndUrl(url, found.get());
      }
    }
    throw unavailable(String.join(", ", urls));
  }

  @Override
  public byte[] post(String url, byte[] content) {
    return source.ocsp(URI.create(url), content).orElseThrow(() -> unavailable(url));
  }

  @Override
  public void setContentType(String contentType) {
    // the source knows what it asks for
  }

  private static DSSExternalResourceException unavailable(String url) {
    return new DSSExternalResourceException("Nothing could be had from " + url);
  }
}
