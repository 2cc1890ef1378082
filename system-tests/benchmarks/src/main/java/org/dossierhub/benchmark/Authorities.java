package org.dossierhub.benchmark;

import eu.europa.esig.dss.spi.client.http.DataLoader;
import eu.europa.esig.dss.spi.exception.DSSExternalResourceException;
import java.net.URI;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.signing.verification.RevocationSource;

/**
 * The authorities of the development PKI, answering in process as of one moment. Each answer is
 * made once: whoever asks pays for reading it, not for making it.
 */
final class Authorities implements RevocationSource {
  private final DevelopmentPki pki;
  private final Instant at;
  private final Map<String, byte[]> answers = new ConcurrentHashMap<>();

  Authorities(DevelopmentPki pki, Instant at) {
    this.pki = pki;
    this.at = at;
  }

  @Override
  public Optional<byte[]> ocsp(URI responder, byte[] request) {
    return Optional.of(
        answers.computeIfAbsent(
            responder + HexFormat.of().formatHex(request), key -> pki.ocspAnswer(request, at)));
  }

  @Override
  public Optional<byte[]> crl(URI distributionPoint) {
    return Optional.of(
        answers.computeIfAbsent(
            distributionPoint.toString(),
            key -> {
              var path = distributionPoint.getPath();
              return pki.crl(path.substring(path.lastIndexOf('/') + 1).replace(".crl", ""), at);
            }));
  }

  /** The same for DSS. */
  DataLoader forDss() {
    return new Loader(this);
  }

  private static final class Loader implements DataLoader {
    private static final long serialVersionUID = 1;
    private final transient Authorities authorities;

    Loader(Authorities authorities) {
      this.authorities = authorities;
    }

    @Override
    public byte[] get(String url) {
      return authorities.crl(URI.create(url)).orElseThrow();
    }

    @Override
    public DataAndUrl get(List<String> urls) {
      if (urls.isEmpty()) {
        throw new DSSExternalResourceException("No address");
      }
      return new DataAndUrl(urls.get(0), get(urls.get(0)));
    }

    @Override
    public byte[] post(String url, byte[] content) {
      return authorities.ocsp(URI.create(url), content).orElseThrow();
    }

    @Override
    public void setContentType(String contentType) {
      throw new UnsupportedOperationException("The content type is given by what is asked for");
    }
  }
}
