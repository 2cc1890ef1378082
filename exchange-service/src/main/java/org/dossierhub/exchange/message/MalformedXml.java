package org.dossierhub.exchange.message;

/** A document that is not well-formed, not of its schema, or says something impossible. */
public class MalformedXml extends Exception {
  private static final long serialVersionUID = 1;

  public MalformedXml(String what, Throwable cause) {
    super(what, cause);
  }

  public MalformedXml(String what) {
    super(what);
  }
}
