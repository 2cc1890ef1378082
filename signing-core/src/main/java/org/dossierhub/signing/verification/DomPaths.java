package org.dossierhub.signing.verification;

import eu.europa.esig.dss.xml.utils.DomUtils;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.namespace.NamespaceContext;
import javax.xml.namespace.QName;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpression;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathFactoryConfigurationException;
import javax.xml.xpath.XPathFunctionResolver;
import javax.xml.xpath.XPathVariableResolver;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * XPath for the library, which asks some hundred questions of every XML signature, nearly all of
 * them of the kind {@code ./ds:SignedInfo/ds:Reference}: these are answered by walking down the
 * tree, where the platform makes a table of the whole document first, for each question anew. Every
 * other question goes to the platform. Public because the platform makes it by its name; see {@link
 * #giveToLibrary}.
 */
public final class DomPaths extends XPathFactory {
  private static final Pattern NAME = Pattern.compile("([A-Za-z_][\\w.-]*):([A-Za-z_][\\w.-]*)");
  private static final Pattern ATTRIBUTE = Pattern.compile("@([A-Za-z_][\\w.-]*)");
  private static final Pattern EVERYWHERE =
      Pattern.compile(
          "//([A-Za-z_][\\w.-]*:[A-Za-z_][\\w.-]*)"
              + "(?:\\[not\\(parent::([A-Za-z_][\\w.-]*:[A-Za-z_][\\w.-]*)\\)\\])?");
  private static final String SERVICE = "META-INF/services/" + XPathFactory.class.getName();

  private final XPathFactory platform = XPathFactory.newDefaultInstance();

  /** Called by the platform. */
  public DomPaths() {
    // nothing to set up
  }

  /**
   * Lets the library find this as its XPath, if it has not looked for one yet. It looks through the
   * class loader of the thread, once; so nobody else in the process meets it.
   */
  static void giveToLibrary() {
    whileOffered(() -> load(DomUtils.class.getName()));
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, true, DomPaths.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("The library is not where it was compiled", e);
    }
  }

  static <T> T whileOffered(java.util.function.Supplier<T> work) {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(new Offering());
    try {
      return work.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static final class Offering extends ClassLoader {
    Offering() {
      super(DomPaths.class.getClassLoader());
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.equals(SERVICE)
          ? Collections.enumeration(List.of(DomPaths.class.getResource("xpath-factory")))
          : super.getResources(name);
    }
  }

  @Override
  public boolean isObjectModelSupported(String model) {
    return platform.isObjectModelSupported(model);
  }

  @Override
  public void setFeature(String name, boolean value) throws XPathFactoryConfigurationException {
    platform.setFeature(name, value);
  }

  @Override
  public boolean getFeature(String name) throws XPathFactoryConfigurationException {
    return platform.getFeature(name);
  }

  @Override
  public void setXPathVariableResolver(XPathVariableResolver resolver) {
    platform.setXPathVariableResolver(resolver);
  }

  @Override
  public void setXPathFunctionResolver(XPathFunctionResolver resolver) {
    platform.setXPathFunctionResolver(resolver);
  }

  @Override
  public XPath newXPath() {
    return new Paths(platform.newXPath());
  }

  private static final class Paths implements XPath {
    private final XPath platform;

    Paths(XPath platform) {
      this.platform = platform;
    }

    @Override
    public XPathExpression compile(String expression) throws XPathExpressionException {
      var walk = Walk.of(expression, platform.getNamespaceContext());
      return walk.isPresent()
          ? new Walked(walk.get(), platform, expression)
          : platform.compile(expression);
    }

    @Override
    public void reset() {
      platform.reset();
    }

    @Override
    public void setXPathVariableResolver(XPathVariableResolver resolver) {
      platform.setXPathVariableResolver(resolver);
    }

    @Override
    public XPathVariableResolver getXPathVariableResolver() {
      return platform.getXPathVariableResolver();
    }

    @Override
    public void setXPathFunctionResolver(XPathFunctionResolver resolver) {
      platform.setXPathFunctionResolver(resolver);
    }

    @Override
    public XPathFunctionResolver getXPathFunctionResolver() {
      return platform.getXPathFunctionResolver();
    }

    @Override
    public void setNamespaceContext(NamespaceContext context) {
      platform.setNamespaceContext(context);
    }

    @Override
    public NamespaceContext getNamespaceContext() {
      return platform.getNamespaceContext();
    }

    @Override
    public Object evaluate(String expression, Object item, QName type)
        throws XPathExpressionException {
      return compile(expression).evaluate(item, type);
    }

    @Override
    public String evaluate(String expression, Object item) throws XPathExpressionException {
      return compile(expression).evaluate(item);
    }

    @Override
    public Object evaluate(String expression, InputSource source, QName type)
        throws XPathExpressionException {
      return platform.evaluate(expression, source, type);
    }

    @Override
    public String evaluate(String expression, InputSource source) throws XPathExpressionException {
      return platform.evaluate(expression, source);
    }
  }

  /** Goes to the platform after all where the tree or what is asked for is of another kind. */
  private static final class Walked implements XPathExpression {
    private final Walk walk;
    private final XPath platform;
    private final String expression;

    Walked(Walk walk, XPath platform, String expression) {
      this.walk = walk;
      this.platform = platform;
      this.expression = expression;
    }

    @Override
    public Object evaluate(Object item, QName type) throws XPathExpressionException {
      if (item instanceof Node node) {
        var found = walk.from(node);
        if (found.isPresent() && type.equals(XPathConstants.NODESET)) {
          return new Nodes(found.get());
        }
        if (found.isPresent() && type.equals(XPathConstants.STRING)) {
          return found.get().isEmpty() ? "" : found.get().get(0).getTextContent();
        }
      }
      return platform.compile(expression).evaluate(item, type);
    }

    @Override
    public String evaluate(Object item) throws XPathExpressionException {
      return (String) evaluate(item, XPathConstants.STRING);
    }

    @Override
    public Object evaluate(InputSource source, QName type) throws XPathExpressionException {
      return platform.compile(expression).evaluate(source, type);
    }

    @Override
    public String evaluate(InputSource source) throws XPathExpressionException {
      return platform.compile(expression).evaluate(source);
    }
  }

  private record Nodes(List<Node> nodes) implements NodeList {
    @Override
    public Node item(int index) {
      return index >= 0 && index < nodes.size() ? nodes.get(index) : null;
    }

    @Override
    public int getLength() {
      return nodes.size();
    }
  }

  /** An element by namespace and local name; any element where both are empty. */
  private record Name(String namespace, String local) {
    static final Name ANY = new Name("", "");

    static Optional<Name> of(String written, NamespaceContext context) {
      if (written.equals("*")) {
        return Optional.of(ANY);
      }
      var name = NAME.matcher(written);
      if (context == null || !name.matches()) {
        return Optional.empty();
      }
      var namespace = context.getNamespaceURI(name.group(1));
      return namespace == null || namespace.isEmpty()
          ? Optional.empty()
          : Optional.of(new Name(namespace, name.group(2)));
    }

    boolean fits(Node node) {
      return this == ANY
          || (local.equals(node.getLocalName()) && namespace.equals(node.getNamespaceURI()));
    }
  }

  /**
   * A path that can be walked.
   *
   * @param everywhere from the root and at any depth, instead of down from where one stands
   * @param notIn with {@code everywhere}, what the parent must not be
   * @param attribute at the end, without namespace
   */
  private record Walk(
      List<Name> steps, boolean everywhere, Optional<Name> notIn, Optional<String> attribute) {

    static Optional<Walk> of(String expression, NamespaceContext context) {
      var everywhere = EVERYWHERE.matcher(expression);
      if (everywhere.matches()) {
        var name = Name.of(everywhere.group(1), context);
        var notIn =
            Optional.ofNullable(everywhere.group(2)).map(parent -> Name.of(parent, context));
        return name.isEmpty() || notIn.filter(Optional::isEmpty).isPresent()
            ? Optional.empty()
            : Optional.of(
                new Walk(List.of(name.get()), true, notIn.map(Optional::get), Optional.empty()));
      }
      var relative = expression.startsWith("./") ? expression.substring(2) : expression;
      var steps = new ArrayList<Name>();
      var parts = relative.split("/", -1);
      for (int i = 0; i < parts.length; i++) {
        var attribute = ATTRIBUTE.matcher(parts[i]);
        if (i == parts.length - 1 && attribute.matches()) {
          return Optional.of(
              new Walk(
                  List.copyOf(steps), false, Optional.empty(), Optional.of(attribute.group(1))));
        }
        var name = Name.of(parts[i], context);
        if (name.isEmpty()) {
          return Optional.empty();
        }
        steps.add(name.get());
      }
      return Optional.of(new Walk(List.copyOf(steps), false, Optional.empty(), Optional.empty()));
    }

    /** In the order of the document; nothing where the tree knows no namespaces. */
    Optional<List<Node>> from(Node start) {
      if (!(start instanceof Element || start instanceof Document)) {
        return Optional.empty();
      }
      var found = new ArrayList<Node>();
      var known = everywhere ? search(start, found) : down(start, 0, found);
      return known ? Optional.of(found) : Optional.empty();
    }

    private static Node top(Node node) {
      var top = node;
      while (top.getParentNode() != null) {
        top = top.getParentNode();
      }
      return top;
    }

    private boolean search(Node start, List<Node> found) {
      var root = start instanceof Document ? start : start.getOwnerDocument();
      // a part that hangs in no document has another root
      if (root == null || root != top(start)) {
        return false;
      }
      var node = root;
      while (node != null) {
        if (node.getNodeType() == Node.ENTITY_REFERENCE_NODE) {
          return false;
        }
        if (node instanceof Element) {
          if (node.getLocalName() == null) {
            return false;
          }
          if (steps.get(0).fits(node)
              && (notIn.isEmpty() || !notIn.get().fits(node.getParentNode()))) {
            found.add(node);
          }
        }
        var next = node.getFirstChild();
        while (next == null && node != root) {
          next = node.getNextSibling();
          if (next == null) {
            node = node.getParentNode();
          }
        }
        node = next;
      }
      return true;
    }

    private boolean down(Node node, int step, List<Node> found) {
      if (step == steps.size()) {
        return attribute.isEmpty() ? found.add(node) : attribute(node, found);
      }
      for (var child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
        if (child instanceof Element) {
          if (child.getLocalName() == null) {
            return false;
          }
          if (steps.get(step).fits(child) && !down(child, step + 1, found)) {
            return false;
          }
        } else if (child.getNodeType() == Node.ENTITY_REFERENCE_NODE) {
          return false;
        }
      }
      return true;
    }

    private boolean attribute(Node node, List<Node> found) {
      if (node instanceof Element element) {
        Attr value = element.getAttributeNodeNS(null, attribute.get());
        if (value != null) {
          found.add(value);
        } else if (element.hasAttribute(attribute.get())) {
          return false; // made without namespaces
        }
      }
      return true;
    }
  }
}
