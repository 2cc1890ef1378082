package org.dossierhub.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * The server's configuration, domain.xml: taken from the distribution and changed where the hub
 * needs it otherwise. docs/operations.md lists the same changes for a server that somebody else
 * runs.
 */
final class Domain {

  private final Document xml;

  private Domain(Document xml) {
    this.xml = xml;
  }

  static Domain read(Path file) throws IOException {
    try {
      var factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return new Domain(factory.newDocumentBuilder().parse(file.toFile()));
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("Not a domain.xml: " + file, e);
    }
  }

  void write(Path file) throws IOException {
    try {
      TransformerFactory.newDefaultInstance()
          .newTransformer()
          .transform(new DOMSource(xml), new StreamResult(file.toFile()));
    } catch (TransformerException e) {
      throw new IOException("Could not write " + file, e);
    }
  }

  /**
   * One instance that nobody else joins: no data grid, no second configuration, no message server,
   * no CORBA, no JMX port, no reports home.
   */
  void keepOnlyWhatTheHubUses() {
    remove(element("config", "name", "default-config"));
    var config = element("config", "name", "server-config");
    first(config, "hazelcast-config-specific-configuration").setAttribute("enabled", "false");
    all("iiop-listener").forEach(listener -> listener.setAttribute("enabled", "false"));
    all("jmx-connector").forEach(connector -> connector.setAttribute("enabled", "false"));
    child(config, "jms-service").setAttribute("type", "DISABLED");
    child(config, "phone-home-runtime-configuration").setAttribute("enabled", "false");
    child(config, "ejb-invoker-configuration").setAttribute("enabled", "false");
    // Their pages would be open to everybody on the public listener; the hub has a health page of
    // its own.
    child(config, "microprofile-metrics-configuration").setAttribute("enabled", "false");
    child(config, "microprofile-healthcheck-configuration").setAttribute("enabled", "false");
    child(config, "microprofile-openapi-configuration").setAttribute("enabled", "false");
    first(config, "admin-service")
        .insertBefore(
            create(
                "das-config",
                Map.of(
                    "autodeploy-enabled",
                    "true",
                    "autodeploy-polling-interval-in-seconds",
                    "1",
                    "dynamic-reload-enabled",
                    "false")),
            first(first(config, "admin-service"), "property"));
    first(config, "security-service")
        .setAttribute("activate-default-principal-to-role-mapping", "true");
  }

  /** The only ways in: public TLS, mutual TLS, and administration on loopback. */
  void listeners(String address, int https, int mutual, int admin, String certificate) {
    var config = element("config", "name", "server-config");
    for (var server : all("virtual-server")) {
      if (server.getAttribute("id").equals("server")) {
        server.setAttribute("network-listeners", "public,mutual");
      }
    }
    var protocols = first(config, "protocols");
    remove(element("protocol", "name", "http-listener-1"));
    remove(element("protocol", "name", "http-listener-2"));
    protocols.appendChild(tls("public", certificate, 300, Map.of("hsts-enabled", "true")));
    protocols.appendChild(
        tls(
            "mutual",
            certificate,
            900,
            Map.of(
                "client-auth", "need",
                "trust-algorithm", "HubFolder",
                // an agency taken out of the folder must not come back by resuming an old session
                "tls-session-timeout", "60")));
    var listeners = first(config, "network-listeners");
    remove(element("network-listener", "name", "http-listener-1"));
    remove(element("network-listener", "name", "http-listener-2"));
    listeners.appendChild(listener("public", address, https, "http-thread-pool"));
    listeners.appendChild(listener("mutual", address, mutual, "mutual-thread-pool"));
    var administration = element("network-listener", "name", "admin-listener");
    administration.setAttribute("address", "127.0.0.1");
    administration.setAttribute("port", String.valueOf(admin));
    // The default of 5 would let five slow senders stop everybody, and one pool for all listeners
    // would let strangers stop agencies; administration has a third.
    var threads = element("thread-pool", "name", "http-thread-pool");
    threads.setAttribute("min-thread-pool-size", "8");
    threads.setAttribute("max-thread-pool-size", "64");
    var agencies =
        create(
            "thread-pool",
            Map.of(
                "name", "mutual-thread-pool",
                "min-thread-pool-size", "4",
                "max-thread-pool-size", "64",
                "max-queue-size", "4096"));
    threads.getParentNode().appendChild(agencies);
  }

  /**
   * @param longest seconds for one request; those of agencies carry up to 1 GB
   */
  private Element tls(String name, String certificate, int longest, Map<String, String> more) {
    var protocol = create("protocol", Map.of("name", name, "security-enabled", "true"));
    var http =
        create(
            "http",
            Map.of(
                "default-virtual-server", "server",
                "max-connections", "250",
                "timeout-seconds", "30",
                "request-timeout-seconds", String.valueOf(longest),
                "server-header", "false",
                "xpowered-by", "false",
                "xframe-options", "false",
                // the long streams of the exchange gain nothing from sharing a connection
                "http2-enabled", "false",
                "max-post-size-bytes", "-1")); // the application counts and limits its streams
    http.appendChild(create("file-cache", Map.of("enabled", "false")));
    protocol.appendChild(http);
    var ssl =
        create(
            "ssl",
            Map.of(
                "classname",
                "com.sun.enterprise.security.ssl.GlassfishSSLImpl",
                "cert-nickname",
                certificate));
    more.forEach(ssl::setAttribute);
    protocol.appendChild(ssl);
    return protocol;
  }

  private Element listener(String name, String address, int port, String threads) {
    return create(
        "network-listener",
        Map.of(
            "name",
            name,
            "address",
            address,
            "port",
            String.valueOf(port),
            "protocol",
            name,
            "transport",
            "tcp",
            "thread-pool",
            threads));
  }

  /**
   * The pool {@code jdbc/hub}; the server's default data source is the same, the bundled H2 is not
   * used.
   */
  void database(String url, String user, String passwordReference, int connections) {
    var resources = first(xml.getDocumentElement(), "resources");
    for (var pool : all("jdbc-connection-pool")) {
      remove(pool);
    }
    remove(element("jdbc-resource", "jndi-name", "jdbc/__TimerPool"));
    remove(element("resource-ref", "ref", "jdbc/__TimerPool"));
    var pool =
        create(
            "jdbc-connection-pool",
            Map.ofEntries(
                Map.entry("name", "hub-pool"),
                Map.entry("res-type", "javax.sql.DataSource"),
                Map.entry("datasource-classname", "org.postgresql.ds.PGSimpleDataSource"),
                Map.entry("steady-pool-size", "4"),
                Map.entry("max-pool-size", String.valueOf(connections)),
                Map.entry("pool-resize-quantity", "4"),
                Map.entry("idle-timeout-in-seconds", "300"),
                Map.entry("max-wait-time-in-millis", "10000"),
                // No transaction-isolation-level here: the pool would ask the database for the
                // one in force at every loan. Options below say which it is.
                // after a crash of the database the first borrower finds out for all; asking at
                // every loan would be one more round trip for each query
                Map.entry("is-connection-validation-required", "true"),
                Map.entry("validate-atmost-once-period-in-seconds", "1"),
                Map.entry("connection-validation-method", "custom-validation"),
                Map.entry(
                    "validation-classname",
                    "org.glassfish.api.jdbc.validation.PostgresConnectionValidation"),
                Map.entry("fail-all-connections", "true")));
    var properties =
        List.of(
            List.of("URL", url),
            List.of("user", user),
            List.of("password", passwordReference),
            List.of("ApplicationName", "dossier-hub"),
            List.of("ConnectTimeout", "5"),
            List.of("SocketTimeout", "120"),
            List.of("TcpKeepAlive", "true"),
            // a node that stands still in a transaction must not hold up the others for long
            List.of(
                "Options",
                "-c default_transaction_isolation=read\\ committed"
                    + " -c idle_in_transaction_session_timeout=20s -c lock_timeout=10s"));
    properties.forEach(
        property ->
            pool.appendChild(
                create("property", Map.of("name", property.get(0), "value", property.get(1)))));
    resources.appendChild(pool);
    resources.appendChild(
        create("jdbc-resource", Map.of("pool-name", "hub-pool", "jndi-name", "jdbc/hub")));
    element("jdbc-resource", "jndi-name", "jdbc/__default").setAttribute("pool-name", "hub-pool");
    first(xml.getDocumentElement(), "server")
        .appendChild(create("resource-ref", Map.of("ref", "jdbc/hub")));
  }

  /** The JVM's options: those of the distribution without the wrong ones, then ours. */
  void jvm(Set<String> withoutBeginning, List<String> ours) {
    var java = first(element("config", "name", "server-config"), "java-config");
    for (var option : all("jvm-options")) {
      if (withoutBeginning.stream().anyMatch(option.getTextContent()::startsWith)) {
        remove(option);
      }
    }
    for (var option : ours) {
      var element = xml.createElement("jvm-options");
      element.setTextContent(option);
      java.appendChild(element);
    }
  }

  /**
   * The options that hold for this JDK, with {@code ${…}} replaced: the server is started without
   * its own start command, which would need the passwords and returns long before the server
   * answers.
   */
  List<String> jvmOptions(int feature, Map<String, String> variables) {
    var options = new ArrayList<String>();
    for (var element : all("jvm-options")) {
      var option = element.getTextContent().strip();
      if (option.startsWith("[")) {
        var condition = option.substring(1, option.indexOf(']'));
        if (!holds(condition, feature)) {
          continue;
        }
        option = option.substring(option.indexOf(']') + 1);
      }
      for (var variable : variables.entrySet()) {
        option = option.replace("${" + variable.getKey() + "}", variable.getValue());
      }
      options.add(option);
    }
    return options;
  }

  /**
   * {@code [17|]} from 17 on, {@code [|17]} up to 17; conditions on the make of the JVM are for
   * JVMs we do not use.
   */
  private static boolean holds(String condition, int feature) {
    if (!condition.matches("[0-9.]*\\|[0-9.]*")) {
      return false;
    }
    int bar = condition.indexOf('|');
    return feature >= number(condition.substring(0, bar), 0)
        && feature <= number(condition.substring(bar + 1), Integer.MAX_VALUE);
  }

  private static int number(String version, int otherwise) {
    if (version.isEmpty()) {
      return otherwise;
    }
    return Integer.parseInt(
        version.startsWith("1.") ? version.substring(2, 3) : version.split("\\.")[0]);
  }

  private List<Element> all(String name) {
    var list = xml.getElementsByTagName(name);
    var elements = new ArrayList<Element>();
    for (int i = 0; i < list.getLength(); i++) {
      elements.add((Element) list.item(i));
    }
    return elements;
  }

  private Element element(String name, String attribute, String value) {
    return all(name).stream()
        .filter(element -> element.getAttribute(attribute).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The server's domain.xml has no <%s %s=\"%s\">: another version?"
                        .formatted(name, attribute, value)));
  }

  private static Element first(Element parent, String name) {
    var found = parent.getElementsByTagName(name).item(0);
    if (found == null) {
      throw new IllegalStateException(
          "The server's domain.xml has no <%s>: another version?".formatted(name));
    }
    return (Element) found;
  }

  /** The child of this name, made when missing. */
  private Element child(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        return element;
      }
    }
    return (Element) parent.appendChild(xml.createElement(name));
  }

  private Element create(String name, Map<String, String> attributes) {
    var element = xml.createElement(name);
    attributes.forEach(element::setAttribute);
    return element;
  }

  private static void remove(Element element) {
    element.getParentNode().removeChild(element);
  }
}
