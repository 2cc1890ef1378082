package org.dossierhub.signing.verification;

/**
 * The two families of authorities of Viet Nam; a certificate belongs to the one its path ends in.
 */
public enum Hierarchy {
  /** The specialised hierarchy of the Government: officials, agencies, their systems. */
  GOVERNMENT,
  /** The public hierarchy below the national root: citizens, companies. */
  PUBLIC
}
