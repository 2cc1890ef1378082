package org.dossierhub.signing.verification;

import eu.europa.esig.dss.spi.client.http.DataLoader;
import eu.europa.esig.dss.spi.exception.DSSExternalResourceException;
import java.net.URI;
import java.util.List;

/** Gives the library the bytes of a {@link RevocationSource}; it has no other way out. */
public final class RevocationLoader implements DataLoader {
  private static final long serialVersionUID = 1;

  private final transient RevocationSource source;

  public RevocationLoader(RevocationSource source) {
    this.source = source;
  }

  @Override
  public byte[] get(String url) {
    return source
        .crl(uri(url))
        .orElseThrow(() -> new DSSExternalResourceException("No answer from " + url));
  }

  @Override
  public DataAndUrl get(List<String> urls) {
    for (var url : urls) {
      var crl = source.crl(uri(url));
      if (crl.isPresent()) {
        return new DataAndUrl(url, crl.get());
      }
    }
    throw new DSSExternalResourceException("No answer from " + urls);
  }

  @Override
  public byte[] post(String url, byte[] content) {
    return source
        .ocsp(uri(url), content)
        .orElseThrow(() -> new DSSExternalResourceException("No answer from " + url));
  }

  @Override
  public void setContentType(String contentType) {
    throw new UnsupportedOperationException("The content type is given by what is asked for");
  }

  private static URI uri(String url) {
    try {
      return URI.create(url.strip());
    } catch (IllegalArgumentException e) {
      throw new DSSExternalResourceException("Not an address: " + url, e);
    }
  }
}
