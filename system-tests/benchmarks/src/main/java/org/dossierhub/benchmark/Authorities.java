package org.dossierhub.benchmark;

import java.net.URI;
import java.time.Instant;
import java.util.HexFormat;
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

  /** The same in one question: an empty request asks for a list. */
  byte[] answer(String address, byte[] request) {
    var at = URI.create(address);
    return (request.length == 0 ? crl(at) : ocsp(at, request)).orElseThrow();
  }
}
