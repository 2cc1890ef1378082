package org.dossierhub.exchange.message;

/**
 * The way a message travels between the hub and an agency; {@code DESK} means the agency works in
 * the hub itself.
 */
public enum Channel {
  DESK,
  SOAP,
  JMS
}
