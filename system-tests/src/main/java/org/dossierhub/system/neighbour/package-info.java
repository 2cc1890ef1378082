/**
 * Agencies and the National Portal as small programs of their own. They speak the wire formats of
 * {@code docs/protocol} with libraries of their own choosing and keep a ledger of what they sent
 * and received. Read {@link org.dossierhub.system.neighbour.Neighbour} first.
 */
package org.dossierhub.system.neighbour;
