package org.dossierhub.signing.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dossierhub.signing.verification.Policies;
import org.dossierhub.signing.verification.PolicyFile;
import org.dossierhub.signing.verification.TrustAnchors;

/**
 * What a worker has to know for all files.
 *
 * @param lists revocation lists imported by file, DER
 * @param longest after which a worker whose parent has gone ends itself in the middle of a file
 */
record WorkerConfiguration(
    Policies policies,
    TrustAnchors anchors,
    List<byte[]> lists,
    boolean assumeTrusted,
    boolean warm,
    Duration longest) {
  private static final ObjectMapper JSON = new ObjectMapper();

  WorkerConfiguration {
    lists = List.copyOf(lists);
  }

  String json() {
    var tree = JSON.createObjectNode();
    var files = tree.putArray("policies");
    for (var policy : policies.files()) {
      files.addObject().put("policy", policy.name()).put("rules", policy.xml());
    }
    put(tree.putArray("government"), anchors.government());
    put(tree.putArray("public"), anchors.publicPki());
    put(tree.putArray("undeclared"), anchors.undeclared());
    put(tree.putArray("intermediates"), anchors.intermediates());
    var crls = tree.putArray("lists");
    lists.forEach(crls::add);
    tree.put("assumeTrusted", assumeTrusted).put("warm", warm).put("longest", longest.toMillis());
    return tree.toString();
  }

  private static void put(ArrayNode array, Collection<X509Certificate> certificates) {
    try {
      for (var certificate : certificates) {
        array.add(certificate.getEncoded());
      }
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("A certificate that was read can be written", e);
    }
  }

  static WorkerConfiguration read(String json) {
    try {
      var tree = JSON.readTree(json);
      var lists = new ArrayList<byte[]>();
      for (var list : tree.path("lists")) {
        lists.add(list.binaryValue());
      }
      var policies = new ArrayList<PolicyFile>();
      for (var policy : tree.path("policies")) {
        policies.add(new PolicyFile(policy.path("policy").asText(), policy.path("rules").asText()));
      }
      return new WorkerConfiguration(
          new Policies(policies),
          new TrustAnchors(
              certificates(tree.path("government")),
              certificates(tree.path("public")),
              certificates(tree.path("undeclared")),
              certificates(tree.path("intermediates"))),
          lists,
          tree.path("assumeTrusted").asBoolean(),
          tree.path("warm").asBoolean(),
          Duration.ofMillis(tree.path("longest").asLong()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not a configuration of a worker", e);
    } catch (IOException | CertificateException e) {
      throw new IllegalArgumentException("The configuration of the worker is broken", e);
    }
  }

  private static Set<X509Certificate> certificates(JsonNode array)
      throws IOException, CertificateException {
    var factory = CertificateFactory.getInstance("X.509");
    var certificates = new LinkedHashSet<X509Certificate>();
    for (var node : array) {
      certificates.add(
          (X509Certificate)
              factory.generateCertificate(new ByteArrayInputStream(node.binaryValue())));
    }
    return certificates;
  }
}
