package org.dossierhub.signing.verification;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Asks certification authorities over the network, and nobody else: http and https only, exact
 * host:port from a list, no redirects, 5 seconds and 5 MB for one answer. Addresses come from
 * strangers' certificates, so whatever is not on the list is not contacted. A CRL is kept until its
 * {@code nextUpdate}; addresses that certificates carry but the network does not reach can be
 * replaced by others ({@link HostTable}).
 */
public final class NetworkRevocationSource implements RevocationSource {
  private static final Logger LOG = Logger.getLogger(NetworkRevocationSource.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_BYTES = 5 << 20;
  private static final int MOST_KEPT = 200;

  private record Kept(byte[] crl, Instant until) {}

  private final Set<String> allowed;
  private final HostTable hosts;
  private final Clock clock;
  private final HttpClient client;
  private final Map<URI, Kept> lists = new ConcurrentHashMap<>();

  /**
   * @param allowed exact {@code host:port} entries; the port is written even where it is 80 or 443
   */
  public NetworkRevocationSource(Collection<String> allowed, Clock clock) {
    this(allowed, HostTable.none(), clock);
  }

  /**
   * @param hosts who is asked in the place of whom
   * @throws IllegalArgumentException if an entry is not host:port, or the table sends somewhere
   *     that is not allowed
   */
  public NetworkRevocationSource(Collection<String> allowed, HostTable hosts, Clock clock) {
    for (var entry : allowed) {
      if (!entry.matches("[A-Za-z0-9._\\-\\[\\]:]+:\\d{1,5}")) {
        throw new IllegalArgumentException("Not host:port: " + entry);
      }
    }
    this.allowed =
        Set.copyOf(allowed.stream().map(entry -> entry.toLowerCase(Locale.ROOT)).toList());
    for (var entry : hosts.entries()) {
      if (!this.allowed.contains(entry.asked())) {
        throw new IllegalArgumentException(
            "The host table sends to "
                + entry.asked()
                + " (line "
                + entry.line()
                + "), which is not on the list of allowed hosts");
      }
    }
    this.hosts = hosts;
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  @Override
  public Optional<byte[]> ocsp(URI responder, byte[] request) {
    return permitted(responder)
        .flatMap(
            uri ->
                fetch(
                    HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/ocsp-request")
                        .header("Accept", "application/ocsp-response")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request))));
  }

  @Override
  public Optional<byte[]> crl(URI distributionPoint) {
    var permitted = permitted(distributionPoint);
    if (permitted.isEmpty()) {
      return Optional.empty();
    }
    var uri = permitted.get();
    var kept = lists.get(uri);
    if (kept != null && clock.instant().isBefore(kept.until)) {
      return Optional.of(kept.crl.clone());
    }
    var fetched = fetch(HttpRequest.newBuilder(uri).GET());
    fetched.ifPresent(crl -> keep(uri, crl));
    return fetched;
  }

  private void keep(URI uri, byte[] crl) {
    try {
      var list =
          (X509CRL)
              CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(crl));
      var now = clock.instant();
      lists.values().removeIf(kept -> !now.isBefore(kept.until));
      if (list.getNextUpdate() != null
          && now.isBefore(list.getNextUpdate().toInstant())
          && lists.size() < MOST_KEPT) {
        lists.put(uri, new Kept(crl.clone(), list.getNextUpdate().toInstant()));
      }
    } catch (GeneralSecurityException e) {
      LOG.log(Level.WARNING, "What {0} serves is not a certificate revocation list", uri);
    }
  }

  private Optional<URI> permitted(URI asked) {
    var scheme = asked.getScheme() == null ? "" : asked.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")
        || asked.getHost() == null
        || asked.getUserInfo() != null) {
      LOG.log(Level.INFO, "Not asked, only http and https are: {0}", asked);
      return Optional.empty();
    }
    int port = asked.getPort() >= 0 ? asked.getPort() : scheme.equals("https") ? 443 : 80;
    var place = (asked.getHost() + ":" + port).toLowerCase(Locale.ROOT);
    var replaced = hosts.insteadOf(place, clock.instant());
    if (!allowed.contains(replaced)) {
      LOG.log(Level.WARNING, "Not asked, {0} is not on the list of allowed hosts", replaced);
      return Optional.empty();
    }
    var query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
    var path = asked.getRawPath() == null ? "" : asked.getRawPath();
    return Optional.of(URI.create(scheme + "://" + replaced + path + query));
  }

  /** The whole exchange, body included, must end within {@link #PATIENCE}. */
  private Optional<byte[]> fetch(HttpRequest.Builder request) {
    var built = request.timeout(PATIENCE).build();
    var answer = client.sendAsync(built, this::bounded);
    try {
      var response = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        LOG.log(
            Level.WARNING, "{0} answered {1}", new Object[] {built.uri(), response.statusCode()});
        return Optional.empty();
      }
      return response.body();
    } catch (TimeoutException e) {
      answer.cancel(true);
      LOG.log(Level.WARNING, "{0} did not answer within {1}", new Object[] {built.uri(), PATIENCE});
      return Optional.empty();
    } catch (ExecutionException e) {
      LOG.log(
          Level.WARNING,
          "{0} cannot be reached: {1}",
          new Object[] {built.uri(), e.getCause().toString()});
      return Optional.empty();
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private HttpResponse.BodySubscriber<Optional<byte[]>> bounded(HttpResponse.ResponseInfo info) {
    return new BoundedBody(MOST_BYTES);
  }
}
