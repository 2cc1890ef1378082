package org.dossierhub.benchmark;

import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.service.crl.OnlineCRLSource;
import eu.europa.esig.dss.service.ocsp.OnlineOCSPSource;
import eu.europa.esig.dss.spi.client.http.DataLoader;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonCertificateSource;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/**
 * DSS as its cookbook uses it: default policy, all four reports. Same anchors and same answers of
 * the authorities as the hub has; certificates are not fetched.
 *
 * <p>{@link #apart} loads it in a class loader of its own, since DSS keeps settings for all its
 * users in static fields, those of the hub among them.
 */
public final class NaiveDss implements ToIntFunction<byte[]> {
  private final CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
  private final CommonCertificateSource intermediates = new CommonCertificateSource();
  private final BiFunction<String, byte[], byte[]> answers;

  /**
   * @param answers of the authority at this address to this request; an empty one for a list
   */
  public NaiveDss(
      Collection<X509Certificate> anchors,
      Collection<X509Certificate> between,
      BiFunction<String, byte[], byte[]> answers) {
    anchors.forEach(anchor -> trusted.addCertificate(new CertificateToken(anchor)));
    between.forEach(ca -> intermediates.addCertificate(new CertificateToken(ca)));
    this.answers = answers;
  }

  /** In a class loader of its own; each use runs with that loader as that of the thread. */
  @SuppressWarnings("unchecked")
  static ToIntFunction<byte[]> apart(
      Collection<X509Certificate> anchors,
      Collection<X509Certificate> between,
      BiFunction<String, byte[], byte[]> answers)
      throws ReflectiveOperationException {
    var jars =
        Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
            .map(NaiveDss::url)
            .toArray(URL[]::new);
    var loader = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader());
    var naive =
        (ToIntFunction<byte[]>)
            Class.forName(NaiveDss.class.getName(), true, loader)
                .getConstructor(Collection.class, Collection.class, BiFunction.class)
                .newInstance(anchors, between, answers);
    return document -> {
      var thread = Thread.currentThread();
      var before = thread.getContextClassLoader();
      thread.setContextClassLoader(loader);
      try {
        return naive.applyAsInt(document);
      } finally {
        thread.setContextClassLoader(before);
      }
    };
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  CommonCertificateVerifier verifier() {
    var loader = new Loader(answers);
    var verifier = new CommonCertificateVerifier();
    verifier.setTrustedCertSources(trusted);
    verifier.setAdjunctCertSources(intermediates);
    verifier.setAIASource(null);
    verifier.setOcspSource(new OnlineOCSPSource(loader));
    verifier.setCrlSource(new OnlineCRLSource(loader));
    return verifier;
  }

  /**
   * @return how many signatures DSS passes
   */
  @Override
  public int applyAsInt(byte[] document) {
    var validator = SignedDocumentValidator.fromDocument(new InMemoryDocument(document));
    validator.setCertificateVerifier(verifier());
    var reports = validator.validateDocument();
    if (reports.getXmlDiagnosticData().isEmpty()
        || reports.getXmlSimpleReport().isEmpty()
        || reports.getXmlDetailedReport().isEmpty()
        || reports.getXmlValidationReport().isEmpty()) {
      throw new IllegalStateException("DSS left a report out");
    }
    var simple = reports.getSimpleReport();
    return (int)
        simple.getSignatureIdList().stream()
            .filter(id -> simple.getIndication(id) == Indication.TOTAL_PASSED)
            .count();
  }

  private static final class Loader implements DataLoader {
    private static final long serialVersionUID = 1;
    private final transient BiFunction<String, byte[], byte[]> answers;

    Loader(BiFunction<String, byte[], byte[]> answers) {
      this.answers = answers;
    }

    @Override
    public byte[] get(String url) {
      return answers.apply(url, new byte[0]);
    }

    @Override
    public DataAndUrl get(List<String> urls) {
      return new DataAndUrl(urls.get(0), get(urls.get(0)));
    }

    @Override
    public byte[] post(String url, byte[] content) {
      return answers.apply(url, content);
    }

    @Override
    public void setContentType(String contentType) {
      throw new UnsupportedOperationException("The content type is given by what is asked for");
    }
  }
}
