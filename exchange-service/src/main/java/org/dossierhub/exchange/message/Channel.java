package org.dossierhub.exchange.message;

/**
 * The way a message travels between the hub and an agency. Messages arrive by SOAP, JMS or REST; an
 * agency is reached by what {@link #isWayToAgencies} allows.
 */
public enum Channel {
  /** The agency works in the hub itself. */
  DESK,
  SOAP,
  JMS,
  /** The agency fetches what waits for it, by any way it asks. */
  PULL,
  /** An agency asks over HTTPS with JSON; nothing is brought to it this way. */
  REST;

  /** Whether an agency can be registered to receive its messages this way. */
  public boolean isWayToAgencies() {
    return this != REST;
  }
}
